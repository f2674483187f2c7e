"""A process that dies: the plug is pulled before or after one call to the outside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from homeroom.use_cases.ports.services import Services

PORTS = (
    *("store", "roster", "imports", "site", "access", "code_key", "audit_record"),
    *("invitations", "invitation_lists", "due_invitations", "mails", "log_in_mails", "admin_invitations"),
    *("address_changes", "address_blocks", "parent_requests", "campaigns"),
    *("queue", "import_queue", "files", "mailer", "passwords", "exports"),
)
HARMLESS = ("weight", "open", "parts")
"""Nothing happens outside, or only while it is read."""


class PulledThePlug(BaseException):
    """Nothing that the process does after this happens."""


@dataclass
class Plug:
    """Counts calls to the outside, and is pulled before or after one of them."""

    at: int = -1
    before: bool = True
    calls: int = field(default=0)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            self.calls += 1
            dies = self.calls == self.at
            if dies and self.before:
                raise PulledThePlug
            try:
                return call(*arguments, **named)
            finally:
                if dies:  # whatever the answer was: nobody heard it
                    raise PulledThePlug

        return wrapped


class _Wired:
    """A port whose every call goes past the plug."""

    def __init__(self, port: Any, plug: Plug) -> None:
        self._port, self._plug = port, plug

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._port, name)
        return attribute if name in HARMLESS or not callable(attribute) else self._plug.around(attribute)


def wired(services: Services, plug: Plug) -> Services:
    ports: dict[str, Any] = {name: _Wired(getattr(services, name), plug) for name in PORTS}
    return replace(services, **ports)


def crash_points(calls: int) -> Iterator[tuple[int, bool]]:
    """Which call, and whether before it."""
    return product(range(1, calls + 1), (True, False))
