"""What a Site Admin does about one invitation, also when somebody else does something at the same moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.accounts.session import ANSWERING, Session, SessionKind
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.link_errors import LinkExpired, LinkSuperseded, LinkWithdrawn
from homeroom.domain.invitations.status import Status, status_of
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.token import digest
from homeroom.domain.roster.student import Student
from homeroom.use_cases.answers.answer import AnswerOver, read_answer
from homeroom.use_cases.invitations.close_expired import close_expired
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.manage_invitation import (
    AddressTaken,
    InvitationHeld,
    InvitationOver,
    correct_address,
    hold,
    release,
    send_again,
    withdraw,
)
from homeroom.use_cases.mail.send_invite import send_invite
from homeroom.use_cases.ports.services import Services
from tests.factories import a_student, an_admin, by
from tests.fakes import World

ADMIN, OTHER = an_admin(), an_admin(id="u2", email="other@example.org", name="Sam Ito")
STUDENT = a_student()
LONG_AFTER = timedelta(hours=1)


def a_school() -> tuple[World, str]:
    """With one invitation, whose mail was sent, an hour ago."""
    world = World()
    world.store.save(Change.new(STUDENT))
    result = invite_parent(STUDENT.id, Invitee("maria@example.org", "María"), by(ADMIN), world.services)
    send_all(world)
    world.clock.wait(LONG_AFTER)
    return world, result.invitation.id


def send_all(world: World) -> None:
    mails, world.queue.mails = world.queue.mails, []
    for mail in mails:
        send_invite(*mail, world.services)


def now_is(world: World, invitation_id: str) -> Invitation:
    return world.services.invitations.get_many([invitation_id])[invitation_id]


def addresses_mailed(world: World) -> list[str]:
    send_all(world)
    return [mail.to for mail in world.mailer.sent]


class Meanwhile:
    """A store at which somebody else is a moment quicker, once."""

    def __init__(self, store: Any, operation: Callable[[], Any]) -> None:
        self._store, self._operation = store, operation

    def save(self, *changes: Change) -> None:
        operation, self._operation = self._operation, lambda: None
        operation()
        self._store.save(*changes)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def meanwhile(world: World, operation: Callable[[], Any]) -> Services:
    store: Any = Meanwhile(world.store, operation)
    return replace(world.services, store=store)


def test_sending_again_makes_one_more_mail_and_says_so_behind_every_earlier_link() -> None:
    world, invitation_id = a_school()
    assert send_again(invitation_id, by(ADMIN), world.services)
    assert addresses_mailed(world) == ["maria@example.org"] * 2
    with pytest.raises(LinkSuperseded):
        now_is(world, invitation_id).check_link(1, world.clock())
    now_is(world, invitation_id).check_link(2, world.clock())
    assert now_is(world, invitation_id).inviter == "Jordan Ellis"


def test_a_button_pressed_twice_in_a_moment_makes_one_mail() -> None:
    world, invitation_id = a_school()
    assert send_again(invitation_id, by(ADMIN), world.services)
    assert not send_again(invitation_id, by(ADMIN), world.services)
    assert len(addresses_mailed(world)) == 2


def test_two_admins_who_send_again_at_once_make_one_mail() -> None:
    world, invitation_id = a_school()
    other = meanwhile(world, lambda: send_again(invitation_id, by(OTHER), world.services))
    send_again(invitation_id, by(ADMIN), other)
    assert len(addresses_mailed(world)) == 2
    assert now_is(world, invitation_id).send_number == 2
    assert now_is(world, invitation_id).asked_by == "Sam Ito"


def test_who_died_between_storing_and_asking_for_the_mail_presses_again_and_it_goes_out() -> None:
    world, invitation_id = a_school()
    send_again(invitation_id, by(ADMIN), world.services)
    world.queue.mails.clear()
    send_again(invitation_id, by(ADMIN), world.services)
    assert len(addresses_mailed(world)) == 2


def test_an_expired_invitation_that_is_sent_again_is_open_again() -> None:
    world, invitation_id = a_school()
    world.clock.wait(timedelta(days=31))
    with pytest.raises(LinkExpired):
        now_is(world, invitation_id).check_link(1, world.clock())
    close_expired(world.services)
    assert status_of(now_is(world, invitation_id)) is Status.EXPIRED
    send_again(invitation_id, by(ADMIN), world.services)
    assert now_is(world, invitation_id).open_at(world.clock())
    assert world.services.invitations.locks(["maria@example.org"])
    assert student(world).open_invitation_ids == (invitation_id,)
    assert student(world).past_invitation_ids == ()
    assert len(addresses_mailed(world)) == 2


def test_an_expired_invitation_whose_address_was_asked_anew_stays_as_it_is() -> None:
    world, invitation_id = a_school()
    world.clock.wait(timedelta(days=31))
    close_expired(world.services)
    newer = invite_parent(STUDENT.id, Invitee("maria@example.org", ""), by(ADMIN), world.services).invitation
    with pytest.raises(AddressTaken) as taken:
        send_again(invitation_id, by(ADMIN), world.services)
    assert taken.value.invitation_id == newer.id
    assert student(world).invitation_ids == (invitation_id, newer.id)


def test_nothing_is_sent_again_about_a_student_who_has_a_contact_by_now() -> None:
    world, invitation_id = a_school()
    world.clock.wait(timedelta(days=31))
    close_expired(world.services)
    before = student(world)
    world.store.save(Change(before, before.linked_to("c1")))
    with pytest.raises(InvitationOver):
        send_again(invitation_id, by(ADMIN), world.services)


def test_a_corrected_address_gets_the_mail_and_the_old_link_and_form_are_dead() -> None:
    world, invitation_id = a_school()
    begun = now_is(world, invitation_id)
    world.store.save(Change(begun, begun.begun(world.clock())))
    token = "t" * 43
    world.store.save(Change.new(a_form(token, invitation_id, world)))
    assert read_answer(token, world.services).invitation.id == invitation_id
    world.clock.wait(timedelta(seconds=1))
    assert correct_address(invitation_id, "marie@example.org", by(ADMIN), world.services)
    assert addresses_mailed(world) == ["maria@example.org", "marie@example.org"]
    invitation = now_is(world, invitation_id)
    assert (invitation.email, invitation.begun_at, status_of(invitation)) == ("marie@example.org", None, Status.WAITING)
    with pytest.raises(LinkSuperseded):
        invitation.check_link(1, world.clock())
    with pytest.raises(AnswerOver):
        read_answer(token, world.services)
    assert list(world.services.invitations.locks(["maria@example.org", "marie@example.org"])) == ["marie@example.org"]


def a_form(token: str, invitation_id: str, world: World) -> Session:
    now = world.clock()
    return Session(
        digest=digest(token),
        kind=SessionKind.ANSWERING,
        subject=invitation_id,
        started_at=now,
        seen_at=now,
        lifetime=ANSWERING,
    )


def test_an_address_that_has_an_open_invitation_is_not_taken_from_it() -> None:
    world, invitation_id = a_school()
    world.store.save(Change.new(a_student("Ana")))
    other = invite_parent(a_student("Ana").id, Invitee("ana@example.org", ""), by(ADMIN), world.services).invitation
    with pytest.raises(AddressTaken) as taken:
        correct_address(invitation_id, "ANA@example.org", by(ADMIN), world.services)
    assert taken.value.invitation_id == other.id
    assert now_is(world, invitation_id).email == "maria@example.org"


def test_an_address_whose_invitation_has_run_out_this_very_day_is_free() -> None:
    world, invitation_id = a_school()
    world.store.save(Change.new(a_student("Ana")))
    other = invite_parent(a_student("Ana").id, Invitee("ana@example.org", ""), by(ADMIN), world.services).invitation
    world.clock.wait(timedelta(days=30))
    send_again(invitation_id, by(ADMIN), world.services)
    world.clock.wait(LONG_AFTER)
    assert correct_address(invitation_id, "ana@example.org", by(ADMIN), world.services)
    assert now_is(world, other.id).state is InvitationState.EXPIRED
    assert world.services.invitations.locks(["ana@example.org"])["ana@example.org"].invitation_id == invitation_id
    assert student(world, a_student("Ana").id).open_invitation_ids == ()


def test_two_admins_who_correct_one_address_at_once_make_one_mail() -> None:
    world, invitation_id = a_school()
    other = meanwhile(world, lambda: correct_address(invitation_id, "marie@example.org", by(OTHER), world.services))
    correct_address(invitation_id, "marie@example.org", by(ADMIN), other)
    assert addresses_mailed(world) == ["maria@example.org", "marie@example.org"]


def test_two_invitations_corrected_to_one_address_at_once_do_not_both_get_it() -> None:
    world, invitation_id = a_school()
    world.store.save(Change.new(a_student("Ana")))
    other = invite_parent(a_student("Ana").id, Invitee("ana@example.org", ""), by(ADMIN), world.services).invitation
    quicker = meanwhile(world, lambda: correct_address(other.id, "new@example.org", by(OTHER), world.services))
    with pytest.raises(AddressTaken):
        correct_address(invitation_id, "new@example.org", by(ADMIN), quicker)
    locks = {lock.email_key: lock.invitation_id for lock in world.store.all(AddressLock)}
    assert locks == {"maria@example.org": invitation_id, "new@example.org": other.id}


def test_an_address_in_other_letters_is_corrected_too_and_the_same_address_changes_nothing() -> None:
    world, invitation_id = a_school()
    assert correct_address(invitation_id, "Maria@example.org", by(ADMIN), world.services)
    assert not correct_address(invitation_id, "Maria@example.org", by(ADMIN), world.services)
    assert addresses_mailed(world) == ["maria@example.org", "Maria@example.org"]


def test_a_withdrawn_invitation_frees_its_address_and_says_who_withdrew_it() -> None:
    world, invitation_id = a_school()
    withdraw(invitation_id, by(OTHER), world.services)
    withdraw(invitation_id, by(ADMIN), world.services)
    with pytest.raises(LinkWithdrawn):
        now_is(world, invitation_id).check_link(1, world.clock())
    assert [h.by for h in now_is(world, invitation_id).history] == ["Sam Ito"]
    assert not world.services.invitations.locks(["maria@example.org"])
    assert student(world).past_invitation_ids == (invitation_id,)
    for operation in (send_again, hold, release):
        with pytest.raises(InvitationOver):
            operation(invitation_id, by(ADMIN), world.services)


def test_withdrawn_while_another_sends_it_again_no_mail_goes_out() -> None:
    world, invitation_id = a_school()
    other = meanwhile(world, lambda: withdraw(invitation_id, by(OTHER), world.services))
    with pytest.raises(InvitationOver):
        send_again(invitation_id, by(ADMIN), other)
    assert len(addresses_mailed(world)) == 1


def test_a_held_invitation_sends_no_mail_until_it_is_released() -> None:
    world, invitation_id = a_school()
    send_again(invitation_id, by(ADMIN), world.services)
    hold(invitation_id, by(ADMIN), world.services)
    hold(invitation_id, by(OTHER), world.services)
    assert len(addresses_mailed(world)) == 1
    with pytest.raises(InvitationHeld):
        send_again(invitation_id, by(ADMIN), world.services)
    with pytest.raises(InvitationHeld):
        correct_address(invitation_id, "marie@example.org", by(ADMIN), world.services)
    release(invitation_id, by(OTHER), world.services)
    release(invitation_id, by(ADMIN), world.services)
    assert len(addresses_mailed(world)) == 2
    release(invitation_id, by(ADMIN), world.services)
    assert len(addresses_mailed(world)) == 2
    assert [h.by for h in now_is(world, invitation_id).history[-2:]] == ["Jordan Ellis", "Sam Ito"]


def student(world: World, student_id: str = STUDENT.id) -> Student:
    return world.services.roster.students([student_id])[student_id]
