"""An import is stopped, and what it has asked for was asked for before, in part."""

from datetime import timedelta

import pytest

from homeroom.domain.imports.import_part import RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowNote
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.status import Status, status_of
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.message import message
from homeroom.domain.mail.mail import Mail, MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.imports.cancel_import import request_stop
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.remind import remind
from homeroom.use_cases.mail.send_invite import send_invite
from homeroom.use_cases.mail.settle_mails import settle_mails
from homeroom.use_cases.ports.mailer import MailNotSent
from tests.factories import a_homeroom, by_admin
from tests.fakes import World
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

HEADER = "class_code,student_id,student_last_name,student_first_name,parent_email\n"
BOB, EVE = "3-A,1,Smith,Bob,p@example.org\n", "3-A,2,Smith,Eve,p@example.org\n"
MANY = "".join(f"3-A,{n},Fam{n},Kid,q{n}@example.org\n" for n in range(10, 410))
"""More than one stretch of rows."""


def a_world() -> World:
    world = World()
    world.store.save(Change.new(a_homeroom("3-A", version=0)))
    return world


def imported(world: World, rows: str) -> ImportRun:
    run = import_csv(world.files.put_upload("a.csv", (HEADER + rows).encode(), ""), world.services)
    assert run
    return run


def half_way(world: World, rows: str) -> ImportRun:
    time = iter([True])
    upload = world.files.put_upload("b.csv", (HEADER + rows).encode(), "")
    run = import_csv(upload, world.services, lambda: next(time, False))
    assert run
    assert run.state is ImportState.PLACING
    return run


def stopped(world: World, run: ImportRun) -> ImportRun:
    request_stop(run.id, by_admin(), world.services)
    after = import_csv(run.upload, world.services)
    assert after
    assert after.state is ImportState.STOPPED
    return after


def send_all(world: World) -> None:
    for mail in dict.fromkeys(world.queue.mails):
        send_invite(*mail, world.services)


def invitation_of(world: World, email: str) -> Invitation:
    [invitation] = [i for i in world.store.all(Invitation) if i.email == email]
    return invitation


def names(world: World, invitation: Invitation) -> list[str]:
    return [world.store.many(Student, invitation.student_ids)[i].first_name for i in invitation.student_ids]


def rows_of(world: World, run: ImportRun) -> list[RowOutcome]:
    return [row for part in world.services.imports.parts(run.id) for row in part.rows]


def mails_to(world: World, email: str) -> int:
    return sum(mail.to == email for mail in world.mailer.sent)


def test_a_link_that_was_sent_before_works_again_when_the_import_that_replaced_it_is_stopped() -> None:
    world = a_world()
    first = imported(world, BOB)
    send_all(world)
    run = half_way(world, EVE + MANY)
    assert invitation_of(world, "p@example.org").send_number == 2
    stopped(world, run)
    invitation = invitation_of(world, "p@example.org")
    assert (invitation.import_id, names(world, invitation)) == (first.id, ["Bob"])
    invitation.check_link(1, world.clock.now)
    assert [s.open_invitation_ids for s in world.store.all(Student) if s.first_name == "Eve"] == [()]
    send_all(world)
    assert mails_to(world, "p@example.org") == 1


def test_what_was_known_of_the_mail_before_is_known_again() -> None:
    world = a_world()
    imported(world, BOB)
    send_all(world)
    before = invitation_of(world, "p@example.org")
    mail = world.services.mails.get(before.id, 1)
    assert mail
    world.store.save(Change(mail, mail.reported(MailState.DELIVERED, "", None)))
    stopped(world, half_way(world, EVE + MANY))
    assert status_of(invitation_of(world, "p@example.org")) is Status.DELIVERED


def test_rows_whose_mail_was_canceled_are_skipped_and_the_results_say_so() -> None:
    world = a_world()
    imported(world, BOB)
    send_all(world)
    run = stopped(world, half_way(world, EVE + MANY))
    assert run.counts == {"skipped": 401}
    first = rows_of(world, run)[0]
    assert (first.outcome, first.messages) == (Outcome.SKIPPED, (message(RowNote.STOPPED_BEFORE_EMAIL),))
    assert b"The import was stopped before this email went out." in world.files.read_results(run.upload)
    assert b"invited" not in world.files.read_results(run.upload)


def test_a_row_with_one_mail_sent_and_one_canceled_has_invited() -> None:
    world = a_world()
    header = HEADER.replace("\n", ",parent2_email\n")
    upload = world.files.put_upload("a.csv", (header + "3-A,1,Smith,Bob,p@example.org,q@example.org\n").encode(), "")
    run = import_csv(upload, world.services)
    assert run
    send_invite(*world.queue.mails[0], world.services)
    world.store.save(Change(run, run.stop_requested()))
    after = import_csv(upload, world.services)
    assert after
    assert after.counts == {"invited": 1}
    assert invitation_of(world, "q@example.org").state is InvitationState.WITHDRAWN


