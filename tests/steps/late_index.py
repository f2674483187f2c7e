"""Indexes that lag: what is read by key is of now, what is found in an index is of an earlier moment."""

from dataclasses import replace
from typing import Any

from homeroom.use_cases.ports.services import Services
from tests.fakes import FakeDueInvitations, FakeInvitationLists, FakeMails, FakeStore

INDEXES = frozenset(
    {
        *("expiring", "to_remind", "answered", "waiting", "unconfirmed_before"),
        *("listed", "listed_after", "how_many", "search"),
    }
)


class _Late:
    def __init__(self, now: Any, earlier: Any) -> None:
        self._now, self._earlier = now, earlier

    def __getattr__(self, name: str) -> Any:
        return getattr(self._earlier if name in INDEXES else self._now, name)


def late(services: Services, earlier: FakeStore) -> Services:
    ports: dict[str, Any] = {
        "invitation_lists": _Late(services.invitation_lists, FakeInvitationLists(earlier)),
        "due_invitations": _Late(services.due_invitations, FakeDueInvitations(earlier)),
        "mails": _Late(services.mails, FakeMails(earlier)),
    }
    return replace(services, **ports)
