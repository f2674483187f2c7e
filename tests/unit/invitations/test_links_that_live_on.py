"""A link that works is not taken from a parent for a mail that nobody would get."""

from datetime import timedelta

import pytest

from homeroom.domain.invitations.bulk_resend import EVERYBODY
from homeroom.domain.invitations.invitation import InvitationState
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.message import message
from homeroom.domain.mail.address_block import AddressBlock, AddressBlocked, BlockReason
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.invitations.bulk_resend import continue_bulk_resend, start_bulk_resend
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.manage_invitation import (
    NobodyAskedAbout,
    correct_address,
    hold,
    release,
    send_again,
)
from homeroom.use_cases.invitations.new_link import ask_for_new_link
from homeroom.use_cases.invitations.remind import remind
from tests.factories import a_student, an_admin, by
from tests.fakes import World
from tests.steps.invited import MARIA, block, in_store, invited, kinds, send_all, the_invitation

ADMIN, STUDENT = an_admin(), a_student()
TWO_DAYS = timedelta(days=2)


def works(world: World, token: str) -> bool:
    return bool(open_link(token, Visitor("1.2.3.4", ""), world.services).students)


def answered_by_somebody_else(world: World) -> None:
    student = in_store(world, STUDENT)
    world.store.save(Change(student, student.linked_to("another-contact")))


def mails_of_a_bulk_resend(world: World) -> int:
    start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
    continue_bulk_resend(world.services)
    mails = len(world.queue.mails)
    send_all(world)
    return mails


def test_a_bulk_resend_leaves_alone_the_second_parent_of_a_student_whose_first_parent_has_answered() -> None:
    world = World()
    token = invited(world, STUDENT)
    answered_by_somebody_else(world)
    world.clock.wait(TWO_DAYS)
    assert mails_of_a_bulk_resend(world) == 0
    assert works(world, token)


def test_a_bulk_resend_leaves_alone_whoever_wants_no_more_mails() -> None:
    world = World()
    token = invited(world, STUDENT)
    block(world)
    world.clock.wait(TWO_DAYS)
    assert mails_of_a_bulk_resend(world) == 0
    assert works(world, token)


def test_a_bulk_resend_mails_nobody_who_was_reminded_within_a_day() -> None:
    world = World()
    invited(world, STUDENT)
    world.clock.wait(timedelta(days=3))
    assert remind(world.services) == 1
    send_all(world)
    world.clock.wait(timedelta(minutes=1))
    assert mails_of_a_bulk_resend(world) == 0
    world.clock.wait(timedelta(days=1))
    assert mails_of_a_bulk_resend(world) == 1


def test_sending_again_about_students_who_need_no_answer_any_more_changes_nothing() -> None:
    world = World()
    token = invited(world, STUDENT)
    answered_by_somebody_else(world)
    world.clock.wait(TWO_DAYS)
    with pytest.raises(NobodyAskedAbout):
        send_again(the_invitation(world).id, by(ADMIN), world.services)
    assert works(world, token)


@pytest.mark.parametrize("allow_again", [False, True])
def test_sending_again_to_whoever_wants_no_more_mails_changes_nothing(allow_again: bool) -> None:
    world = World()
    token = invited(world, STUDENT)
    block(world)
    world.clock.wait(TWO_DAYS)
    with pytest.raises(AddressBlocked):
        send_again(the_invitation(world).id, by(ADMIN), world.services, allow_again=allow_again)
    assert works(world, token)


def test_an_address_whose_mail_bounced_is_mailed_again_once_an_admin_says_that_it_works() -> None:
    world = World()
    token = invited(world, STUDENT)
    block(world, reason=BlockReason.BOUNCED)
    world.clock.wait(TWO_DAYS)
    with pytest.raises(AddressBlocked):
        send_again(the_invitation(world).id, by(ADMIN), world.services)
    assert works(world, token)
    assert send_again(the_invitation(world).id, by(ADMIN), world.services, allow_again=True)
    send_all(world)
    assert len(kinds(world)) == 2
    assert world.store.all(AddressBlock) == []


def test_an_address_is_not_corrected_to_one_that_gets_no_mails() -> None:
    world = World()
    token = invited(world, STUDENT)
    block(world, "gone@example.org", BlockReason.BOUNCED)
    world.clock.wait(TWO_DAYS)
    with pytest.raises(AddressBlocked):
        correct_address(the_invitation(world).id, "gone@example.org", by(ADMIN), world.services)
    assert the_invitation(world).email == MARIA
    assert works(world, token)


def test_a_held_invitation_keeps_its_link_when_a_new_one_is_asked_for() -> None:
    world = World()
    old = invited(world, STUDENT)
    world.clock.wait(TWO_DAYS)
    send_again(the_invitation(world).id, by(ADMIN), world.services)
    send_all(world)
    world.clock.wait(TWO_DAYS)
    hold(the_invitation(world).id, by(ADMIN), world.services)
    send_number = the_invitation(world).send_number
    ask_for_new_link(old, "192.0.2.1", world.services)
    send_all(world)
    assert the_invitation(world).send_number == send_number


def test_a_reminder_that_was_due_while_the_invitation_was_held_goes_out_after_its_release() -> None:
    world = World()
    invited(world, STUDENT)
    hold(the_invitation(world).id, by(ADMIN), world.services)
    world.clock.wait(timedelta(days=15))
    assert remind(world.services) == 0
    release(the_invitation(world).id, by(ADMIN), world.services)
    assert remind(world.services) == 1


def test_a_mail_that_came_back_is_not_reminded_of() -> None:
    world = World()
    invited(world, STUDENT)
    mail = world.services.mails.get(the_invitation(world).id, 1)
    assert mail
    world.store.save(Change(mail, mail.reported(MailState.CAME_BACK, "", message(MailReason.MAILBOX_FULL))))
    world.clock.wait(timedelta(days=3))
    assert remind(world.services) == 0


def test_when_a_link_is_over_no_sibling_goes_on_waiting_for_it() -> None:
    world, sibling = World(), a_student("Ana")
    invited(world, STUDENT, sibling)
    first = the_invitation(world)
    world.clock.wait(timedelta(days=31))
    invite_parent(STUDENT.id, Invitee(MARIA, ""), by(ADMIN), world.services)
    assert in_store(world, sibling).open_invitation_ids == ()
    closed = world.services.invitations.get_many([first.id])[first.id]
    assert closed.state is InvitationState.EXPIRED
