"""Send me a new link: to the address on record, alike for everybody who asks."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.link_errors import LinkSuperseded
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import LINK_MAIL_FROM, TooManyTries
from homeroom.domain.kernel.token import new_token
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.invitations.close_expired import close_expired
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.new_link import ANSWERED_AFTER, ask_for_new_link
from tests.factories import a_contact, a_student, by_admin, with_answer
from tests.fakes import World
from tests.steps.invited import MARIA, block, in_store, invited, kinds, newest_token, send_all, the_invitation

VISITOR = Visitor("192.0.2.1", "")
OVER = timedelta(days=31)


def opens(token: str, world: World) -> bool:
    return bool(open_link(token, VISITOR, world.services))


@pytest.mark.parametrize("closed", [False, True], ids=["before the daily run", "after it"])
def test_an_expired_link_is_renewed_and_the_old_one_stays_dead(closed: bool) -> None:
    world = World()
    student = a_student()
    token = invited(world, student)
    world.clock.wait(OVER)
    if closed:
        world.clock.now = the_invitation(world).expires_at + timedelta(hours=5)
        assert close_expired(world.services) == 1
        assert in_store(world, student).open_invitation_ids == ()
    ask_for_new_link(token, "192.0.2.1", world.services)
    send_all(world)
    assert kinds(world) == ["invitation", "new_link"]
    assert opens(newest_token(world), world)
    with pytest.raises(LinkSuperseded):
        open_link(token, VISITOR, world.services)
    assert world.store.one(AddressLock, MARIA)
    assert in_store(world, student).open_invitation_ids == (the_invitation(world).id,)


def test_an_address_that_must_not_be_told_any_more_gets_no_new_link() -> None:
    world = World()
    student = a_student()
    token = invited(world, student)
    world.clock.wait(OVER)
    stored = in_store(world, student)
    world.store.save(Change(stored, stored.without_contact([MARIA])))
    ask_for_new_link(token, "192.0.2.1", world.services)
    send_all(world)
    assert kinds(world) == ["invitation"]
    assert the_invitation(world).send_number == 1


def test_the_page_of_a_superseded_link_renews_too_and_only_the_newest_opens() -> None:
    world = World()
    first = invited(world, a_student())
    world.clock.wait(timedelta(hours=1))
    ask_for_new_link(first, "192.0.2.1", world.services)
    send_all(world)
    second = newest_token(world)
    world.clock.wait(timedelta(hours=1))
    ask_for_new_link(first, "192.0.2.1", world.services)
    send_all(world)
    assert opens(newest_token(world), world)
    for dead in (first, second):
        with pytest.raises(LinkSuperseded):
            open_link(dead, VISITOR, world.services)


def test_invited_anew_meanwhile_the_one_open_invitation_is_renewed() -> None:
    world = World()
    student = a_student()
    token = invited(world, student)
    world.clock.wait(OVER)
    invite_parent(student.id, Invitee(MARIA, ""), by_admin(), world.services)
    world.clock.wait(timedelta(hours=1))
    send_all(world)
    ask_for_new_link(token, "192.0.2.1", world.services)
    send_all(world)
    assert sorted(i.send_number for i in world.store.all(Invitation)) == [1, 2]
    assert opens(newest_token(world), world)


def test_a_second_parent_gets_a_new_link_also_when_the_first_has_answered() -> None:
    world = World()
    student = a_student()
    token = invited(world, student)
    contact = a_contact(student)
    stored = in_store(world, student)
    world.store.save(Change(stored, stored.linked_to(contact.id)), Change.new(contact))
    world.clock.wait(OVER)
    ask_for_new_link(token, "192.0.2.1", world.services)
    send_all(world)
    assert opens(newest_token(world), world)


def test_pressed_twice_it_sends_one_mail_also_when_the_first_press_died_before_the_queue() -> None:
    world = World()
    token = invited(world, a_student())
    world.clock.wait(OVER)
    ask_for_new_link(token, "192.0.2.1", world.services)
    world.queue.mails.clear()
    ask_for_new_link(token, "192.0.2.1", world.services)
    assert world.queue.mails == [(the_invitation(world).id, 2)]
    ask_for_new_link(token, "192.0.2.1", world.services)
    send_all(world)
    assert kinds(world) == ["invitation", "new_link"]


def withdrawn(world: World) -> None:
    world.store.save(Change(the_invitation(world), the_invitation(world).withdrawn()))


def completed(world: World) -> None:
    world.store.save(Change(the_invitation(world), with_answer(the_invitation(world), "c1", world.clock())))


def nothing(_: World) -> None:
    """The link has expired, and that is all."""


def declined(world: World) -> None:
    invitation = the_invitation(world)
    world.store.save(Change(invitation, invitation.not_about(invitation.student_ids[0], world.clock())))


@pytest.mark.parametrize(
    "before",
    [withdrawn, completed, declined, block, nothing],
    ids=["withdrawn", "completed", "declined", "unsubscribed", "expired"],
)
def test_it_answers_at_the_same_moment_whatever_the_link_is(before: Callable[[World], None]) -> None:
    world = World()
    token = invited(world, a_student())
    world.clock.wait(OVER)
    before(world)
    for tried in (token, new_token(), "' OR 1=1"):
        begun = world.clock()
        assert ask_for_new_link(tried, "192.0.2.1", world.services) is None  # type: ignore[func-returns-value]
        assert world.clock() == begun + ANSWERED_AFTER
    send_all(world)
    is_renewed = len(kinds(world)) == 2
    assert is_renewed is (before is nothing)


@pytest.mark.parametrize("known", [True, False])
def test_three_times_in_six_hours_and_no_more_known_or_not(known: bool) -> None:
    world = World()
    token = invited(world, a_student())
    world.clock.wait(OVER)
    tried = token if known else new_token()
    for _ in range(3):
        ask_for_new_link(tried, "192.0.2.1", world.services)
        world.clock.wait(timedelta(minutes=2))
    begun = world.clock()
    with pytest.raises(TooManyTries):
        ask_for_new_link(tried, "192.0.2.1", world.services)
    assert world.clock() == begun + ANSWERED_AFTER
    world.clock.wait(timedelta(hours=6))
    ask_for_new_link(tried, "192.0.2.1", world.services)


def test_the_links_of_one_address_together_send_three_mails_in_six_hours() -> None:
    world = World()
    tokens = [invited(world, a_student())]
    world.clock.wait(OVER)
    for _ in range(5):
        world.clock.wait(timedelta(minutes=2))
        ask_for_new_link(tokens[-1], "192.0.2.1", world.services)
        send_all(world)
        if newest_token(world) not in tokens:
            tokens.append(newest_token(world))
    assert kinds(world).count("new_link") == 3


def test_from_one_network_address_thirty_links_an_hour_are_asked_for_and_no_more() -> None:
    world = World()
    for _ in range(LINK_MAIL_FROM.most):
        ask_for_new_link(new_token(), "192.0.2.1", world.services)
    begun = world.clock()
    with pytest.raises(TooManyTries):
        ask_for_new_link(new_token(), "192.0.2.1", world.services)
    assert world.clock() == begun + ANSWERED_AFTER
    ask_for_new_link(new_token(), "192.0.2.2", world.services)
