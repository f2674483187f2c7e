"""What the use cases need from outside. Each adapter fits one of these, and so does its fake."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import BinaryIO, Protocol

from homeroom.domain.accounts.access import Session, User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.imports.import_run import ImportPart, ImportRun, Upload
from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.invitations.invitation import AddressLock, Invitation
from homeroom.domain.invitations.listing import Listed, Listing
from homeroom.domain.invitations.status import Status
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.limits import Limit
from homeroom.domain.mail.address_block import AddressBlock, StopLink
from homeroom.domain.mail.mail import Link, Mail, MailState
from homeroom.domain.mail.rate_limiter import RateLimiter
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Namesakes, SchoolId, Student
from homeroom.domain.site.site_settings import SiteSettings


class Clock(Protocol):
    def __call__(self) -> datetime:
        """Now, aware, in UTC."""


class Pause(Protocol):
    def __call__(self, span: timedelta) -> None:
        """Come back after so long, at once where it is negative."""


class Store(Protocol):
    """The one way anything is written."""

    def save(self, *changes: Change) -> None:
        """Store all of these together or none of them; each must still be what its `before` says.

        Raises Conflict when one of them is not.
        """

    def weight(self, changes: Collection[Change]) -> int:
        """How many items these changes are to the store; one `save` takes at most MOST_ITEMS of them."""


MOST_ITEMS = 99
"""What one `save` takes at most, in `Store.weight`. DynamoDB takes one more, in which the store keeps its counts."""


class Roster(Protocol):
    """Homerooms, students and parent contacts. What is looked up by key is always the newest state."""

    def students(self, ids: Collection[str]) -> dict[str, Student]: ...
    def namesakes(self, identities: Collection[str]) -> dict[str, Namesakes]:
        """Keys and results by `namesakes_identity`; names nobody has are left out."""

    def school_ids(self, identities: Collection[str]) -> dict[str, SchoolId]:
        """By identity, as far as there are any."""

    def homerooms(self, year: str) -> list[Homeroom]:
        """All homerooms of a school year, by code."""

    def homerooms_called(self, wanted: Collection[tuple[str, str]]) -> list[Homeroom]:
        """Those of these (year, code) that there are."""

    def students_in(self, year: str, code: str) -> list[Student]:
        """The students of a homeroom, by last name. From an index: may lag a moment behind."""

    def search(self, year: str, text: str, limit: int) -> list[Student]:
        """Students of whose first and last names some word begins with each word typed, case and accents
        aside, by last name; at most `limit`.
        """

    def contacts(self, ids: Collection[str]) -> dict[str, ParentContact]: ...


class Invitations(Protocol):
    def get_many(self, ids: Collection[str]) -> dict[str, Invitation]: ...
    def locks(self, email_keys: Collection[str]) -> dict[str, AddressLock]:
        """By e-mail key; addresses without an open invitation are left out."""

    def blocks(self, email_keys: Collection[str]) -> dict[str, AddressBlock]:
        """By e-mail key, those of these addresses to which nothing is sent."""

    def mail(self, invitation_id: str, send_number: int) -> Mail | None: ...
    def mails(self, keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], Mail]: ...
    def link(self, digest: str) -> Link | None: ...
    def stop_link(self, digest: str) -> StopLink | None: ...
    def due(self, day: date) -> Iterator[str]:
        """Ids of invitations that expire on this day (UTC). From an index: may lag a moment behind."""

    def to_remind(self, day: date) -> Iterator[str]:
        """Ids of invitations of which some mail, not always the newest, has its reminder due on this day (UTC) and
        its fate known. From an index.
        """

    def answered(self, day: date) -> Iterator[str]:
        """Ids of invitations that were completed on this day (UTC), as far as their inviter has a log-in. From an
        index.
        """

    def waiting(self) -> Iterator[tuple[str, int]]:
        """(Invitation id, send number) of all mails that are stored as waiting to be sent, the longest first. From an
        index, as `unconfirmed_before`: may lag a moment behind.
        """

    def unconfirmed_before(self, before: datetime) -> Iterator[tuple[str, int]]:
        """Likewise of mails whose call has not ended or nobody knows how, and that are to be looked after."""

    def rate_limiter(self) -> RateLimiter | None:
        """None until the first mail."""

    def listed(self, which: Listing, *, before: str = "", limit: int) -> list[Listed]:
        """The newest first, those whose order is less than `before` where it is given. From an index."""

    def listed_after(self, which: Listing, *, after: str, before: str, limit: int) -> list[Listed]:
        """The oldest first, those whose order lies between. From an index."""

    def how_many(self, which: Listing, before: str) -> tuple[int, bool]:
        """How many have an order less than `before`, and whether that is all: some thousands are counted, in a few
        calls, and no more. From an index.
        """

    def search(self, text: str, limit: int) -> list[str]:
        """Ids of invitations whose address begins with the text, or of whose parent's name the first or the last
        word begins with a word of it and the others agree; at most `limit`, in no order. From an index.
        """

    def counts(self) -> Mapping[Status, int]:
        """How many invitations there are of each status: always exact, and none left out that is stored."""

    def bulk_resend(self) -> BulkResend | None:
        """The newest round of sending again, None when there was none yet."""


class Imports(Protocol):
    def get(self, import_id: str) -> ImportRun | None: ...
    def newest(self, limit: int) -> list[ImportRun]:
        """Newest first. From an index: may lag a moment behind."""

    def parts(self, import_id: str, after_row: int = 0) -> Iterator[ImportPart]:
        """In row order, those that begin after `after_row`."""


class Access(Protocol):
    def user(self, email_key: str) -> User | None: ...
    def session(self, digest: str) -> Session | None: ...
    def count(self, limit: Limit, subject: str, now: datetime) -> None:
        """Count one more try of this subject, atomically. Raises TooManyTries past the limit."""


class Site(Protocol):
    def settings(self) -> SiteSettings | None:
        """None until a Site Admin has saved them once."""

    def secret(self) -> bytes:
        """32 random bytes of this site, made when first asked for; the same for every caller ever after."""


class InviteQueue(Protocol):
    def put(self, mails: Sequence[tuple[str, int]], delay: timedelta = timedelta()) -> None:
        """Ask for these mails: (invitation id, send number), to be sent after the delay, at most a quarter of an
        hour. Asking twice sends nothing twice.
        """


class ImportQueue(Protocol):
    def put(self, upload: Upload) -> None:
        """Ask for this upload's import to begin or to go on. Asking twice imports nothing twice."""

    def put_bulk_resend(self) -> None:
        """Ask for the round of sending again to begin or to go on. Asking twice sends nothing twice."""


