"""What an invitation's story is made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from homeroom.domain.mail.mail import MailKind


class EventKind(StrEnum):
    """Kinds of happenings in an invitation's story."""

    ASKED = "asked"
    MAIL = "mail"
    BEGUN = "begun"
    CORRECTED = "corrected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    RELEASED = "released"
    DECLINED = "declined"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, kw_only=True)
class HistoryEvent:
    """One entry of an invitation's story that its other fields do not keep. `by` is a name as people read it.

    ASKED is an earlier asking: `send_number`, `email`, `student_ids`, the `import_id` and `row` it came from, and what
    else the invitation was by then: it may become that again. `inviter` stands there where it was not `by` who asked.
    EXPIRED: the link's time was over before it was asked again. MAIL: the mail of `send_number` came into the state
    `mail`, perhaps for a `reason`. CORRECTED: `email` is the address before. DECLINED: its reader said of
    `student_ids` that they are not theirs. TAKEN_BACK: an import had asked about `student_ids`, too, and was stopped
    before its mail went out.
    """

    at: datetime
    what: EventKind
    by: str = ""
    send_number: int = 0
    email: str = ""
    student_ids: tuple[str, ...] = ()
    import_id: str = ""
    row: int = 0
    mail: str = ""
    reason: str = ""
    until: datetime | None = None
    inviter: str = ""
    by_parent: bool = False
    newest_mail: MailKind | None = None
    reminders: int = 0
