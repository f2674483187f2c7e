"""Tell Site Admins that a file, or some rows of one, wait for them: each of them once about each notice that is due."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

from homeroom.domain.accounts.user import User
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.spreadsheet import Doubt
from homeroom.domain.imports.waiting import WaitingImport
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.mail import REPORTS_COME, SEND_UNCONFIRMED_STATES, Mail, MailKey, MailState
from homeroom.use_cases.mail.emails import FileWaitingEmail
from homeroom.use_cases.mail.rate_limiter import RateLimited, SendingPaused, heed, reserve, resume_sending
from homeroom.use_cases.mail.save_mail import save_mail
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.ports.mailer import MailNotSent, OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

EnoughTime = Callable[[], bool]
_SOON = timedelta(seconds=1)
_MOST_PARTS = 2_000
"""Of a longer import the rows that wait are counted by kind as far as these go."""


class DoubtCount(Code):
    """In how many rows the doubt of this name stands: an email does not say about whom."""

    NO_CONTACT_BUT_LINKED = "doubt_count.no_contact_but_linked"
    SHARED_ADDRESS = "doubt_count.shared_address"
    UNKNOWN_RELATIONSHIP = "doubt_count.unknown_relationship"
    NEW_ID = "doubt_count.new_id"
    OTHER_NAME = "doubt_count.other_name"
    ONCE_CALLED = "doubt_count.once_called"
    LOST_LETTER = "doubt_count.lost_letter"
    OTHER_GRADE = "doubt_count.other_grade"
    ANOTHER = "doubt_count.another"


@dataclass(frozen=True)
class _Notice:
    """`doubts` say what looks wrong. `mails` are those of an earlier try."""

    run: ImportRun
    waiting: WaitingImport
    number: int
    doubts: Sequence[Message]
    mails: dict[MailKey, Mail]


def send_notice(import_id: str, services: Services, enough_time: EnoughTime = lambda: True) -> None:
    """Does nothing where it waits no more, or all were told. What the mail service does not take now goes out later: by
    another message, or by the hourly run, which asks for the notice until everybody has it.
    """
    run = services.imports.get(import_id)
    waiting, now = run.waiting if run else None, services.clock()
    if run is None or waiting is None or waiting.is_over(now):
        return
    number = waiting.notices_due(now)
    if number <= run.look.notices_sent:
        return
    readers = [user for user in services.access.admins() if user.is_admin]
    blocked = services.address_blocks.get_many([user.email_key for user in readers])
    readers = [user for user in readers if user.email_key not in blocked]
    mails = services.mails.get_many([_key(waiting, number, user) for user in readers])
    notice = _Notice(run, waiting, number, _doubts(run, services), mails)
    try:
        nothing_left = [_tell(user, notice, services, enough_time) for user in readers]
    except SendingPaused:
        return
    except RateLimited as busy:
        services.queue.put_notice(import_id, busy.wait)
        return
    if all(nothing_left):
        with suppress(Conflict):  # somebody has just decided; or the next message says the same once more
            services.store.save(Change(run, run.with_notices_sent(number)))


def _key(waiting: WaitingImport, number: int, user: User) -> MailKey:
    """Of one reader's mail of this notice: what waits once more has other ones."""
    reader = sha256(user.email_key.encode()).hexdigest()[:16]
    return f"waiting-{waiting.import_id}-{int(waiting.since.timestamp())}-{reader}", number


def _tell(user: User, notice: _Notice, services: Services, enough_time: EnoughTime) -> bool:
    """Whether nothing is left to do for this reader. Raises SendingPaused or RateLimited."""
    key = _key(notice.waiting, notice.number, user)
    before = notice.mails.get(key)
    if before and not _may_be_sent(before, services.clock()):
        return before.state not in SEND_UNCONFIRMED_STATES
    if not enough_time():
        raise RateLimited(_SOON)
    new = Mail(invitation_id=key[0], send_number=key[1], state=MailState.SENDING, called_at=services.clock())
    mail = _write(new, user, notice, services)
    reservation, was_paused = reserve(1, services)
    services.pause(reservation.moment(0) - services.clock())
    state = _send(before, replace(before or new, email=user.email), mail, services)
    if was_paused and state is MailState.ACCEPTED:
        resume_sending(services)
    return state not in (MailState.DEFERRED, MailState.SEND_UNCONFIRMED)


def _may_be_sent(mail: Mail, now: datetime) -> bool:
    """It surely was not; or it is not known, and the mail service had its time to report it."""
    return mail.waits or (mail.state in SEND_UNCONFIRMED_STATES and now >= mail.called_at + REPORTS_COME)


def _send(before: Mail | None, mail: Mail, to_send: OutgoingMail, services: Services) -> MailState:
    """What has become of it. Stored before the call: of two senders, one gets a Conflict and does not call."""
    claim = Change(before, replace(mail, state=MailState.SENDING, called_at=services.clock(), reason=None))
    try:
        services.store.save(claim)
    except Conflict:
        return MailState.SEND_UNCONFIRMED
    stored = as_stored(claim)
    assert isinstance(stored, Mail)  # noqa: S101  narrows the type
    try:
        message_id = services.mailer.send(to_send)
    except MailNotSent as failure:
        _settle(stored, failure.state, "", failure.detailed_reason, services)
        heed(failure, services)
        return failure.state
    _settle(stored, MailState.ACCEPTED, message_id, None, services)
    return MailState.ACCEPTED


def _settle(mail: Mail, state: MailState, message_id: str, reason: Message | None, services: Services) -> None:
    """No scheduled run looks after this mail: the hourly run looks after what waits."""
    with suppress(Conflict):  # the mail service's own report was quicker, and says more
        save_mail(mail, replace(mail.called(state, message_id, reason, services.clock()), look_at=None), services)


def _write(mail: Mail, user: User, notice: _Notice, services: Services) -> OutgoingMail:
    settings = site_settings(services)
    email = FileWaitingEmail(
        school=settings.school_name,
        names=[user.name] if user.name else [],
        reply_to=settings.reply_to,
        file=notice.waiting.name,
        rows=notice.waiting.rows,
        all_rows=notice.waiting.all_rows,
        differs=notice.waiting.all_rows and notice.run.look.differs,
        doubts=notice.doubts,
        since=settings.local(notice.waiting.since),
        until=settings.local(notice.waiting.until),
        again=notice.number > 1,
        link=f"{services.site_url}/imports/{notice.waiting.import_id}",
    )
    return outgoing(email, user.email, mail.identity, settings, services)


def _doubts(run: ImportRun, services: Services) -> list[Message]:
    """What is said of the file as a whole, which names nobody; of rows that wait, the kinds and how many."""
    if not run.last_row:
        return list(run.look.not_accepted)
    parts = islice(services.imports.parts(run.id), _MOST_PARTS)
    waiting = [row for part in parts for row in part.rows if row.outcome is Outcome.WAITING]
    kinds = Counter(kind for row in waiting for kind in Doubt if any(said.is_(kind) for said in row.messages))
    counts: Counter[DoubtCount] = Counter()
    for kind in Doubt:
        which = DoubtCount[kind.name] if kind.name in DoubtCount.__members__ else DoubtCount.ANOTHER
        counts[which] += kinds[kind]
    return [message(which, count=count) for which, count in counts.items() if count]
