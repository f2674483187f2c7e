"""What is kept about a person, as a page says it: nothing of other people, and no secret of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from homeroom.domain.accounts.browser import browser_text
from homeroom.domain.audit.audit_entry import AuditEntry
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.status import status_of
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.mail.address_block import BlockReason
from homeroom.domain.mail.mail import Mail
from homeroom.domain.people.person import Person
from homeroom.domain.roster.student import Student
from homeroom.use_cases.people.personal_data import PersonalData
from homeroom.web.pages.families.change_words import ShownChange, shown_change
from homeroom.web.pages.families.data_words import EVENTS, DataEvent, actor_words, mail_words


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
    """Where it went to somebody else, `address`, `names` and `events` are empty; of a letter `address` is. `others` is
    how many children it is about besides the person's own.
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
    """`login_email` is empty for who has no log-in, `new_email` where no address waits for being confirmed.
    `recorded_as` is the name by which another parent has entered them, if one did. `confirmed_at` is when they last
    saved or confirmed it themselves, `asked_to_confirm` when they were last asked to. `excluded`: who sees nothing of
    them.
    """

    at: datetime
    details: ContactDetails
    new_email: str
    recorded_as: str
    confirmed_at: datetime | None
    asked_to_confirm: datetime | None
    excluded: Sequence[str]
    language: str
    children: Sequence[DataChild]
    login_email: str
    has_password: bool
    log_ins: Sequence[DataLogIn]
    blocks: Sequence[DataBlock]
    asked: Sequence[DataInvitation]
    sent: Sequence[DataInvitation]
    changes: Sequence[ShownChange]
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
        recorded_as=data.contact.recorded_as,
        confirmed_at=data.contact.confirmed_at,
        asked_to_confirm=data.contact.asked_to_confirm.at if data.contact.asked_to_confirm else None,
        excluded=[exclusion.shown for exclusion in data.contact.exclusions],
        language=LANGUAGES.get(details.language, details.language),
        children=[_child(student, data) for student in data.students],
        login_email=data.user.email if data.user else "",
        has_password=bool(data.user and data.user.has_password),
        log_ins=[DataLogIn(browser=browser_text(s.browser), began=s.started_at, seen=s.seen_at) for s in data.sessions],
        blocks=[DataBlock(why=BlockReason(block.reason).label, since=block.since) for block in data.blocks],
        asked=[_invitation(invitation, own, data.person) for invitation in data.asked],
        sent=[_invitation(invitation, own, None) for invitation in data.sent],
        changes=[shown_change(change, own) for change in data.changes],
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


def _invitation(invitation: Invitation, own: Mapping[str, str], person: Person | None) -> DataInvitation:
    """`person` is who was invited, None where it was somebody else."""
    ids = (*invitation.student_ids, *invitation.declined_ids)
    children = [own[student_id] for student_id in dict.fromkeys(ids) if student_id in own]
    return DataInvitation(
        asked_at=invitation.created_at,
        status=status_of(invitation).label,
        address=invitation.email if person else "",
        names=[invitation.names[n] for n in person.known_in(invitation) if invitation.names[n]] if person else [],
        children=children,
        others=len(set(ids)) - len(children),
        events=_events(invitation) if person else [],
    )


def _events(invitation: Invitation) -> list[DataMoment]:
    """The oldest first."""
    events = [_event(event, on_paper=invitation.on_paper) for event in (*invitation.history, invitation.request)]
    ends = (
        (invitation.completed_at, DataEvent.COMPLETED),
        (invitation.registered_at, DataEvent.REGISTERED),
    )
    events += [DataMoment(at=at, what=message(what)) for at, what in ends if at]
    return sorted(events, key=lambda event: event.at)


def _event(event: HistoryEvent, *, on_paper: bool) -> DataMoment:
    if event.kind is EventKind.MAIL:
        state = event.mail.label if event.mail else None
        return DataMoment(at=event.at, what=message(DataEvent.MAIL), more=state)
    what = DataEvent.ASKED_BY_READER if event.by_reader else EVENTS[event.kind]
    if on_paper and what is DataEvent.ASKED:
        what = DataEvent.PRINTED
    if event.kind is EventKind.MAILED_AGAIN:
        return DataMoment(at=event.at, what=message(DataEvent.MAILED_AGAIN, note=event.note))
    return DataMoment(at=event.at, what=message(what))


def mail_line(mail: Mail) -> DataMoment:
    """When it went out, as what, what became of it."""
    return DataMoment(at=mail.called_at, what=mail_words(mail), more=mail.state.label, address=mail.email)


def _entry(entry: AuditEntry, data: PersonalData) -> DataMoment:
    return DataMoment(at=entry.at, what=entry.action.label, by=actor_words(entry, data.person.user_id))
