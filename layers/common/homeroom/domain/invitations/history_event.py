"""What an invitation's timeline is made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from homeroom.domain.kernel.message import Message
from homeroom.domain.mail.mail import MailKind, MailState


class EventKind(StrEnum):
    """Kinds of entries in an invitation's timeline."""

    ASKED = "asked"
    MAIL = "mail"
    BEGUN = "begun"
    CORRECTED = "corrected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    RELEASED = "released"
    DECLINED = "declined"
    DECLINE_TAKEN_BACK = "taken back"
    IMPORT_STOPPED = "import stopped"
    FORBIDDEN = "forbidden"
    IMPORT_WITHDRAWN = "import withdrawn"
    PARENT_ADDED = "parent added"
    RECORDED = "recorded"
    UNLINKED = "unlinked"
    ASKED_NO_LONGER = "ended"
    MAILED_AGAIN = "mailed again"
    REQUESTED = "requested"
    APPROVED = "approved"
    STUDENTS_MERGED = "students merged"
    STUDENT_DELETED = "student deleted"


@dataclass(frozen=True, kw_only=True)
class HistoryEvent:
    """One entry of an invitation's timeline that its other fields do not keep. `by` is a person's or the school's name,
    empty where nobody's is known.

    ASKED is an earlier request: `send_number`, `email`, `student_ids`, the `import_id` and `row` it came from, and what
    else the invitation was by then: it may become that again. `inviter` stands there where it was not `by` who asked,
    `by_reader` where the parent did, who wanted a new link.
    EXPIRED: the link's time was over before it was asked again. MAIL: the mail of `send_number` came into the state
    `mail`, perhaps for a `reason`. CORRECTED: `email` is the address before. DECLINED: its reader said of
    `student_ids` that they are not theirs, DECLINE_TAKEN_BACK: that this was a mistake.
    IMPORT_STOPPED: an import had asked about `student_ids`, too, and was stopped before its mail went out.
    IMPORT_WITHDRAWN: `student_ids` were asked about by an import that was withdrawn. FORBIDDEN: a file says that its
    reader must not be told of `student_ids`. PARENT_ADDED: its reader, who has answered, has recorded another parent
    of `student_ids`. RECORDED: another parent, or a Site Admin, has recorded its reader. UNLINKED: a Site Admin said
    that its reader is no parent of `student_ids`. ASKED_NO_LONGER: a Site Admin has ended that anybody is asked here
    about `student_ids`, who have left, or about whom parents may not invite. MAILED_AGAIN: its reader had stopped all
    emails, and a Site Admin allowed them again; the `note` says who asked for it.
    STUDENTS_MERGED: two students turned out to be one. STUDENT_DELETED: nobody is asked about `student_ids` any more.
    REQUESTED: a parent has asked the school to invite its reader about `student_ids`, and APPROVED: a Site Admin did.
    """

    at: datetime
    kind: EventKind
    by: str = ""
    send_number: int = 0
    email: str = ""
    student_ids: tuple[str, ...] = ()
    import_id: str = ""
    row: int = 0
    mail: MailState | None = None
    reason: Message | None = None
    until: datetime | None = None
    inviter: str = ""
    by_reader: bool = False
    by_parent: bool = False
    newest_mail: MailKind | None = None
    reminders: int = 0
    note: str = ""


def mailed_again(note: str, by: str, now: datetime) -> HistoryEvent:
    return HistoryEvent(at=now, kind=EventKind.MAILED_AGAIN, by=by, note=note)
