"""An invitation: one email address asked about one or more students, from sending to answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.link_errors import (
    LetterAnswered,
    LetterEnded,
    LetterWithdrawn,
    LinkCompleted,
    LinkDeclined,
    LinkExpired,
    LinkSuperseded,
    LinkWithdrawn,
)
from homeroom.domain.invitations.readers import MOST_READERS, NOTHING_KNOWN, KnownParent, ReaderAnswer
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.text import sort_key
from homeroom.domain.mail.mail import Mail, MailKind
from homeroom.domain.roster.student import Student


class InvitationState(StrEnum):
    OPEN = "open"
    COMPLETED = "completed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


class Arrival(StrEnum):
    """What is known of the newest mail, as far as lists and counts go."""

    UNDER_WAY = "under way"
    ARRIVED = "arrived"
    BOUNCED = "bounced"


_SAME_BEGINNING = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Each request for a mail raises `send_number`; only the newest send number's link works. `asked_at` is
    when the newest mail was asked for.

    Its readers are the parents who share the address: the `known` one and those `also` named there. Each has a link of
    their own, which completes once; `answers` are theirs so far, and with the last the invitation is completed.
    `link_number` is the send number whose links work where a confirmation is newer, 0 for the newest.

    `contact_id` is set when the invitation asks its reader to check a contact that exists already,
    and once a form is saved. `import_id` and `row` say which import last asked for its mail, `asked_by` who did
    if it was not the inviter, `asked_by_reader`, that its reader did, and `by_parent`, that the inviter is another
    parent. A `held` invitation sends no mail. `corrected_at` is when its address was last corrected. `history` is what
    the other fields do not keep, oldest first. `inviter_email_key` is the log-in of whoever first asked, empty where
    nobody was logged in.

    `newest_mail` is which mail the newest send number is, where it is not the one of the invitation's `kind`;
    `reminders` how many were asked for since a person last asked. `declined_ids` are the students of whom the reader
    said that they are not theirs; without students left the invitation is declined. Send numbers up to
    `canceled_up_to` were asked for and never sent, and are not used again. `years` are the school years in which its
    students have a place, rising: in each of them it is listed and counted. One `on_paper` is a letter: it has no
    address and sends no mail, and its link was made with it.
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
    send_number: int = 1
    import_id: str = ""
    row: int = 0
    contact_id: str = ""
    known: KnownParent = NOTHING_KNOWN
    also: tuple[KnownParent, ...] = ()
    answers: tuple[ReaderAnswer, ...] = ()
    link_number: int = 0
    by_parent: bool = False
    begun_at: datetime | None = None
    completed_at: datetime | None = None
    registered_at: datetime | None = None
    asked_by: str = ""
    asked_by_reader: bool = False
    arrival: Arrival = Arrival.UNDER_WAY
    held: bool = False
    corrected_at: datetime | None = None
    history: tuple[HistoryEvent, ...] = ()
    inviter_email_key: str = ""
    newest_mail: MailKind | None = None
    reminders: int = 0
    declined_ids: tuple[str, ...] = ()
    declined_at: datetime | None = None
    canceled_up_to: int = 0
    years: tuple[str, ...] = ()
    on_paper: bool = False
    version: int = 0

    def __post_init__(self) -> None:
        if bool(self.email) is self.on_paper:
            raise ValueError("an email without an address, or a letter with one")

    @property
    def identity(self) -> str:
        return self.id

    @property
    def readers(self) -> tuple[KnownParent, ...]:
        return (self.known, *self.also)

    @property
    def names(self) -> Sequence[str]:
        """Whole names of the readers, empty where nobody has said one."""
        return [self.parent_name or self.known.name, *(reader.name for reader in self.also)]

    @property
    def awaited(self) -> Sequence[int]:
        """The numbers of those readers who have not answered."""
        answered = {answer.reader for answer in self.answers}
        return [number for number in range(len(self.readers)) if number not in answered]

    def answer_of(self, reader: int) -> ReaderAnswer | None:
        return next((answer for answer in self.answers if answer.reader == reader), None)

    @property
    def contact_ids(self) -> frozenset[str]:
        """Of the contact to check, and of those that its readers have saved."""
        return frozenset(filter(None, (self.contact_id, *(answer.contact_id for answer in self.answers))))

    @property
    def newest_send_number(self) -> int:
        """That there ever was, also if its mail was canceled."""
        return max(self.send_number, self.canceled_up_to)

    @property
    def next_send_number(self) -> int:
        return self.newest_send_number + 1

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
        self, *, inviter: str, now: datetime, link_days: int, import_id: str = "", row: int = 0, by: str = ""
    ) -> "Invitation":
        """One more mail: every earlier link is dead from now on. `by`: who asks, if it is not the inviter."""
        before = self.with_event(self.request)
        if now >= self.expires_at:
            before = before.with_event(HistoryEvent(at=self.expires_at, kind=EventKind.EXPIRED))
        return replace(
            before,
            inviter=inviter,
            asked_by=by,
            asked_by_reader=False,
            arrival=Arrival.UNDER_WAY,
            send_number=self.next_send_number,
            asked_at=now,
            expires_at=now + timedelta(days=link_days),
            import_id=import_id,
            row=row,
            newest_mail=None,
            reminders=0,
            link_number=0,
        )

    def also_about(self, student: Student) -> "Invitation":
        """Asked about a student whom its reader has declined, it asks anew: the office may have cleared it up."""
        also_in = self.also_in(student.placements)
        if student.id in self.student_ids:
            return also_in
        declined = tuple(i for i in self.declined_ids if i != student.id)
        return replace(also_in, student_ids=(*self.student_ids, student.id), declined_ids=declined)

    def also_in(self, years: Iterable[str]) -> "Invitation":
        """One of its students has a place in these school years."""
        all_years = tuple(sorted({*self.years, *years}))
        return self if all_years == self.years else replace(self, years=all_years)

    def also_read_by(self, known: KnownParent) -> "Invitation":
        """Another parent is named at its address: one mail has a link for each. Whoever is known by a first name only
        is the same person if the first names are.
        """
        first_names = {sort_key(reader.first_name) for reader in self.readers}
        if "" in first_names or sort_key(known.first_name) in ("", *first_names):
            return self
        return replace(self, also=(*self.also, known)) if len(self.readers) < MOST_READERS else self

    def begun(self, now: datetime) -> "Invitation":
        """Each time is history; more than once within an hour is one time."""
        times = [h.at for h in self.history if h.kind is EventKind.BEGUN]
        if times and now - times[-1] < _SAME_BEGINNING:
            return self
        event = HistoryEvent(at=now, kind=EventKind.BEGUN)
        return replace(self.with_event(event), begun_at=self.begun_at or now)

    def answered(self, answer: ReaderAnswer) -> "Invitation":
        """By one of its readers, once. With the last of them it is completed."""
        noted = replace(self, answers=(*self.answers, answer))
        if answer.contact_id and not any(earlier.contact_id for earlier in self.answers):
            noted = replace(noted, contact_id=answer.contact_id)
        if noted.awaited:
            return noted
        return replace(noted, state=InvitationState.COMPLETED, completed_at=answer.at)

    def with_form_ended(self, contact_id: str) -> "Invitation":
        """The form session that saved this contact may correct it no more."""
        ended = (replace(a, session="") if a.contact_id == contact_id else a for a in self.answers)
        return replace(self, answers=tuple(ended))

    def withdrawn(self) -> "Invitation":
        return replace(self, state=InvitationState.WITHDRAWN)

    def expired(self) -> "Invitation":
        return replace(self, state=InvitationState.EXPIRED)

    def registered(self, now: datetime) -> "Invitation":
        return replace(self, registered_at=now)

    @property
    def request(self) -> HistoryEvent:
        """The newest request, as the history keeps it."""
        somebody_else = bool(self.asked_by) or self.asked_by_reader
        return HistoryEvent(
            at=self.asked_at,
            kind=EventKind.ASKED,
            by=self.asked_by if somebody_else else self.inviter,
            send_number=self.send_number,
            email=self.email,
            student_ids=self.student_ids,
            import_id=self.import_id,
            row=self.row,
            until=self.expires_at,
            inviter=self.inviter if somebody_else else "",
            by_reader=self.asked_by_reader,
            by_parent=self.by_parent,
            newest_mail=self.newest_mail,
            reminders=self.reminders,
        )

    def sent_again(self, *, by: str, now: datetime, link_days: int) -> "Invitation":
        """The same request once more, by the office; one that has expired is open again."""
        again = self.asked_again(
            inviter=self.inviter, now=now, link_days=link_days, import_id=self.import_id, row=self.row, by=by
        )
        return replace(again, state=InvitationState.OPEN, held=False)

    def corrected(self, email: str, *, by: str, now: datetime, link_days: int) -> "Invitation":
        """It goes on under another address. What was done behind the old link was done by somebody else."""
        event = HistoryEvent(at=now, kind=EventKind.CORRECTED, by=by, email=self.email)
        again = self.sent_again(by=by, now=now, link_days=link_days).with_event(event)
        return replace(again, email=email, begun_at=None, corrected_at=now)

    def withdrawn_by(self, by: str, now: datetime) -> "Invitation":
        return self.withdrawn().with_event(HistoryEvent(at=now, kind=EventKind.WITHDRAWN, by=by))

    def held_by(self, by: str, now: datetime) -> "Invitation":
        return replace(self, held=True).with_event(HistoryEvent(at=now, kind=EventKind.HELD, by=by))

    def released_by(self, by: str, now: datetime) -> "Invitation":
        return replace(self, held=False).with_event(HistoryEvent(at=now, kind=EventKind.RELEASED, by=by))

    def with_mail_event(self, mail: Mail, arrival: Arrival | None, now: datetime) -> "Invitation":
        """One of its mails came into another state. Where `arrival` says nothing new, and for mails before the newest,
        only the history grows.
        """
        event = HistoryEvent(
            at=now, kind=EventKind.MAIL, send_number=mail.send_number, mail=mail.state, reason=mail.reason
        )
        known = arrival if arrival and mail.send_number == self.send_number else self.arrival
        return replace(self.with_event(event), arrival=known)

    def with_event(self, event: HistoryEvent) -> "Invitation":
        """With one more entry in its history."""
        return replace(self, history=(*self.history, event))

    @property
    def mail_kind(self) -> MailKind:
        """Which mail the newest send number is."""
        return self.newest_mail or self.kind

    def reminded(self) -> "Invitation":
        """One more mail, which nobody asked for: how long the link works stays what it was."""
        newer = replace(self, send_number=self.next_send_number, reminders=self.reminders + 1, link_number=0)
        return replace(newer, newest_mail=MailKind.REMINDER, arrival=Arrival.UNDER_WAY)

    def mailed_once_more(self, *, now: datetime, link_days: int) -> "Invitation":
        """The newest mail was lost: the same one again, with a link of its own."""
        again = self.asked_again(
            inviter=self.inviter,
            now=now,
            link_days=link_days,
            import_id=self.import_id,
            row=self.row,
            by=self.asked_by,
        )
        again = replace(
            again, asked_by_reader=self.asked_by_reader, newest_mail=self.newest_mail, reminders=self.reminders
        )
        return replace(again, expires_at=self.expires_at) if self.newest_mail is MailKind.REMINDER else again

    def with_new_link(self, *, now: datetime, link_days: int) -> "Invitation":
        """Its reader asked for another link; one that had expired is open again."""
        again = self.asked_again(
            inviter=self.inviter, now=now, link_days=link_days, import_id=self.import_id, row=self.row
        )
        return replace(again, asked_by_reader=True, state=InvitationState.OPEN, newest_mail=MailKind.NEW_LINK)

    def confirmed(self) -> "Invitation":
        """One more mail, which says what was saved. It has no link: those of readers who have not answered go on."""
        links = self.link_number or self.send_number
        return replace(self, send_number=self.next_send_number, newest_mail=MailKind.CONFIRMATION, link_number=links)

    def not_about(self, student_id: str, now: datetime) -> "Invitation":
        """Its reader said that this student is not their child."""
        left = tuple(i for i in self.student_ids if i != student_id)
        noted = self.with_event(HistoryEvent(at=now, kind=EventKind.DECLINED, student_ids=(student_id,)))
        declined = replace(noted, student_ids=left, declined_ids=(*self.declined_ids, student_id), declined_at=now)
        return declined if left else replace(declined, state=InvitationState.DECLINED)

    def must_not_ask_about(self, student: Student) -> bool:
        """Its reader must not be told of the student. Of one who is protected nobody must whom a parent asks, nor
        whoever finds a letter.
        """
        return student.must_not_tell(self.email_key) or (student.protected and (self.by_parent or self.on_paper))

    def must_not_show(self, student: Student) -> bool:
        """The same for its link; whoever has answered goes on with their form about one who is protected since."""
        if self.is_open and not self.answers:
            return self.must_not_ask_about(student)
        return student.must_not_tell(self.email_key)

    def must_not_tell(self, student_id: str, *, by: str, now: datetime, import_id: str) -> "Invitation":
        """An import says that its reader must not be told of this student. Without another it is withdrawn."""
        left = tuple(i for i in self.student_ids if i != student_id)
        event = HistoryEvent(at=now, kind=EventKind.FORBIDDEN, by=by, student_ids=(student_id,), import_id=import_id)
        noted = self.with_event(event)
        return replace(noted, student_ids=left) if left else noted.withdrawn()

    @property
    def named_ids(self) -> tuple[str, ...]:
        """The students to name it by: of a letter, which has no address, also one of whom its reader has said that they
        are not theirs.
        """
        return (*self.student_ids, *self.declined_ids) if self.on_paper else self.student_ids

    @property
    def answered_already(self) -> LinkCompleted:
        """To be raised."""
        return LetterAnswered() if self.on_paper else LinkCompleted()

    @property
    def withdrawn_already(self) -> LinkWithdrawn:
        """To be raised."""
        return LetterWithdrawn() if self.on_paper else LinkWithdrawn()

    def check_link(self, send_number: int, now: datetime, reader: int = 0) -> None:
        """Pass when this send number's link for this reader may be used now.

        Raises LinkWithdrawn, LinkDeclined, LinkCompleted, LinkSuperseded or LinkExpired, the most telling first; of a
        letter LetterWithdrawn first, and LetterAnswered and LetterEnded instead of the last three.
        """
        if self.state is InvitationState.WITHDRAWN:
            raise self.withdrawn_already
        if self.state is InvitationState.DECLINED:
            raise LinkDeclined
        if self.state is InvitationState.COMPLETED or self.answer_of(reader):
            raise self.answered_already
        if self.on_paper and not self.open_at(now):
            raise LetterEnded
        if send_number != (self.link_number or self.send_number):
            raise LinkSuperseded
        if not self.open_at(now):
            raise LinkExpired(self.email)