def test_the_import_that_asked_first_sends_its_mail_when_another_one_that_came_between_is_stopped() -> None:
    world = a_world()
    first = half_way(world, BOB + MANY)
    stopped(world, half_way(world, EVE + MANY.replace("q", "r")))
    import_csv(first.upload, world.services)
    send_all(world)
    assert mails_to(world, "p@example.org") == 1
    assert len(world.mailer.sent) == 401
    assert "Eve" not in next(m.text for m in world.mailer.sent if m.to == "p@example.org")


def test_a_mail_that_was_dropped_because_a_newer_one_was_asked_for_goes_out_when_that_is_canceled() -> None:
    world = a_world()
    imported(world, BOB)
    run = half_way(world, EVE + MANY)
    send_all(world)
    assert mails_to(world, "p@example.org") == 0
    stopped(world, run)
    send_all(world)
    assert mails_to(world, "p@example.org") == 1
    assert names(world, invitation_of(world, "p@example.org")) == ["Bob"]


def test_when_all_who_asked_are_stopped_nobody_is_mailed() -> None:
    world = a_world()
    first, second = half_way(world, BOB + MANY), half_way(world, EVE + MANY.replace("q", "r"))
    stopped(world, first)
    stopped(world, second)
    send_all(world)
    assert world.mailer.sent == []
    assert invitation_of(world, "p@example.org").state is InvitationState.WITHDRAWN


def test_whoever_is_reminded_or_asked_anew_afterwards_gets_a_mail_of_a_new_number() -> None:
    """That of the canceled mail is used up."""
    world = a_world()
    world.store.save(Change.new(SiteSettings(school_year="2026-2027", reminder_days=(3,))))
    imported(world, BOB)
    send_all(world)
    run = half_way(world, EVE + MANY)
    world.queue.put([(invitation_of(world, "p@example.org").id, 2)])
    stopped(world, run)
    world.clock.wait(timedelta(days=3))
    assert remind(world.services) == 1
    send_all(world)
    assert (invitation_of(world, "p@example.org").send_number, mails_to(world, "p@example.org")) == (3, 2)
    imported(world, EVE)
    send_all(world)
    assert (invitation_of(world, "p@example.org").send_number, mails_to(world, "p@example.org")) == (4, 3)


def test_a_mail_that_goes_out_at_the_moment_of_the_stop_stays_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    world = a_world()
    run = imported(world, BOB)
    world.store.save(Change(run, run.stop_requested()))
    save = world.store.save

    def sent_first(*changes: Change) -> None:
        if any(isinstance(change.after, Mail) for change in changes):
            monkeypatch.setattr(world.store, "save", save)
            send_all(world)
        save(*changes)

    monkeypatch.setattr(world.store, "save", sent_first)
    after = import_csv(run.upload, world.services)
    assert after
    assert after.counts == {"invited": 1}
    assert invitation_of(world, "p@example.org").is_open
    assert mails_to(world, "p@example.org") == 1


def test_a_stop_that_dies_anywhere_ends_like_one_that_does_not() -> None:
    def a_stop() -> tuple[World, ImportRun]:
        world = a_world()
        imported(world, BOB + "3-A,3,Lee,Ann,a@example.org\n")
        sent = list(world.queue.mails)
        run = imported(world, EVE + "3-A,4,Lee,Amy,a@example.org\n3-A,5,Fox,Kim,k@example.org\n")
        send_invite(*sent[0], world.services)
        world.store.save(Change(run, run.stop_requested()))
        return world, run

    def end(world: World, run: ImportRun) -> tuple[object, ...]:
        after = world.services.imports.get(run.id)
        assert after
        send_all(world)
        invitations = sorted(
            (i.email, i.send_number, i.state, tuple(names(world, i))) for i in world.store.all(Invitation)
        )
        return after.state, after.counts, invitations, sorted(mail.to for mail in world.mailer.sent)

    (world, run), plug = a_stop(), Plug()
    import_csv(run.upload, wired(world.services, plug))
    wanted = end(world, run)
    assert wanted[3] == ["a@example.org", "p@example.org"]
    for at, before in crash_points(plug.calls):
        world, run = a_stop()
        with pytest.raises(PulledThePlug):
            import_csv(run.upload, wired(world.services, Plug(at, before)))
        import_csv(run.upload, world.services)
        settle_mails(world.services)
        assert end(world, run) == wanted, (at, before)


def test_a_mail_that_waits_since_before_is_asked_for_again_when_the_newer_one_is_canceled() -> None:
    world = a_world()
    imported(world, BOB)
    world.mailer.failures.append(MailNotSent(MailState.DEFERRED, MailReason.TOO_FAST))
    send_all(world)
    stopped(world, half_way(world, EVE + MANY))
    assert world.queue.mails[-1] == (invitation_of(world, "p@example.org").id, 1)
    send_all(world)
    assert mails_to(world, "p@example.org") == 1
