"""An invitation: one e-mail address asked about one or more students, from sending to answer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from homeroom.domain.email_address import email_key
from homeroom.domain.errors import HomeroomError


class InvitationState(StrEnum):
    OPEN = "open"
    COMPLETED = "completed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


class MailKind(StrEnum):
    """Which mail an invitation sends; the name of its folder in emails/. The first two are what an invitation is
    about, the others what a later mail of it is.
    """

    INVITATION = "invitation"
    CHECK_CONTACT = "check_contact"
    REMINDER = "reminder"
    NEW_LINK = "new_link"
    CONFIRMATION = "confirmation"


class LinkUnknown(HomeroomError):
    """No invitation has this link."""


class LinkSuperseded(HomeroomError):
    """A newer mail has been asked for, whose link replaces this one."""


class LinkExpired(HomeroomError):
    """The link is older than the site's settings allow. `email` is the address on record, as far as it is known."""

    def __init__(self, email: str = "") -> None:
        super().__init__("link expired")
        self.email = email


class LinkWithdrawn(HomeroomError):
    """The invitation was withdrawn."""


class LinkCompleted(HomeroomError):
    """The form behind this link has been saved already."""


class LinkDeclined(HomeroomError):
    """Its reader has said that the invitation is about no child of theirs."""


@dataclass(frozen=True, kw_only=True)
class KnownParent:
    """What the inviter told about the parent beside the address. Nothing is asked that is known: the form
    begins with it, and the parent corrects it.
    """

    first_name: str = ""
    last_name: str = ""
    relationship: str = ""
    language: str = ""


NOTHING_KNOWN = KnownParent()


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Each asking for a mail raises `generation`; only the newest generation's link works. `asked_at` is
    when the newest mail was asked for.

    `contact_id` is set when the invitation asks its reader to check a contact that exists already,
    and once the form is saved. `import_id` and `row` say which import last asked for its mail. `inviter_email_key`
    is the log-in of whoever first asked, empty where nobody was logged in.

    `newest_mail` is which mail the newest generation is, where it is not the one of the invitation's `kind`;
    `reminders` how many were asked for since a person last asked. `declined_ids` are the students of whom the reader
    said that they are not theirs; without students left the invitation is declined.
    `version` is the store's, 0 until stored.
    """

    id: str
    email: str
    parent_name: str
    student_ids: tuple[str, ...]
    inviter: str
    created_at: datetime
    asked_at: datetime
    expires_at: datetime
    kind: MailKind = MailKind.INVITATION
    state: InvitationState = InvitationState.OPEN
    generation: int = 1
    import_id: str = ""
    row: int = 0
    contact_id: str = ""
    known: KnownParent = NOTHING_KNOWN
    begun_at: datetime | None = None
    completed_at: datetime | None = None
    registered_at: datetime | None = None
    inviter_email_key: str = ""
    newest_mail: MailKind | None = None
    reminders: int = 0
    declined_ids: tuple[str, ...] = ()
    declined_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        return self.id

    @property
    def email_key(self) -> str:
        return email_key(self.email)

    @property
    def is_open(self) -> bool:
        return self.state is InvitationState.OPEN

    def open_at(self, now: datetime) -> bool:
        """The stored state alone is not enough: expiry is compared whenever it matters."""
        return self.is_open and now < self.expires_at

    def asked_again(
        self, *, inviter: str, now: datetime, link_days: int, import_id: str = "", row: int = 0
    ) -> "Invitation":
        """One more mail: every earlier link is dead from now on."""
        return replace(
            self,
            inviter=inviter,
            generation=self.generation + 1,
            asked_at=now,
            expires_at=now + timedelta(days=link_days),
            import_id=import_id,
            row=row,
            newest_mail=None,
            reminders=0,
        )

    def also_about(self, student_id: str) -> "Invitation":
        """Asked about a student whom its reader has declined, it asks anew: the office may have cleared it up."""
        if student_id in self.student_ids:
            return self
        declined = tuple(i for i in self.declined_ids if i != student_id)
        return replace(self, student_ids=(*self.student_ids, student_id), declined_ids=declined)

    def begun(self, now: datetime) -> "Invitation":
        return self if self.begun_at else replace(self, begun_at=now)

    def completed(self, contact_id: str, now: datetime) -> "Invitation":
        return replace(self, state=InvitationState.COMPLETED, contact_id=contact_id, completed_at=now)

    def withdrawn(self) -> "Invitation":
        return replace(self, state=InvitationState.WITHDRAWN)

    def expired(self) -> "Invitation":
        return replace(self, state=InvitationState.EXPIRED)

    def registered(self, now: datetime) -> "Invitation":
        return replace(self, registered_at=now)

    @property
    def mail_kind(self) -> MailKind:
        """Which mail the newest generation is."""
        return self.newest_mail or self.kind

    def reminded(self) -> "Invitation":
        """One more mail, of nobody's asking: how long the link works stays what it was."""
        newer = replace(self, generation=self.generation + 1, reminders=self.reminders + 1)
        return replace(newer, newest_mail=MailKind.REMINDER)

    def with_new_link(self, *, now: datetime, link_days: int) -> "Invitation":
        """Its reader asked for another link; one that had expired is open again."""
        again = self.asked_again(
            inviter=self.inviter, now=now, link_days=link_days, import_id=self.import_id, row=self.row
        )
        return replace(again, state=InvitationState.OPEN, newest_mail=MailKind.NEW_LINK)

    def confirmed(self) -> "Invitation":
        """One more mail, which says what was saved. It has no link."""
        return replace(self, generation=self.generation + 1, newest_mail=MailKind.CONFIRMATION)

    def not_about(self, student_id: str, now: datetime) -> "Invitation":
        """Its reader said that this student is not their child."""
        left = tuple(i for i in self.student_ids if i != student_id)
        declined = replace(self, student_ids=left, declined_ids=(*self.declined_ids, student_id), declined_at=now)
        return declined if left else replace(declined, state=InvitationState.DECLINED)

    def check_link(self, generation: int, now: datetime) -> None:
        """Pass when this generation's link may be used now.

        Raises LinkWithdrawn, LinkDeclined, LinkCompleted, LinkSuperseded or LinkExpired, the most telling first.
        """
        if self.state is InvitationState.WITHDRAWN:
            raise LinkWithdrawn
        if self.state is InvitationState.DECLINED:
            raise LinkDeclined
        if self.state is InvitationState.COMPLETED:
            raise LinkCompleted
        if generation != self.generation:
            raise LinkSuperseded
        if not self.open_at(now):
            raise LinkExpired(self.email)


@dataclass(frozen=True, kw_only=True)
class AddressLock:
    """Holds an address's one open invitation; its existence is what makes a second one impossible."""

    email_key: str
    invitation_id: str
    version: int = 0

    @property
    def identity(self) -> str:
        return self.email_key
