"""Somebody else is quicker: during one call of an operation, another one happens from its beginning to its end."""

from collections.abc import Callable
from typing import Any

from tests.steps.plug import Plug


class Meanwhile(Plug):
    """Before the call with this number something else happens; 0 for never."""

    def __init__(self, at: int, happens: Callable[[], object]) -> None:
        super().__init__()
        self._number, self._happens = at, happens

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls == self._number:
                self._happens()
            return call(*arguments, **named)

        return wrapped
