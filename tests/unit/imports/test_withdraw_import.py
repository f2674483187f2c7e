"""Withdrawing an import takes back what that import asked for, and leaves what others asked for."""

from datetime import timedelta

import pytest

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.use_cases.imports.cancel_import import request_withdrawal
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.manage_invitation import correct_address
from homeroom.use_cases.mail.send_invite import send_invite
from tests.factories import a_homeroom, by_admin
from tests.fakes import World
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

HEADER = "class_code,student_id,student_last_name,student_first_name,parent_email\n"
BOB, EVE, KIM = (f"3-A,{n},Smith,{name},p@example.org\n" for n, name in enumerate(("Bob", "Eve", "Kim"), start=1))


def a_world() -> World:
    world = World()
    world.store.save(Change.new(a_homeroom("3-A", version=0)))
    return world


def imported(world: World, rows: str, *, sent: bool = True) -> ImportRun:
    world.clock.wait(timedelta(hours=1))
    run = import_csv(world.files.put_upload("a.csv", (HEADER + rows).encode(), ""), world.services)
    assert run
    if sent:
        send_all(world)
    return run


def withdrawn(world: World, run: ImportRun) -> None:
    world.clock.wait(timedelta(hours=1))
    request_withdrawal(run.id, by_admin(), world.services)
    after = import_csv(run.upload, world.services)
    assert after
    assert after.state is ImportState.WITHDRAWN


def send_all(world: World) -> None:
    for mail in dict.fromkeys(world.queue.mails):
        send_invite(*mail, world.services)


def the_invitation(world: World) -> Invitation:
    [invitation] = world.store.all(Invitation)
    return invitation


def asked_about(world: World) -> list[str]:
    """Of the students themselves, and of the invitation, which say the same."""
    students = {s.id: s for s in world.store.all(Student)}
    invitation = the_invitation(world)
    own = [students[i].first_name for i in invitation.student_ids] if invitation.is_open else []
    assert sorted(own) == sorted(s.first_name for s in students.values() if s.open_invitation_ids)
    return own


def test_a_sibling_whom_an_import_added_goes_with_it_and_the_invitation_stays() -> None:
    world = a_world()
    imported(world, BOB)
    second = imported(world, EVE)
    withdrawn(world, second)
    assert asked_about(world) == ["Bob"]
    the_invitation(world).check_link(2, world.clock.now)
    assert len(world.mailer.sent) == 2


def test_what_a_later_import_asked_for_stays_when_the_first_one_is_withdrawn() -> None:
    world = a_world()
    first = imported(world, BOB)
    imported(world, EVE)
    withdrawn(world, first)
    assert asked_about(world) == ["Eve"]
    the_invitation(world).check_link(2, world.clock.now)


def test_when_both_are_withdrawn_nobody_is_asked_and_the_address_is_free() -> None:
    for order in ((0, 1), (1, 0)):
        world = a_world()
        runs = [imported(world, BOB), imported(world, EVE)]
        for which in order:
            withdrawn(world, runs[which])
        assert asked_about(world) == []
        assert the_invitation(world).state is InvitationState.WITHDRAWN
        assert world.services.invitations.locks(["p@example.org"]) == {}


def test_an_email_that_was_not_sent_yet_is_not_sent_and_the_link_before_it_works_again() -> None:
    world = a_world()
    imported(world, BOB)
    second = imported(world, EVE, sent=False)
    withdrawn(world, second)
    send_all(world)
    assert asked_about(world) == ["Bob"]
    the_invitation(world).check_link(1, world.clock.now)
    assert len(world.mailer.sent) == 1


def test_whoever_is_asked_about_anew_after_a_withdrawal_belongs_to_whoever_asked_anew() -> None:
    world = a_world()
    imported(world, BOB)
    withdrawn(world, imported(world, EVE))
    third = imported(world, EVE + KIM)
    assert asked_about(world) == ["Bob", "Eve", "Kim"]
    withdrawn(world, third)
    assert asked_about(world) == ["Bob"]


def test_a_student_for_whom_a_person_pressed_send_invitation_stays_asked_about() -> None:
    world = a_world()
    run = imported(world, BOB)
    [bob] = world.store.all(Student)
    world.clock.wait(timedelta(hours=1))
    invite_parent(bob.id, Invitee("p@example.org", ""), by_admin(), world.services)
    withdrawn(world, run)
    assert asked_about(world) == ["Bob"]


def test_a_corrected_address_keeps_the_students_whom_others_asked_about() -> None:
    world = a_world()
    imported(world, BOB)
    second = imported(world, EVE)
    correct_address(the_invitation(world).id, "right@example.org", by_admin(), world.services)
    withdrawn(world, second)
    send_all(world)
    assert asked_about(world) == ["Bob"]
    assert "Eve" not in world.mailer.sent[-1].text
    assert world.mailer.sent[-1].to == "right@example.org"


def test_a_withdrawal_that_dies_anywhere_ends_like_one_that_does_not() -> None:
    def a_withdrawal() -> tuple[World, ImportRun]:
        world = a_world()
        imported(world, BOB + "3-A,7,Lee,Ann,a@example.org\n")
        run = imported(world, EVE)
        run = imported(world, KIM + "3-A,8,Lee,Amy,a@example.org\n3-A,9,Fox,Kit,k@example.org\n")
        request_withdrawal(run.id, by_admin(), world.services)
        return world, run

    def end(world: World) -> object:
        students = {s.id: s.first_name for s in world.store.all(Student)}
        return sorted(
            (i.email, i.state, i.send_number, [students[s] for s in i.student_ids], len(i.history))
            for i in world.store.all(Invitation)
        )

    (world, run), plug = a_withdrawal(), Plug()
    import_csv(run.upload, wired(world.services, plug))
    wanted = end(world)
    for at, before in crash_points(plug.calls):
        world, run = a_withdrawal()
        with pytest.raises(PulledThePlug):
            import_csv(run.upload, wired(world.services, Plug(at, before)))
        import_csv(run.upload, world.services)
        assert end(world) == wanted, (at, before)
