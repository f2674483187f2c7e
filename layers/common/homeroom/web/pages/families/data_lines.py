"""What is kept about a person, as a page says it: nothing of other people, and no secret of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from homeroom.domain.accounts.browser import browser_text
from homeroom.domain.audit.audit_entry import AuditEntry, Nameless
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.status import status_of
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.address_block import BlockReason
from homeroom.domain.mail.mail import Mail
from homeroom.domain.roster.student import Student
from homeroom.use_cases.people.personal_data import PersonalData


class DataEvent(Code):
    """What happened to an invitation."""

    ASKED = "data_event.asked"
    ASKED_BY_READER = "data_event.asked_by_reader"
    BEGUN = "data_event.begun"
    COMPLETED = "data_event.completed"
    REGISTERED = "data_event.registered"
    OWN_REQUEST = "data_event.own_request"
    DECLINED = "data_event.declined"
    TAKEN_BACK = "data_event.taken_back"
    MAILED_AGAIN = "data_event.mailed_again"
    REQUESTED = "data_event.requested"
    APPROVED = "data_event.approved"
    CORRECTED = "data_event.corrected"
    EXPIRED = "data_event.expired"
    WITHDRAWN = "data_event.withdrawn"
    HELD = "data_event.held"
    RELEASED = "data_event.released"
    LESS = "data_event.less"
    PARENT_ADDED = "data_event.parent_added"
    RECORDED = "data_event.recorded"
    UNLINKED = "data_event.unlinked"
    MAIL = "data_event.mail"


class DataMail(Code):
    """Emails about the service itself."""

    LOG_IN = "data_mail.log_in"
    DIGEST = "data_mail.digest"
    DELETION = "data_mail.deletion"
    NEW_ADDRESS = "data_mail.new_address"
    ADDRESS_CHANGED = "data_mail.address_changed"


class DataActor(Code):
    """Who did something."""

    YOU = "data_actor.you"
    SITE_ADMIN = "data_actor.site_admin"


_EVENTS = {
    EventKind.ASKED: DataEvent.ASKED,
    EventKind.BEGUN: DataEvent.BEGUN,
    EventKind.CORRECTED: DataEvent.CORRECTED,
    EventKind.EXPIRED: DataEvent.EXPIRED,
    EventKind.WITHDRAWN: DataEvent.WITHDRAWN,
    EventKind.HELD: DataEvent.HELD,
    EventKind.RELEASED: DataEvent.RELEASED,
    EventKind.DECLINED: DataEvent.DECLINED,
    EventKind.IMPORT_STOPPED: DataEvent.LESS,
    EventKind.FORBIDDEN: DataEvent.LESS,
    EventKind.IMPORT_WITHDRAWN: DataEvent.LESS,
    EventKind.PARENT_ADDED: DataEvent.PARENT_ADDED,
    EventKind.RECORDED: DataEvent.RECORDED,
    EventKind.UNLINKED: DataEvent.UNLINKED,
    EventKind.DECLINE_TAKEN_BACK: DataEvent.TAKEN_BACK,
    EventKind.MAILED_AGAIN: DataEvent.MAILED_AGAIN,
    EventKind.REQUESTED: DataEvent.REQUESTED,
    EventKind.APPROVED: DataEvent.APPROVED,
}
_SERVICE_MAILS = {
    "log-in-": DataMail.LOG_IN,
    "digest-": DataMail.DIGEST,
    "deletion-": DataMail.DELETION,
    "new-address-": DataMail.NEW_ADDRESS,
    "address-changed-": DataMail.ADDRESS_CHANGED,
}
"""By the beginning of the id."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DataChild:
    """`homeroom` is empty for one who is not in the current school year. `kept_out`: by this person, of lists."""

    name: str
    homeroom: str
    grade: str
    relationship: str
    lives_with: LivesWith
    since: date | None
    until: date | None
    kept_out: bool = False


@dataclass(frozen=True, kw_only=True, repr=False)
class DataMoment:
    """Something that happened; `more` says more about it, `by` who did it."""

    at: datetime
    what: Message
    more: Message | None = None
    by: Message | None = None
    address: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class DataLogIn:
    browser: Message
    began: datetime
    seen: datetime


@dataclass(frozen=True, kw_only=True, repr=False)
class DataInvitation:
    """Where it went to somebody else, `address`, `names` and `events` are empty. `others` is how many children it is
    about besides the person's own.
    """

    asked_at: datetime
    status: Message
    address: str
    names: Sequence[str]
    children: Sequence[str]
    others: int
    events: Sequence[DataMoment]


@dataclass(frozen=True, kw_only=True, repr=False)
class DataBlock:
    why: Message
    since: datetime


