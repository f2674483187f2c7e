"""Stopping an import, and withdrawing what it sent."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.upload import Upload
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.use_cases.imports.cancel_import import request_stop, request_withdrawal
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.mail.send_invite import send_invite
from tests.factories import a_homeroom, by_admin
from tests.fakes import World
from tests.steps.damaged import damaged_after

ROWS = 750


def a_drop(world: World, rows: int = ROWS) -> Upload:
    world.store.save(Change.new(a_homeroom("3-A", version=0)))
    return world.files.put_upload("a.csv", a_file(rows), "")


def a_file(rows: int) -> bytes:
    header = "year,class_code,student_last_name,student_first_name,parent_email\n"
    return (header + "".join(f"2026-2027,3-A,Muster {n},Kind,p{n}@example.org\n" for n in range(rows))).encode()


def finished(world: World, upload: Upload) -> ImportRun:
    run = import_csv(upload, world.services)
    assert run is not None
    return run


def half_way(world: World, upload: Upload) -> ImportRun:
    answers = iter([True, True])
    run = import_csv(upload, world.services, lambda: next(answers, False))
    assert run is not None
    assert run.state is ImportState.PLACING
    return run


def invitations_of(world: World, run: ImportRun) -> list[Invitation]:
    ids = [i for part in world.services.imports.parts(run.id) for i, _ in part.mails]
    return list(world.services.invitations.get_many(ids).values())


def test_a_stopped_import_mails_nobody_and_gives_every_row_an_outcome() -> None:
    world = World()
    upload = a_drop(world)
    before = half_way(world, upload)
    request_stop(before.id, by_admin(), world.services)
    run = finished(world, upload)
    assert run.state is ImportState.STOPPED
    assert run.rows == ROWS
    assert run.counts == {"skipped": ROWS}
    assert world.queue.mails == []
    assert {i.state for i in invitations_of(world, run)} == {InvitationState.WITHDRAWN}
    assert len(world.files.read_results(upload).splitlines()) == ROWS + 1


def test_what_was_sent_before_the_stop_stays_sent() -> None:
    world = World()
    upload = a_drop(world, 3)
    run = finished(world, upload)
    sent = world.queue.mails[0]
    send_invite(*sent, world.services)
    stored = world.services.imports.get(run.id)
    assert stored is not None
    world.store.save(Change(stored, stored.stop_requested()))  # the stop came while the mails were being queued
    finished(world, upload)
    states = {i.id: i.state for i in invitations_of(world, run)}
    assert states.pop(sent[0]) is InvitationState.OPEN
    assert set(states.values()) == {InvitationState.WITHDRAWN}


def test_a_mail_still_in_the_queue_is_not_sent_after_the_stop() -> None:
    world = World()
    upload = a_drop(world, 3)
    run = finished(world, upload)
    request_withdrawal(run.id, by_admin(), world.services)
    finished(world, upload)
    for mail in world.queue.mails:
        send_invite(*mail, world.services)
    assert world.mailer.sent == []


def test_withdrawing_closes_every_open_invitation_of_the_import_and_frees_the_addresses() -> None:
    world = World()
    upload = a_drop(world, 3)
    run = finished(world, upload)
    request_withdrawal(run.id, by_admin(), world.services)
    assert world.import_queue.uploads == [upload]
    assert finished(world, upload).state is ImportState.WITHDRAWN
    assert {i.state for i in invitations_of(world, run)} == {InvitationState.WITHDRAWN}
    assert world.services.invitations.locks(["p0@example.org"]) == {}


def test_a_workbook_that_is_damaged_in_the_middle_can_be_stopped() -> None:
    world, book = World(), Workbook()
    for line in a_file(4000).decode().splitlines():
        book.worksheets[0].append(line.split(","))
    whole = BytesIO()
    book.save(whole)
    upload = world.files.put_upload("a.xlsx", damaged_after(whole.getvalue(), rows=3_500), "")
    begun = ImportRun(upload=upload, started_at=world.clock.now)
    world.store.save(Change.new(begun.stop_requested()))
    run = finished(world, upload)
    assert (run.state, run.counts) == (ImportState.STOPPED, {"skipped": 3_500})
    assert len(world.files.read_results(upload).splitlines()) == run.rows + 1


def test_a_cancellation_of_any_length_comes_to_the_same_end() -> None:
    world = World()
    upload = a_drop(world)
    request_stop(half_way(world, upload).id, by_admin(), world.services)
    run = None
    for _ in range(200):
        answers = iter([True] * 4)
        run = import_csv(upload, world.services, lambda answers=answers: next(answers, False))  # type: ignore[misc]
        if run and run.over:
            break
    assert run is not None
    assert (run.state, run.rows) == (ImportState.STOPPED, ROWS)


def test_a_stop_of_a_file_that_takes_all_the_time_to_read_comes_to_an_end() -> None:
    world = World()
    upload = a_drop(world)
    before = half_way(world, upload)
    request_stop(before.id, by_admin(), world.services)
    for _ in range(3):
        answers = iter([True])
        run = import_csv(upload, world.services, lambda answers=answers: next(answers, False))  # type: ignore[misc]
        assert run
        assert run.state is ImportState.STOPPING
    assert finished(world, upload).counts == {"skipped": before.rows}
    assert world.queue.mails == []


def test_an_import_that_is_over_cannot_be_stopped_nor_a_running_one_withdrawn() -> None:
    world = World()
    upload = a_drop(world)
    running = half_way(world, upload)
    request_withdrawal(running.id, by_admin(), world.services)
    assert finished(world, upload).state is ImportState.FINISHED
    request_stop(running.id, by_admin(), world.services)
    assert finished(world, upload).state is ImportState.FINISHED


def test_an_unknown_import_cannot_be_canceled() -> None:
    with pytest.raises(NotFound):
        request_stop("nothing", by_admin(), World().services)
