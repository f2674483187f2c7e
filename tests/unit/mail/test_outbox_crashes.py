"""Whoever asks for a mail may die between storing that and telling the queue, and nobody may ever ask again: the
hourly run finds the mail all the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from homeroom.domain.families.parent_contact import FilledForm, Relation
from homeroom.domain.invitations.bulk_resend import EVERYBODY
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.mail.mail import MailState
from homeroom.use_cases.answers.add_parent import add_parent
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.decline import decline_by_link
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.invitations.bulk_resend import continue_bulk_resend, start_bulk_resend
from homeroom.use_cases.invitations.close_expired import close_expired
from homeroom.use_cases.invitations.manage_invitation import correct_address, hold, release, send_again
from homeroom.use_cases.invitations.new_link import ask_for_new_link
from homeroom.use_cases.invitations.remind import remind
from homeroom.use_cases.mail.settle_mails import settle_mails
from homeroom.use_cases.ports.services import Services
from tests.factories import by, details
from tests.fakes.invitations import address_of
from tests.fakes.strict_ses import Answer
from tests.steps.outbox_world import ADMIN, ANYBODY, OutboxWorld
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

Operation = Callable[[Services], object]
SOURCE = "POST /answer/another-parent"
ONE = "p@example.org"


@dataclass
class Sent:
    """A world in which two students' parents were mailed some days ago, and haven't answered."""

    world: OutboxWorld
    invitation: Invitation
    other: Invitation


def sent(days: float = 4) -> Sent:
    world = OutboxWorld()
    invitation, other = (world.invite(world.a_student(n), f"p{n}@example.org") for n in (1, 2))
    world.deliver_queue()
    world.clock.wait(timedelta(days=days))
    return Sent(world, world.newest(invitation), world.newest(other))


def invited_on_a_profile() -> tuple[OutboxWorld, Operation]:
    world = OutboxWorld()
    student = world.a_student()
    return world, lambda services: world.invite(student, ONE, services)


def invited_though_mail_came_back() -> tuple[OutboxWorld, Operation]:
    world, operation = invited_on_a_profile()
    world.store.save(Change.new(AddressBlock(address=address_of(ONE), reason=BlockReason.BOUNCED, since=world.clock())))
    return world, operation


def sent_again() -> tuple[OutboxWorld, Operation]:
    there = sent()
    return there.world, lambda services: send_again(there.invitation.id, by(ADMIN), services)


def sent_again_after_its_end() -> tuple[OutboxWorld, Operation]:
    there = sent(days=31)
    close_expired(there.world.services)
    return there.world, lambda services: send_again(there.invitation.id, by(ADMIN), services)


def corrected() -> tuple[OutboxWorld, Operation]:
    there = sent()
    return there.world, lambda services: correct_address(there.invitation.id, "new@example.org", by(ADMIN), services)


def corrected_in_other_letters() -> tuple[OutboxWorld, Operation]:
    there = sent()
    return there.world, lambda services: correct_address(there.invitation.id, "P1@example.org", by(ADMIN), services)


def released() -> tuple[OutboxWorld, Operation]:
    world = OutboxWorld()
    invitation = world.invite(world.a_student())
    hold(invitation.id, by(ADMIN), world.services)
    return world, lambda services: release(invitation.id, by(ADMIN), services)


def released_that_an_import_had_asked_for() -> tuple[OutboxWorld, Operation]:
    """Its message came while it was held, and is gone; no mail of it is stored."""
    there = sent()
    requested = there.invitation.asked_again(inviter="x", now=there.world.clock(), link_days=30, import_id="i")
    there.world.store.save(Change(there.invitation, requested.held_by("A", there.world.clock())))
    return there.world, lambda services: release(there.invitation.id, by(ADMIN), services)


def sent_again_to_all() -> tuple[OutboxWorld, Operation]:
    there = sent()

    def operation(services: Services) -> None:
        start_bulk_resend(EVERYBODY, by(ADMIN), services)
        continue_bulk_resend(services)

    return there.world, operation


def a_new_link() -> tuple[OutboxWorld, Operation]:
    there = sent()
    token = there.world.ses.taken[0].token
    return there.world, lambda services: ask_for_new_link(token, "192.0.2.1", services)


def a_new_link_after_its_end() -> tuple[OutboxWorld, Operation]:
    there = sent(days=31)
    close_expired(there.world.services)
    token = there.world.ses.taken[0].token
    return there.world, lambda services: ask_for_new_link(token, "192.0.2.1", services)


def declined_for_one_of_two() -> tuple[OutboxWorld, Operation]:
    """While the mail about the other one has not gone out yet."""
    there = sent()
    second = there.world.a_student(3)
    token = there.world.ses.taken[0].token
    there.world.invite(second, "p1@example.org")
    there.world.deliver_queue()
    token = there.world.ses.taken[-1].token
    return there.world, lambda services: decline_by_link(token, [second.id], ANYBODY, services)


def reminded() -> tuple[OutboxWorld, Operation]:
    return sent().world, remind


def the_form(there: Sent) -> tuple[str, FilledForm]:
    token = begin_answer(there.world.ses.taken[0].token, ANYBODY, there.world.services).token
    return token, FilledForm(details(), dict.fromkeys(there.invitation.student_ids, Relation()))


def confirmed() -> tuple[OutboxWorld, Operation]:
    there = sent()
    token, form = the_form(there)
    return there.world, lambda services: save_contact(token, form, services)


def another_parent() -> tuple[OutboxWorld, Operation]:
    there = sent()
    token, form = the_form(there)
    save_contact(token, form, there.world.services)
    there.world.deliver_queue()
    other = replace(form, details=details(email="other@example.org"))
    return there.world, lambda services: add_parent(token, other, SOURCE, send=True, services=services)


def another_parent_who_was_asked_already() -> tuple[OutboxWorld, Operation]:
    there = sent()
    token, form = the_form(there)
    save_contact(token, form, there.world.services)
    there.world.deliver_queue()
    other = replace(form, details=details(email="p2@example.org"))
    return there.world, lambda services: add_parent(token, other, SOURCE, send=True, services=services)


def lost_and_sent_once_more() -> tuple[OutboxWorld, Operation]:
    world = OutboxWorld()
    world.ses.answers = [Answer.LOST, Answer.LOST]
    for number in (1, 2):
        world.invite(world.a_student(number), f"p{number}@example.org")
    world.deliver_queue()
    world.clock.wait(timedelta(days=2))
    return world, settle_mails


OPERATIONS = [
    *(invited_on_a_profile, invited_though_mail_came_back, sent_again, sent_again_after_its_end),
    *(corrected, corrected_in_other_letters, released, released_that_an_import_had_asked_for, sent_again_to_all),
    *(a_new_link, a_new_link_after_its_end, declined_for_one_of_two, reminded, confirmed),
    *(another_parent, another_parent_who_was_asked_already, lost_and_sent_once_more),
]


@pytest.mark.parametrize("make", OPERATIONS, ids=lambda make: make.__name__)
def test_whoever_asks_for_a_mail_and_dies_anywhere_leaves_none_behind(
    make: Callable[[], tuple[OutboxWorld, Operation]], record_figure: Callable[[str, int], None]
) -> None:
    world, operation = make()
    plug = Plug()
    operation(wired(world.services, plug))
    assert plug.calls >= 3
    tried = 0
    for at, before in crash_points(plug.calls):
        world, operation = make()
        with pytest.raises(PulledThePlug):
            operation(wired(world.services, Plug(at, before)))
        world.settle_down()
        world.check()
        assert world.without_a_mail() == [], (at, before)
        tried += 1
    record_figure("crash points of who asks for a mail", tried)


def test_a_message_that_never_came_to_the_queue_is_missed_within_the_hour() -> None:
    there = sent()
    send_again(there.invitation.id, by(ADMIN), there.world.services)
    there.world.queue.mails.clear()
    there.world.clock.wait(timedelta(hours=1))
    settle_mails(there.world.services)
    there.world.deliver_queue()
    assert there.world.mail(there.invitation).state is MailState.ACCEPTED
    assert there.world.newest(there.invitation).send_number == 2
