"""Tell Site Admins that a file, or some rows of one, wait for them: each of them once about each notice that is due."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from homeroom.domain.accounts.user import User
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.spreadsheet import Doubt
from homeroom.domain.imports.waiting import WaitingImport
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.mail import Mail, MailKey
from homeroom.use_cases.mail.emails import FileWaitingEmail
from homeroom.use_cases.mail.rate_limiter import RateLimited, SendingPaused
from homeroom.use_cases.mail.service_mails import EnoughTime, key_part, site_admins, tell_each
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

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
    """`doubts` say what looks wrong."""

    run: ImportRun
    waiting: WaitingImport
    number: int
    doubts: Sequence[Message]


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
    notice = _Notice(run, waiting, number, _doubts(run, services))
    readers = {_key(notice, user): user for user in site_admins(services)}
    try:
        nothing_left = tell_each(
            readers, lambda mail, user: _write(mail, user, notice, services), services, enough_time
        )
    except SendingPaused:
        return
    except RateLimited as busy:
        services.queue.put_notice(import_id, busy.wait)
        return
    if nothing_left:
        with suppress(Conflict):  # somebody has just decided; or the next message says the same once more
            services.store.save(Change(run, run.with_notices_sent(number)))


def _key(notice: _Notice, user: User) -> MailKey:
    """Of one reader's mail of this notice: what waits once more has other ones."""
    waiting = notice.waiting
    return f"waiting-{waiting.import_id}-{int(waiting.since.timestamp())}-{key_part(user.email_key)}", notice.number


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
