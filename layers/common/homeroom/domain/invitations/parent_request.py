"""What a parent has asked for: that another parent be invited. A Site Admin decides, where the site wants that."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.message import Labeled
from homeroom.domain.kernel.token import keyed_digest

_KEPT = timedelta(days=30)
"""After the decision."""
_ID_LENGTH = 24


class RequestState(StrEnum):
    """OVERTAKEN: when a Site Admin approved it, nobody could be invited any more."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    OVERTAKEN = "overtaken"


class Overtaken(Labeled):
    """Why nobody could be invited any more. For Site Admins: a parent must not learn it."""

    LEFT = "left"
    HAS_CONTACT = "has_contact"
    NOT_LISTED = "not_listed"
    NOT_THEIR_HOMEROOM = "not_their_homeroom"
    BLOCKED = "blocked"
    NOT_THEIR_CHILD = "not_their_child"
    INVITED = "invited"


@dataclass(frozen=True, kw_only=True)
class ParentRequest:
    """Who asks (`asked_by` is the name, `contact_id` the contact and `user_id` the user) which address about which
    student. `parent_name` may be empty. There is one of a contact, a student and an address.

    `decided_by` is the Site Admin's name, empty where the site asks none: such a request is approved as it is made.
    `invitation_id` is there once it is approved, `why` where it was overtaken. `version` is the store's, 0 until
    stored.
    """

    id: str
    student_id: str
    email: str
    parent_name: str
    contact_id: str
    user_id: str
    asked_by: str
    asked_at: datetime
    state: RequestState = RequestState.WAITING
    decided_at: datetime | None = None
    decided_by: str = ""
    invitation_id: str = ""
    why: Overtaken | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        return self.id

    @property
    def email_key(self) -> str:
        return email_key(self.email)

    @property
    def is_waiting(self) -> bool:
        return self.state is RequestState.WAITING

    @property
    def ends_at(self) -> datetime | None:
        """None as long as it waits."""
        return self.decided_at + _KEPT if self.decided_at else None

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now

    def approved(self, invitation_id: str, by: str, now: datetime) -> "ParentRequest":
        approved = replace(self, state=RequestState.APPROVED, invitation_id=invitation_id)
        return replace(approved, decided_at=now, decided_by=by)

    def declined(self, by: str, now: datetime) -> "ParentRequest":
        return replace(self, state=RequestState.DECLINED, decided_at=now, decided_by=by)

    def overtaken(self, why: Overtaken, by: str, now: datetime) -> "ParentRequest":
        return replace(self, state=RequestState.OVERTAKEN, why=why, decided_at=now, decided_by=by)


def request_id(secret: bytes, contact_id: str, student_id: str, email_key: str) -> str:
    """Asked for twice, it is the same request. Keyed with a secret of the site: an id must not tell an address."""
    return keyed_digest(secret, "request", f"{contact_id} {student_id} {email_key}")[:_ID_LENGTH]