@dataclass(frozen=True, kw_only=True, repr=False)
class DataLines:
    """`login_email` is empty for who has no log-in, `new_email` where no address waits for being confirmed. `excluded`:
    who sees nothing of them.
    """

    at: datetime
    details: ContactDetails
    new_email: str
    excluded: Sequence[str]
    language: str
    children: Sequence[DataChild]
    login_email: str
    has_password: bool
    log_ins: Sequence[DataLogIn]
    blocks: Sequence[DataBlock]
    asked: Sequence[DataInvitation]
    sent: Sequence[DataInvitation]
    requests: Sequence[DataMoment]
    mails: Sequence[DataMoment]
    entries: Sequence[DataMoment]


def data_lines(data: PersonalData) -> DataLines:
    """In the order in which people would ask."""
    details, own = data.contact.details, {student.id: student.first_name for student in data.students}
    return DataLines(
        at=data.at,
        details=details,
        new_email=data.contact.new_email,
        excluded=[exclusion.shown for exclusion in data.contact.exclusions],
        language=LANGUAGES.get(details.language, details.language),
        children=[_child(student, data) for student in data.students],
        login_email=data.user.email if data.user else "",
        has_password=bool(data.user and data.user.has_password),
        log_ins=[DataLogIn(browser=browser_text(s.browser), began=s.started_at, seen=s.seen_at) for s in data.sessions],
        blocks=[DataBlock(why=BlockReason(block.reason).label, since=block.since) for block in data.blocks],
        asked=[_invitation(invitation, own, theirs=True) for invitation in data.asked],
        sent=[_invitation(invitation, own, theirs=False) for invitation in data.sent],
        requests=[DataMoment(at=one.asked_at, what=message(DataEvent.OWN_REQUEST)) for one in data.requests],
        mails=[mail_line(mail) for mail in data.mails],
        entries=[_entry(entry, data) for entry in data.entries],
    )


def _child(student: Student, data: PersonalData) -> DataChild:
    relation, placement = data.contact.students[student.id], student.placement_in(data.year)
    return DataChild(
        name=student.name,
        homeroom=placement.homeroom if placement else "",
        grade=placement.grade if placement else "",
        relationship=relation.relationship,
        lives_with=relation.lives_with,
        since=relation.since,
        until=relation.until,
        kept_out=data.contact.id in student.unlisted_by,
    )


def _invitation(invitation: Invitation, own: Mapping[str, str], *, theirs: bool) -> DataInvitation:
    ids = (*invitation.student_ids, *invitation.declined_ids)
    children = [own[student_id] for student_id in dict.fromkeys(ids) if student_id in own]
    return DataInvitation(
        asked_at=invitation.created_at,
        status=status_of(invitation).label,
        address=invitation.email if theirs else "",
        names=[name for name in invitation.names if name] if theirs and len(invitation.readers) == 1 else [],
        children=children,
        others=len(set(ids)) - len(children),
        events=_events(invitation) if theirs else [],
    )


def _events(invitation: Invitation) -> list[DataMoment]:
    """The oldest first."""
    events = [_event(event) for event in (*invitation.history, invitation.request)]
    ends = (
        (invitation.completed_at, DataEvent.COMPLETED),
        (invitation.registered_at, DataEvent.REGISTERED),
    )
    events += [DataMoment(at=at, what=message(what)) for at, what in ends if at]
    return sorted(events, key=lambda event: event.at)


def _event(event: HistoryEvent) -> DataMoment:
    if event.kind is EventKind.MAIL:
        state = event.mail.label if event.mail else None
        return DataMoment(at=event.at, what=message(DataEvent.MAIL), more=state)
    what = DataEvent.ASKED_BY_READER if event.by_reader else _EVENTS[event.kind]
    if event.kind is EventKind.MAILED_AGAIN:
        return DataMoment(at=event.at, what=message(DataEvent.MAILED_AGAIN, note=event.note))
    return DataMoment(at=event.at, what=message(what))


def mail_line(mail: Mail) -> DataMoment:
    """When it went out, as what, what became of it."""
    return DataMoment(at=mail.called_at, what=mail_words(mail), more=mail.state.label, address=mail.email)


def mail_words(mail: Mail) -> Message:
    """Which email it is."""
    known = (code for beginning, code in _SERVICE_MAILS.items() if mail.invitation_id.startswith(beginning))
    code = next(known, None)
    return message(code) if code else mail.kind.label


def _entry(entry: AuditEntry, data: PersonalData) -> DataMoment:
    return DataMoment(at=entry.at, what=entry.action.label, by=actor_words(entry, data.person.user_id))


def actor_words(entry: AuditEntry, user_id: str) -> Message:
    """What kind of person did it: nobody else is named."""
    if entry.actor == user_id:
        return message(DataActor.YOU)
    if entry.actor in set(Nameless):
        return Nameless(entry.actor).label
    return message(DataActor.SITE_ADMIN)
