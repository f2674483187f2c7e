"""What each email says, as data. `event` is the folder in emails/ that puts it into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.domain.kernel.message import Message


@dataclass(frozen=True, kw_only=True)
class Email:
    """`names` are the readers', perhaps none. `reply_to` and `office_phone` may be empty. `privacy_page` and
    `office_phone` are put in by `outgoing`.
    """

    event: ClassVar[str]
    school: str
    names: Sequence[str]
    reply_to: str
    privacy_page: str = ""
    office_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class ParentEmail(Email):
    """`students` are names as the email shows them, `first_names` theirs. `stop` is the address of a page that stops
    all further emails.
    """

    students: Sequence[str]
    first_names: Sequence[str]
    stop: str


@dataclass(frozen=True)
class ReaderLink:
    """`link` opens the form, and so does `code`, as it is shown. `name` is whose they are, where several people read
    the email, and may be empty.
    """

    name: str
    link: str
    code: str


@dataclass(frozen=True, kw_only=True)
class LinkEmail(ParentEmail):
    """Asks for something: each of its readers has a link and a code of their own. Codes are typed at the address
    `code_page`. `own_words` is a paragraph of the school's own, and may be empty. Moments are in the site's time zone.
    """

    inviter: str
    links: Sequence[ReaderLink]
    code_page: str
    expires_at: datetime
    own_words: str = ""


@dataclass(frozen=True, kw_only=True)
class InvitationEmail(LinkEmail):
    event = "invitation"


@dataclass(frozen=True, kw_only=True)
class SampleEmail(InvitationEmail):
    """The invitation as a Site Admin sends it to themselves, about a student who does not exist."""

    event = "sample"


@dataclass(frozen=True, kw_only=True)
class CheckContactEmail(LinkEmail):
    event = "check_contact"


@dataclass(frozen=True, kw_only=True)
class NewLinkEmail(LinkEmail):
    event = "new_link"


@dataclass(frozen=True, kw_only=True)
class ReminderEmail(LinkEmail):
    """`checks`: its reader is asked to check what another parent has entered."""

    event = "reminder"
    asked_at: datetime
    checks: bool


@dataclass(frozen=True)
class SavedRelation:
    """`student` is a first name, `relationship` may be empty."""

    student: str
    relationship: str
    lives_with: LivesWith


@dataclass(frozen=True, kw_only=True)
class ConfirmationEmail(ParentEmail):
    """What a parent entered, as it stands now. Without `details` nothing of it is shown. `log_in_page` is an
    address.
    """

    event = "confirmation"
    details: ContactDetails | None
    relations: Sequence[SavedRelation]
    sharing: Sequence[Message]
    log_in_page: str


@dataclass(frozen=True, kw_only=True)
class DigestEmail(Email):
    """So many `families` have answered. `students` are names as the email shows them, `more` are not named."""

    event = "digest"
    students: Sequence[str]
    families: int
    more: int
    link: str


@dataclass(frozen=True, kw_only=True)
class FileWaitingEmail(Email):
    """For Site Admins: so many `rows` of a `file` wait `since` then, all of it or some while the others are done,
    because of `doubts`, which name no family. `differs`: it is not what a Site Admin has seen of it. `again`: they were
    told before.
    """

    event = "file_waiting"
    file: str
    rows: int
    all_rows: bool
    differs: bool
    doubts: Sequence[Message]
    since: datetime
    until: datetime
    again: bool
    link: str


@dataclass(frozen=True, kw_only=True)
class DeletionEmail(Email):
    """A parent's information will be deleted when it is `due`, unless they log in and keep it. `log_in_page` is an
    address.
    """

    event = "deletion"
    due: datetime
    log_in_page: str


@dataclass(frozen=True, kw_only=True)
class ConfirmContactEmail(Email):
    """Is what the school has about the readers still right? Its `link` logs them in, once, through the day `ends`.
    `again`: they were asked before. `stop` is as in a ParentEmail.
    """

    event = "confirm_contact"
    link: str
    ends: date
    again: bool
    stop: str