class WrongPassword(HomeroomError):
    """The user name or the password is wrong, or there is no such user: never told apart."""


class WeakPassword(HomeroomError):
    """The password service refuses this password."""


class Passwords(Protocol):
    def check(self, user_id: str, password: str) -> None:
        """Raises WrongPassword."""

    def set(self, user_id: str, password: str) -> None:
        """Make the user if there is none yet, and set the password. Raises WeakPassword."""


@dataclass(frozen=True)
class OutgoingMail:
    """`sender_name` and `reply_to` may be empty. `tag` is a mail id, at most 256 of [A-Za-z0-9_-]. `stop` is the
    address of a page that stops all further mails, by one POST that a mail program sends (RFC 8058); may be empty.
    """

    to: str
    subject: str
    text: str
    html: str
    sender_name: str
    reply_to: str
    tag: str
    stop: str = ""


class Others(Enum):
    """What it means for other mails that one was not sent."""

    GO_ON = "a matter of this mail alone"
    SLOW_DOWN = "not at this moment"
    STOP = "the account may not send: no other mail would go out"


class MailNotSent(HomeroomError):
    """`state` REFUSED: never will be. LATER: a definite "not now". UNKNOWN: nobody knows if it went out. `reason` is a
    sentence for a Site Admin, `code` the mail service's own word for it, if any.
    """

    def __init__(self, state: MailState, reason: str, others: Others = Others.GO_ON, code: str = "") -> None:
        super().__init__(reason)
        self.state = state
        self.reason = reason
        self.others = others
        self.code = code


class Mailer(Protocol):
    def send(self, mail: OutgoingMail) -> str:
        """Hand one mail over, in exactly one attempt; the mail service's message id. Raises MailNotSent."""

    def sending_rate(self) -> int:
        """How many mails a second the account may send, at least 1; 1 when the mail service does not say."""


class UploadGone(HomeroomError):
    """There is no such version of this object in the bucket (any more)."""


@dataclass(frozen=True)
class UploadedFile:
    """`by_user` is the e-mail key of whoever uploaded it on the page, empty for a drop into the bucket.
    `new_homerooms`: they said that it may create homerooms.
    """

    body: BinaryIO
    size: int
    by_user: str
    new_homerooms: bool = False


@dataclass(frozen=True)
class UploadForm:
    """What a browser's form needs to send one file to the bucket itself: its address, and its fields, all of
    which come before the file, the field `file`.
    """

    address: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class KeptFile:
    """What lies in the bucket, and since when. `newest`: nothing has taken its place, and nobody has deleted it."""

    upload: Upload
    since: datetime
    newest: bool


class Files(Protocol):
    """The upload bucket."""

    def open(self, upload: Upload) -> AbstractContextManager[UploadedFile]:
        """Exactly this version, as a stream. Raises UploadGone."""

    def write_results(self, upload: Upload, results: BinaryIO) -> str:
        """Their version: files of one name have results of one name. Empty where the bucket keeps none."""

    def put_check(self, name: str, body: bytes, by_user: str) -> Upload:
        """Store a file under checks/, where its check begins by itself, and nothing else."""

    def check_form(self, name: str, by_user: str, go_on_to: str) -> UploadForm:
        """For storing one file of 1 to MOST_CHECKED bytes there within a quarter of an hour, whose name, uploader
        and kind are settled here. The browser then goes on to `go_on_to` with the import's id at its end.
        """

    @property
    def form_address(self) -> str:
        """That of every check_form."""

    def check_again(self, checked: Upload, by_user: str, *, new_homerooms: bool) -> Upload:
        """Copy a file that was checked, which begins another check. Raises UploadGone."""

    def drop(self, checked: Upload, by_user: str, *, new_homerooms: bool = False) -> Upload:
        """Copy exactly the version that was checked to uploads/, as if it were dropped there. Raises UploadGone."""

    def kept(self) -> Iterator[KeptFile]:
        """What lies under uploads/ and checks/, all versions."""

    def results_address(self, upload: Upload, version: str = "") -> str:
        """Where a browser gets these results as a file, for a minute; the newest where no version is known.

        Raises UploadGone when there are none (any more).
        """


class Renderer(Protocol):
    def __call__(self, event: str, context: Mapping[str, object]) -> "RenderedMail": ...


class RenderedMail(Protocol):
    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...


@dataclass(frozen=True)
class Services:
    """Everything outside, put together once in bootstrap.py and handed to every use case."""

    clock: Clock
    pause: Pause
    store: Store
    roster: Roster
    invitations: Invitations
    imports: Imports
    access: Access
    site: Site
    queue: InviteQueue
    import_queue: ImportQueue
    passwords: Passwords
    mailer: Mailer
    files: Files
    render_mail: Renderer
    site_url: str
