"""One mail of an invitation, on its way to the mail service and from there to a mailbox."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from homeroom.domain.kernel.message import Labeled, Message

MailKey = tuple[str, int]
"""Invitation id and send number."""


class MailState(Labeled):
    """QUEUED and DEFERRED wait to be sent; DEFERRED was put aside after a definite "not now". SENDING: being handed
    over. SEND_UNCONFIRMED: perhaps handed over; LOST: and no report about it came for two hours. NOT_NEEDED: no longer
    of use when it was to be sent. CAME_BACK: for a reason that may pass, such as a full mailbox. BOUNCED: for good.
    """

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    SEND_UNCONFIRMED = "send unconfirmed"
    LOST = "lost"
    NOT_NEEDED = "not needed"
    DELAYED = "delayed"
    CAME_BACK = "came back"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


WAITING = frozenset({MailState.QUEUED, MailState.DEFERRED})
"""Surely not handed over: the only states from which the mail service may be called."""

SEND_UNCONFIRMED_STATES = frozenset({MailState.SENDING, MailState.SEND_UNCONFIRMED})

FOR_GOOD = frozenset({MailState.BOUNCED, MailState.COMPLAINED})
"""Nothing more is sent to an address that answers so."""

# How much a state says about what became of a mail: reports come twice and in any order, and one that ranks no higher
# than what is known already changes nothing.
_RANKS = {
    MailState.QUEUED: 0,
    MailState.SENDING: 0,
    MailState.DEFERRED: 0,
    MailState.SEND_UNCONFIRMED: 0,
    MailState.LOST: 0,
    MailState.NOT_NEEDED: 0,
    MailState.ACCEPTED: 1,
    MailState.DELAYED: 2,
    MailState.CAME_BACK: 3,  # an out-of-office answer comes after the delivery, and must not hide it
    MailState.DELIVERED: 4,
    MailState.REFUSED: 5,
    MailState.BOUNCED: 5,
    MailState.COMPLAINED: 6,
}

CALL_IS_OVER = timedelta(minutes=3)
"""After its beginning. The function that calls is stopped after two minutes; whoever finds a mail in SENDING
earlier leaves it alone, for the answer may come any moment.
"""

REPORTS_COME = timedelta(hours=2)
"""After a call's beginning: so long the mail service's own report, which takes seconds, may settle a lost answer."""


class MailKind(Labeled):
    """Which mail an invitation sends; the name of its folder in emails/. The first two are what an invitation is
    about, the others what a later mail of it is.
    """

    INVITATION = "invitation"
    CHECK_CONTACT = "check_contact"
    REMINDER = "reminder"
    NEW_LINK = "new_link"
    CONFIRMATION = "confirmation"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """The mail of one send number of an invitation. Stored before the mail service is called: whoever
    stores it in SENDING is the only one that calls.

    `called_at` is when the mail service was called, or, as long as it was not, when the mail was asked for or put
    aside. `email` is whom it was sent to, `kind` as what, once it was called. `look_at`: when a scheduled run is to
    look after it, None once its fate is known. `remind_at` is when the next reminder is due, None where none is.
    """

    invitation_id: str
    send_number: int
    state: MailState
    called_at: datetime
    email: str = ""
    kind: MailKind = MailKind.INVITATION
    message_id: str = ""
    reason: Message | None = None
    look_at: datetime | None = None
    remind_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        """Stands as a tag on the mail itself, so that the mail service's reports name it."""
        return mail_id(self.invitation_id, self.send_number)

    @property
    def is_about_service(self) -> bool:
        """Whether no invitation sends it: `invitation_id` is then made of what it is about, with hyphens."""
        return "-" in self.invitation_id

    @property
    def waits(self) -> bool:
        return self.state in WAITING

    def sending(
        self,
        email: str,
        now: datetime,
        *,
        kind: MailKind = MailKind.INVITATION,
        remind_at: datetime | None = None,
    ) -> "Mail":
        """About to be handed over, for the first time or after a definite "not now"; the links of that try are gone."""
        return replace(
            self,
            state=MailState.SENDING,
            email=email,
            kind=kind,
            called_at=now,
            reason=None,
            look_at=now + CALL_IS_OVER,
            remind_at=remind_at,
        )

    def called(self, state: MailState, message_id: str, reason: Message | None, now: datetime) -> "Mail":
        """How the call ended. A report of the mail service that came before says more, and stays."""
        if self.state not in SEND_UNCONFIRMED_STATES:
            return self
        ended = replace(self, state=state, message_id=message_id, reason=reason, look_at=None)
        if state is MailState.DEFERRED:
            return ended.later(reason, now)
        return replace(ended, look_at=self.called_at + REPORTS_COME) if state is MailState.SEND_UNCONFIRMED else ended

    def abandoned(self, now: datetime) -> bool:
        """Whether its call was begun and nobody is there any more to record how it ended."""
        return self.state is MailState.SENDING and now >= self.called_at + CALL_IS_OVER

    def unanswered(self, now: datetime) -> bool:
        """Whether the mail service itself has not reported this call in all the time it had."""
        return self.state is MailState.SEND_UNCONFIRMED and self.look_at is not None and now >= self.look_at

    def lost(self) -> "Mail":
        return replace(self, state=MailState.LOST, reason=None, look_at=None)

    def later(self, reason: Message | None, now: datetime) -> "Mail":
        return replace(self, state=MailState.DEFERRED, called_at=now, reason=reason, look_at=now)

    def will_not_go(self, state: MailState, reason: Message | None, now: datetime) -> "Mail":
        """NOT_NEEDED or REFUSED, before any call."""
        return replace(self, state=state, called_at=now, reason=reason, look_at=None)

    def reported(self, state: MailState, message_id: str, reason: Message | None) -> "Mail":
        if _RANKS[state] <= _RANKS[self.state]:
            return self
        return replace(self, state=state, message_id=message_id or self.message_id, reason=reason, look_at=None)


def new_mail(invitation_id: str, send_number: int, now: datetime) -> Mail:
    """Store it together with the invitation's new send number wherever nothing else would ask for the mail again
    when the queue does not get its message.
    """
    return Mail(
        invitation_id=invitation_id,
        send_number=send_number,
        state=MailState.QUEUED,
        called_at=now,
        look_at=now,
    )


def mail_id(invitation_id: str, send_number: int) -> str:
    return f"{invitation_id}-{send_number}"


def parse_mail_id(text: str) -> MailKey:
    """Raises ValueError for anything else."""
    invitation_id, _, send_number = text.rpartition("-")
    if not invitation_id or not send_number.isdecimal():
        raise ValueError(text)
    return invitation_id, int(send_number)


@dataclass(frozen=True, kw_only=True)
class Link:
    """From the digest of a link's token to what it opens, and for which of the invitation's readers."""

    digest: str
    invitation_id: str
    send_number: int
    expires_at: datetime
    reader: int = 0
    version: int = 0

    @property
    def identity(self) -> str:
        return self.digest


@dataclass(frozen=True)
class DeliveryReport:
    """What became of a mail, as the mail service reports it. `mail_id` is the tag that the mail carried. `sent_at` is
    when the mail service got it, None where it does not say.
    """

    mail_id: str
    message_id: str
    state: MailState
    reason: Message | None = None
    sent_at: datetime | None = None
