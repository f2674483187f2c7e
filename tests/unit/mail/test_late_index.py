"""An index that is five seconds late: scheduled runs find what is no longer true, and look at the thing itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from homeroom.domain.families.parent_contact import FilledForm, Relation
from homeroom.domain.invitations.bulk_resend import EVERYBODY
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.mail.mail import REPORTS_COME, MailState
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.decline import decline_by_link
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.invitations.bulk_resend import continue_bulk_resend, start_bulk_resend
from homeroom.use_cases.invitations.close_expired import close_expired
from homeroom.use_cases.invitations.find_invitations import find_invitations
from homeroom.use_cases.invitations.manage_invitation import hold, send_again, withdraw
from homeroom.use_cases.invitations.remind import remind
from homeroom.use_cases.invitations.wanted import Wanted
from homeroom.use_cases.mail.send_invite import send_invites
from homeroom.use_cases.mail.settle_mails import settle_mails
from homeroom.use_cases.mail.stop_mails import stop_mails
from homeroom.use_cases.ports.invitation_lists import InvitationLists
from tests.factories import YEAR, by, details
from tests.fakes.strict_ses import Answer
from tests.steps.late_index import late
from tests.steps.outbox_world import ADMIN, ANYBODY, OutboxWorld

Operation = Callable[[OutboxWorld, Invitation], object]


def an_invited_parent(days: float, *answers: Answer) -> tuple[OutboxWorld, Invitation]:
    world = OutboxWorld()
    world.ses.answers = list(answers)
    invitation = world.invite(world.a_student())
    world.deliver_queue()
    world.clock.wait(timedelta(days=days))
    return world, world.newest(invitation)


def answer_it(world: OutboxWorld, invitation: Invitation) -> None:
    token = begin_answer(world.ses.taken[0].token, ANYBODY, world.services).token
    save_contact(token, FilledForm(details(), dict.fromkeys(invitation.student_ids, Relation())), world.services)
    world.deliver_queue()


def decline_it(world: OutboxWorld, invitation: Invitation) -> None:
    decline_by_link(world.ses.taken[0].token, invitation.student_ids, ANYBODY, world.services)


def stop_it(world: OutboxWorld, _: Invitation) -> None:
    stop_mails(world.ses.taken[0].stop_token, "192.0.2.1", world.services)


NOBODY_IS_MAILED_AFTER: list[Operation] = [
    answer_it,
    decline_it,
    stop_it,
    lambda world, invitation: withdraw(invitation.id, by(ADMIN), world.services),
    lambda world, invitation: hold(invitation.id, by(ADMIN), world.services),
]


@pytest.mark.parametrize(
    "operation", NOBODY_IS_MAILED_AFTER, ids=["answered", "declined", "stopped", "withdrawn", "held"]
)
@pytest.mark.parametrize("run", ["reminders", "sending again"])
def test_who_is_still_listed_and_is_not_to_be_mailed_any_more_is_not(operation: Operation, run: str) -> None:
    world, invitation = an_invited_parent(3)
    if run == "sending again":
        start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
    earlier = world.store.as_it_is_now()
    operation(world, invitation)
    before = len(world.ses.taken)
    services = late(world.services, earlier)
    remind(services) if run == "reminders" else continue_bulk_resend(services)
    world.deliver_queue()
    world.check()
    assert len(world.ses.taken) == before


def test_who_was_asked_again_a_moment_ago_is_not_closed_or_reminded() -> None:
    world, invitation = an_invited_parent(29.99)
    earlier = world.store.as_it_is_now()
    send_again(invitation.id, by(ADMIN), world.services)
    world.deliver_queue()
    world.clock.wait(timedelta(hours=1))
    assert close_expired(late(world.services, earlier)) == 0
    assert remind(late(world.services, earlier)) == 0
    assert world.newest(invitation).state is InvitationState.OPEN


def test_a_mail_that_was_settled_a_moment_ago_is_neither_sent_again_nor_taken_for_lost() -> None:
    world, invitation = an_invited_parent(0, Answer.LOST)
    world.clock.wait(REPORTS_COME + timedelta(minutes=1))
    earlier = world.store.as_it_is_now()
    settle_mails(world.services)
    assert settle_mails(late(world.services, earlier)).lost == 0
    assert world.newest(invitation).send_number == 2
    earlier = world.store.as_it_is_now()
    world.deliver_queue()
    world.queue.mails.clear()
    settle_mails(late(world.services, earlier))
    send_invites(world.queue.mails, world.services)
    assert len(world.ses.calls) == 2
    assert world.mail(invitation).state is MailState.ACCEPTED


def test_what_an_index_does_not_know_yet_the_next_run_finds() -> None:
    world = OutboxWorld()
    earlier = world.store.as_it_is_now()
    invitation = world.invite(world.a_student())
    world.queue.mails.clear()
    assert settle_mails(late(world.services, earlier)).waiting == 0
    assert settle_mails(world.services).waiting == 1
    world.deliver_queue()
    assert world.mail(invitation).state is MailState.ACCEPTED


def test_who_is_found_under_two_statuses_is_shown_once() -> None:
    """Each status is asked for by itself, and somebody may go from one to the next in between."""
    world, invitation = an_invited_parent(0)
    listed = world.services.invitation_lists.listed
    twice = replace(
        world.services,
        invitation_lists=cast(
            "InvitationLists",
            _Overriding(world.services.invitation_lists, listed=lambda *some, **more: listed(*some, **more) * 2),
        ),
    )
    assert [line.invitation.id for line in find_invitations(Wanted(year=YEAR), "", twice).lines] == [invitation.id]


class _Overriding:
    """A port, some of whose answers are others."""

    def __init__(self, port: Any, **others: Any) -> None:
        self._port = port
        self.__dict__ |= others

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)
