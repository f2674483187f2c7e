"""An index that is five seconds late: the rounds find what is not true any more, and look at the thing itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from homeroom.domain.invitation import Invitation, InvitationState
from homeroom.domain.mail import MailState
from homeroom.domain.parent_contact import Relation
from homeroom.use_cases.answer import FilledForm
from homeroom.use_cases.begin_answer import begin_answer
from homeroom.use_cases.close_expired import close_expired
from homeroom.use_cases.decline import decline_by_link
from homeroom.use_cases.find_invitations import Wanted, find_invitations
from homeroom.use_cases.look_after_mails import look_after_mails
from homeroom.use_cases.manage_invitation import hold, send_again, withdraw
from homeroom.use_cases.ports import Invitations
from homeroom.use_cases.remind import remind
from homeroom.use_cases.save_contact import save_contact
from homeroom.use_cases.send_again_to_all import go_on_sending_again, start_sending_again
from homeroom.use_cases.send_invite import send_invites
from homeroom.use_cases.stop_mails import stop_mails
from tests.factories import details
from tests.fakes.strict_ses import Answer
from tests.unit.late_index import late
from tests.unit.outbox_world import ADMIN, ANYBODY, OutboxWorld

Deed = Callable[[OutboxWorld, Invitation], object]


def asked(days: float, *answers: Answer) -> tuple[OutboxWorld, Invitation]:
    world = OutboxWorld()
    world.ses.answers = list(answers)
    invitation = world.invite(world.a_student())
    world.deliver_queue()
    world.clock.wait(timedelta(days=days))
    return world, world.newest(invitation)


def answer_it(world: OutboxWorld, invitation: Invitation) -> None:
    token = begin_answer(world.ses.taken[0].token, ANYBODY, world.outside).token
    save_contact(token, FilledForm(details(), dict.fromkeys(invitation.student_ids, Relation())), world.outside)
    world.deliver_queue()


def decline_it(world: OutboxWorld, invitation: Invitation) -> None:
    decline_by_link(world.ses.taken[0].token, invitation.student_ids, ANYBODY, world.outside)


def stop_it(world: OutboxWorld, _: Invitation) -> None:
    stop_mails(world.ses.taken[0].stop_token, "192.0.2.1", world.outside)


NOBODY_IS_MAILED_AFTER: list[Deed] = [
    answer_it,
    decline_it,
    stop_it,
    lambda world, invitation: withdraw(invitation.id, ADMIN, world.outside),
    lambda world, invitation: hold(invitation.id, ADMIN, world.outside),
]


@pytest.mark.parametrize("deed", NOBODY_IS_MAILED_AFTER, ids=["answered", "declined", "stopped", "withdrawn", "held"])
@pytest.mark.parametrize("round_of", ["reminders", "sending again"])
def test_who_is_still_listed_and_is_not_to_be_mailed_any_more_is_not(deed: Deed, round_of: str) -> None:
    world, invitation = asked(3)
    if round_of == "sending again":
        start_sending_again(ADMIN, world.outside)
    earlier = world.store.as_it_is_now()
    deed(world, invitation)
    before = len(world.ses.taken)
    outside = late(world.outside, earlier)
    remind(outside) if round_of == "reminders" else go_on_sending_again(outside)
    world.deliver_queue()
    world.check()
    assert len(world.ses.taken) == before


def test_who_was_asked_again_a_moment_ago_is_not_closed_or_reminded() -> None:
    world, invitation = asked(29.99)
    earlier = world.store.as_it_is_now()
    send_again(invitation.id, ADMIN, world.outside)
    world.deliver_queue()
    world.clock.wait(timedelta(hours=1))
    assert close_expired(late(world.outside, earlier)) == 0
    assert remind(late(world.outside, earlier)) == 0
    assert world.newest(invitation).state is InvitationState.OPEN


def test_a_mail_that_was_settled_a_moment_ago_is_neither_sent_again_nor_taken_for_lost() -> None:
    world, invitation = asked(0, Answer.LOST)
    world.clock.wait(timedelta(days=1, minutes=1))
    earlier = world.store.as_it_is_now()
    look_after_mails(world.outside)
    assert look_after_mails(late(world.outside, earlier)).lost == 0
    assert world.newest(invitation).generation == 2
    earlier = world.store.as_it_is_now()
    world.deliver_queue()
    world.queue.mails.clear()
    look_after_mails(late(world.outside, earlier))
    send_invites(world.queue.mails, world.outside)
    assert len(world.ses.calls) == 2
    assert world.mail(invitation).state is MailState.ACCEPTED


def test_what_an_index_does_not_know_yet_the_next_round_finds() -> None:
    world = OutboxWorld()
    earlier = world.store.as_it_is_now()
    invitation = world.invite(world.a_student())
    world.queue.mails.clear()
    assert look_after_mails(late(world.outside, earlier)).waiting == 0
    assert look_after_mails(world.outside).waiting == 1
    world.deliver_queue()
    assert world.mail(invitation).state is MailState.ACCEPTED


def test_who_is_found_under_two_statuses_is_shown_once() -> None:
    """Each status is asked for by itself, and somebody may go from one to the next in between."""
    world, invitation = asked(0)
    listed = world.outside.invitations.listed
    twice = replace(
        world.outside,
        invitations=cast(
            "Invitations",
            _Overriding(world.outside.invitations, listed=lambda *some, **more: listed(*some, **more) * 2),
        ),
    )
    assert [line.invitation.id for line in find_invitations(Wanted(), "", twice).lines] == [invitation.id]


class _Overriding:
    """A port, some of whose answers are others."""

    def __init__(self, port: Any, **others: Any) -> None:
        self._port = port
        self.__dict__ |= others

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)
