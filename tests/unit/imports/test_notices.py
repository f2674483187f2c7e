"""Site Admins get to know that a file waits: by email, by what every page says, and until it ends by itself."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook

from homeroom.domain.accounts.by import By
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.mail.mail import CALL_IS_OVER, REPORTS_COME, DeliveryReport, Mail, MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.mail.rate_limiter import PAUSED_FOR
from homeroom.use_cases.imports.answer_doubts import decide_rows, go_on_with_file, leave_file
from homeroom.use_cases.imports.find_lost_uploads import find_forgotten_imports
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.look_after_waiting import look_after_waiting
from homeroom.use_cases.imports.send_notice import send_notice
from homeroom.use_cases.mail.record_delivery import record_delivery
from homeroom.use_cases.mail.settle_mails import settle_mails
from homeroom.use_cases.ports.mailer import MailNotSent, Others
from homeroom.use_cases.ports.services import Services
from tests.factories import a_contact, a_homeroom, a_parent_user, an_admin, by_admin
from tests.fakes import World
from tests.fakes.invitations import address_of
from tests.steps.damaged import damaged_after
from tests.steps.english import english

HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email\n"
YEAR, PAST = "2026-2027", "2019-2020"
OLD = f"{PAST},3-A,11,García,Noé,m@example.org\n{PAST},3-A,12,Li,Mei,l@example.org\n"
CLASS = "".join(f"{YEAR},3-A,{n},Muster {n},Kind,p{n}@example.org\n" for n in range(1, 9))
OTHER_NAME = f"{YEAR},3-A,1,Nguyễn,Kind,p1@example.org\n"
DAY = timedelta(days=1)
ADMINS = ("admin@example.org", "other@example.org")


def a_world() -> World:
    """With two Site Admins, and a parent."""
    world = World()
    world.store.save(*(Change.new(a_homeroom("3-A", version=0, year=year)) for year in (YEAR, PAST)))
    users = [an_admin(), an_admin(id="u2", email=ADMINS[1])]
    world.store.save(*map(Change.new, [*users, a_parent_user(a_contact())]))
    return world


def dropped(world: World, text: str, name: str = "a.csv") -> ImportRun:
    run = import_csv(world.files.put_upload(name, (HEADER + text).encode(), ""), world.services)
    assert run
    return run


def with_rows_that_wait(world: World) -> ImportRun:
    dropped(world, CLASS)
    return dropped(world, CLASS + OTHER_NAME, "b.csv")


def stored(world: World, run: ImportRun) -> ImportRun:
    newest = world.services.imports.get(run.id)
    assert newest
    return newest


def queues_emptied(world: World, services: Services | None = None) -> None:
    """What was asked for through the queues is done, as far as it asks for nothing more."""
    notices, world.queue.notices = world.queue.notices, []
    uploads, world.import_queue.uploads = world.import_queue.uploads, []
    for import_id, _ in notices:
        send_notice(import_id, services or world.services)
    for upload in uploads:
        import_csv(upload, services or world.services)


def an_hour_later(world: World) -> None:
    world.clock.wait(timedelta(hours=1))
    look_after_waiting(world.services)
    queues_emptied(world)


def after(world: World, span: timedelta) -> None:
    """The hourly run has come so long, and what it asked for was done."""
    end = world.clock.now + span
    while world.clock.now < end:
        an_hour_later(world)


def readers(world: World) -> list[str]:
    return sorted(mail.to for mail in world.mailer.sent)


@pytest.mark.parametrize("drop", [lambda world: dropped(world, OLD), with_rows_that_wait])
def test_each_site_admin_gets_one_email_at_once_however_often_it_is_asked_for(
    drop: Callable[[World], ImportRun],
) -> None:
    world = a_world()
    run = drop(world)
    assert [import_id for import_id, _ in world.queue.notices] == [run.id]
    for _ in range(3):
        world.queue.notices.append((run.id, timedelta()))
        queues_emptied(world)
    assert readers(world) == list(ADMINS)
    assert stored(world, run).look.notices_sent == 1
    an_hour_later(world)
    import_csv(run.upload, world.services)
    assert (len(world.mailer.sent), world.queue.notices) == (2, [])


def test_the_email_says_what_looks_wrong_with_the_file_and_where_to_decide() -> None:
    world = a_world()
    run = dropped(world, OLD)
    queues_emptied(world)
    text = world.mailer.sent[0].text
    assert english(*run.look.doubts) == (
        "2 rows are about 2019-2020, which is neither the current school year nor the next: rows 2 and 3."
    )
    for line in ("file: a.csv", "rows: 2", "all_rows: True", f"doubts: {list(run.look.doubts)}", "again: False"):
        assert line in text
    assert f"link: https://homeroom.example/imports/{run.id}" in text
    assert f"until: {world.clock.now + 21 * DAY}" in text


def test_the_email_about_rows_counts_them_and_names_nobody() -> None:
    world = a_world()
    run = with_rows_that_wait(world)
    assert run.waiting_rows == 1
    queues_emptied(world)
    text = world.mailer.sent[0].text
    assert "doubt_count.other_name" in text
    assert "all_rows: False" in text
    assert not {name for name in ("Nguyễn", "Muster", "p1@example.org") if name in text}


def test_site_admins_are_told_again_on_days_1_3_and_7_and_after_21_days_the_file_ends_as_not_decided() -> None:
    world = a_world()
    run = dropped(world, OLD)
    queues_emptied(world)
    told = []
    for _ in range(21):
        told.append(len(world.mailer.sent) // 2)
        after(world, DAY)
    assert told == [1, 2, 2, 3, 3, 3, 3, *[4] * 14]
    assert "again: True" in world.mailer.sent[-1].text
    ended = stored(world, run)
    assert (ended.state, ended.counts) == (ImportState.NOT_DECIDED, {"skipped": 2})
    assert (world.services.imports.waiting(), len(world.mailer.sent)) == ([], 8)


def test_rows_that_nobody_decides_about_are_skipped_after_21_days_and_the_others_stay_as_they_are() -> None:
    world = a_world()
    run = with_rows_that_wait(world)
    queues_emptied(world)
    after(world, 21 * DAY)
    ended = stored(world, run)
    assert (ended.state, ended.counts) == (ImportState.FINISHED, {"unchanged": 8, "skipped": 1})
    rows = [row for part in world.services.imports.parts(run.id) for row in part.rows]
    [skipped] = [row for row in rows if row.outcome is Outcome.SKIPPED]
    assert english(skipped.messages[0]) == "Nobody decided about this in time."
    assert (world.services.imports.waiting(), len(world.mailer.sent)) == ([], 8)


def test_rows_that_wait_behind_a_file_that_waited_have_all_the_time_from_then_on() -> None:
    world = a_world()
    dropped(world, CLASS.replace(YEAR, PAST), "old.csv")
    go_on_with_file(world.services.imports.newest(1)[0].id, (), {}, by_admin(), world.services)
    queues_emptied(world)
    run = dropped(world, OTHER_NAME.replace(YEAR, PAST), "b.csv")
    queues_emptied(world)
    after(world, 20 * DAY)
    world.mailer.sent.clear()
    go_on_with_file(run.id, (), {}, by_admin(), world.services)
    queues_emptied(world)
    [waiting] = world.services.imports.waiting()
    assert (waiting.all_rows, waiting.rows, waiting.since) == (False, 1, world.clock.now)
    queues_emptied(world)
    assert readers(world) == list(ADMINS)


def test_a_file_that_waits_once_more_is_told_of_once_more() -> None:
    world = a_world()
    run = dropped(world, OLD)
    queues_emptied(world)
    student = dropped(world, f"{PAST},3-A,11,García,Noé,m@example.org\n", "b.csv")
    go_on_with_file(student.id, (), {}, by_admin(), world.services)
    queues_emptied(world)
    world.mailer.sent.clear()
    world.clock.wait(timedelta(minutes=1))
    go_on_with_file(run.id, (), {}, by_admin(), world.services)
    queues_emptied(world)
    assert stored(world, run).look.differs
    queues_emptied(world)
    assert readers(world) == list(ADMINS)
    assert "differs: True" in world.mailer.sent[0].text


@pytest.mark.parametrize("leave", [leave_file, lambda *a: go_on_with_file(a[0], (), {}, *a[1:])])
def test_nobody_is_told_of_a_file_once_somebody_has_decided(leave: Callable[[str, By, Services], None]) -> None:
    world = a_world()
    run = dropped(world, OLD)
    leave(run.id, by_admin(), world.services)
    queues_emptied(world)
    after(world, 8 * DAY)
    assert world.mailer.sent == []


def test_a_run_that_did_not_come_for_days_tells_once_and_not_for_each_day() -> None:
    world = a_world()
    dropped(world, OLD)
    queues_emptied(world)
    world.clock.wait(5 * DAY)
    an_hour_later(world)
    an_hour_later(world)
    assert len(world.mailer.sent) == 4


def test_a_message_that_is_lost_is_made_up_by_the_hourly_run() -> None:
    world = a_world()
    dropped(world, OLD)
    world.queue.notices.clear()
    an_hour_later(world)
    assert readers(world) == list(ADMINS)


def test_an_address_that_is_blocked_gets_none_and_the_others_do() -> None:
    world = a_world()
    block = AddressBlock(address=address_of(ADMINS[0]), reason=BlockReason.BOUNCED, since=world.clock())
    world.store.save(Change.new(block))
    run = dropped(world, OLD)
    queues_emptied(world)
    assert readers(world) == [ADMINS[1]]
    assert stored(world, run).look.notices_sent == 1


# ---------------------------------------------------------------- what the mail service may answer
def test_while_the_account_may_not_send_the_notice_waits_and_goes_out_by_itself_later() -> None:
    world = a_world()
    run = dropped(world, OLD)
    stop = MailNotSent(MailState.DEFERRED, MailReason.SENDING_PAUSED, Others.STOP)
    world.mailer.failures = [stop, stop]
    queues_emptied(world)
    assert (world.mailer.sent, len(world.mailer.failures)) == ([], 1)
    world.queue.put_notice(run.id)
    queues_emptied(world)
    assert len(world.mailer.failures) == 1, "paused: the mail service is not asked"
    an_hour_later(world)
    assert (world.mailer.sent, world.mailer.failures) == ([], [])
    assert settle_mails(world.services).waiting == 0, "no invitation's sender is asked for it"
    world.clock.wait(PAUSED_FOR)
    an_hour_later(world)
    assert readers(world) == list(ADMINS)
    rate_limiter = world.services.mails.rate_limiter()
    assert rate_limiter
    assert not rate_limiter.is_paused


def test_too_fast_puts_the_notice_off_for_a_minute() -> None:
    world = a_world()
    run = dropped(world, OLD)
    world.mailer.failures = [MailNotSent(MailState.DEFERRED, MailReason.TOO_FAST, Others.SLOW_DOWN)]
    queues_emptied(world)
    assert world.queue.notices == [(run.id, timedelta(minutes=1))]
    queues_emptied(world)
    assert readers(world) == list(ADMINS)


def test_an_invocation_without_time_for_one_more_asks_for_the_rest() -> None:
    world = a_world()
    run = dropped(world, OLD)
    world.queue.notices.clear()
    times = iter([True, False])
    send_notice(run.id, world.services, lambda: next(times))
    assert len(world.mailer.sent) == 1
    assert world.queue.notices == [(run.id, timedelta(seconds=1))]
    queues_emptied(world)
    assert readers(world) == list(ADMINS)


def test_one_reader_whom_the_mail_service_does_not_take_now_waits_alone_and_one_it_refuses_is_given_up() -> None:
    world = a_world()
    run = dropped(world, OLD)
    world.mailer.failures = [MailNotSent(MailState.DEFERRED, MailReason.TOO_FAST)]
    queues_emptied(world)
    assert (readers(world), stored(world, run).look.notices_sent) == ([ADMINS[1]], 0)
    world.mailer.failures = [MailNotSent(MailState.REFUSED, MailReason.TOO_FAST)]
    an_hour_later(world)
    assert (readers(world), stored(world, run).look.notices_sent) == ([ADMINS[1]], 1)


def test_an_answer_that_was_lost_is_settled_by_the_report_or_sent_again_after_two_hours() -> None:
    for reported in (True, False):
        world = a_world()
        run = dropped(world, OLD)
        world.mailer.failures = [MailNotSent(MailState.SEND_UNCONFIRMED, MailReason.TOO_FAST)]
        queues_emptied(world)
        an_hour_later(world)
        assert (readers(world), stored(world, run).look.notices_sent) == ([ADMINS[1]], 0)
        if reported:
            [lost] = [mail for mail in world.store.all(Mail) if mail.state is MailState.SEND_UNCONFIRMED]
            record_delivery(DeliveryReport(lost.identity, "m1", MailState.ACCEPTED), world.services)
        world.clock.wait(max(REPORTS_COME, CALL_IS_OVER))
        settle_mails(world.services)
        an_hour_later(world)
        assert readers(world) == ([ADMINS[1]] if reported else list(ADMINS))
        assert stored(world, run).look.notices_sent == 1


# ---------------------------------------------------------------- what else looks after imports
def test_the_daily_run_asks_for_what_was_decided_and_forgotten_and_for_nothing_that_waits() -> None:
    world = a_world()
    dropped(world, OLD)
    run = with_rows_that_wait(world)
    world.clock.wait(DAY)
    assert find_forgotten_imports(world.services) == 0
    decide_rows(run.id, True, (), by_admin(), world.services)
    world.import_queue.uploads.clear()
    assert find_forgotten_imports(world.services) == 1
    assert world.import_queue.uploads == [run.upload]


# ---------------------------------------------------------------- files are deleted after some weeks
@pytest.mark.parametrize(
    ("accept", "said"),
    [
        (True, "The file was deleted before anybody decided about this row. Import the row again."),
        (False, "Left out by Jordan Ellis."),
    ],
)
def test_rows_are_decided_about_whose_file_is_gone_and_the_import_stays_finished(accept: bool, said: str) -> None:
    world = a_world()
    run = with_rows_that_wait(world)
    world.files.delete(run.upload)
    decide_rows(run.id, accept, (), by_admin(), world.services)
    queues_emptied(world)
    ended = stored(world, run)
    assert (ended.state, ended.counts, ended.problems) == (
        ImportState.FINISHED,
        {"unchanged": 8, "skipped": 1},
        (),
    )
    assert said in world.files.read_results(run.upload).decode()


def test_an_import_that_fails_half_way_leaves_no_row_waiting() -> None:
    world = a_world()
    dropped(world, CLASS)
    body = HEADER + OTHER_NAME + "".join(f"{YEAR},3-A,x{n},Weber {n},Ben,\n" for n in range(700))
    upload = world.files.put_upload("b.csv", body.encode(), "")
    times = iter([True, True])
    half = import_csv(upload, world.services, lambda: next(times, False))
    assert half
    assert (half.state, half.waiting_rows) == (ImportState.PLACING, 1)
    world.files.delete(upload)
    for _ in range(2):  # the mails of what was placed come next
        queues_emptied(world)
    ended = stored(world, half)
    assert (ended.state, ended.waiting_rows, ended.waits) == (ImportState.FAILED, 0, False)


def test_rows_of_a_workbook_that_is_damaged_behind_them_are_decided_about() -> None:
    world = a_world()
    dropped(world, CLASS)
    book, body = Workbook(), BytesIO()
    for line in (HEADER, OTHER_NAME, *[f"{YEAR},3-A,30,Weber,Ben,"] * 3_600):
        book.worksheets[0].append(line.strip().split(","))
    book.save(body)
    upload = world.files.put_upload("b.xlsx", damaged_after(body.getvalue(), rows=3_500), "")
    run = import_csv(upload, world.services)
    assert run
    assert (run.state, run.waiting_rows) == (ImportState.FINISHED, 1)
    decide_rows(run.id, True, (), by_admin(), world.services)
    queues_emptied(world)
    assert (stored(world, run).state, stored(world, run).waiting_rows) == (ImportState.FINISHED, 0)
