"""How often somebody may do one thing, and how long a log-in lasts: the numbers, and that they are kept."""

from datetime import timedelta

import pytest

from homeroom.domain.accounts.session import ANSWERING, Lifetime, Session, SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.invitations.link_errors import LinkUnknown
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import (
    INVITE_AS_PARENT,
    LINK_MAIL_FROM,
    LOG_IN,
    LOG_IN_FROM,
    LOG_IN_HOUR,
    LOG_IN_MAIL,
    LOG_IN_MAIL_ADDRESS,
    NEW_LINK,
    WRONG_CODE,
    WRONG_CODE_ANYWHERE,
    WRONG_LINK,
    WRONG_LOG_IN_CODE,
    Limit,
    TooManyTries,
)
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.sessions import find_session, find_user, start_answering, start_log_in
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.mail.stop_mails import StopLinkUnknown, find_stop_link
from homeroom.use_cases.ports.passwords import WrongPassword
from tests.factories import YEAR, a_contact, a_parent_user, a_student, an_admin, by, by_admin
from tests.fakes import World


@pytest.mark.parametrize(
    ("limit", "most", "window"),
    [
        (LOG_IN, 10, timedelta(minutes=5)),
        (LOG_IN_FROM, 100, timedelta(minutes=5)),
        (LOG_IN_HOUR, 12, timedelta(hours=1)),
        (LOG_IN_MAIL, 5, timedelta(hours=1)),
        (LOG_IN_MAIL_ADDRESS, 12, timedelta(hours=1)),
        (WRONG_LOG_IN_CODE, 10, timedelta(days=1)),
        (LINK_MAIL_FROM, 30, timedelta(hours=1)),
        (NEW_LINK, 3, timedelta(hours=6)),
        (INVITE_AS_PARENT, 5, timedelta(days=1)),
        (WRONG_CODE, 10, timedelta(hours=1)),
        (WRONG_CODE_ANYWHERE, 300, timedelta(hours=1)),
        (WRONG_LINK, 30, timedelta(minutes=1)),
    ],
)
def test_the_numbers_are_those_that_were_promised(limit: Limit, most: int, window: timedelta) -> None:
    assert (limit.most, limit.window) == (most, window)


def test_ten_log_ins_in_five_minutes_are_let_pass_and_the_eleventh_is_not_and_five_minutes_later_is() -> None:
    world = World()
    for _ in range(10):
        with pytest.raises(WrongPassword):
            log_in("nobody@example.org", "wrong-password", "1.2.3.4", "POST /login", world.services)
    with pytest.raises(TooManyTries):
        log_in("Nobody@EXAMPLE.org", "wrong-password", "1.2.3.4", "POST /login", world.services)
    with pytest.raises(WrongPassword):  # somebody else is not made to wait
        log_in("other@example.org", "wrong-password", "1.2.3.4", "POST /login", world.services)
    world.clock.wait(timedelta(minutes=5))
    with pytest.raises(WrongPassword):
        log_in("nobody@example.org", "wrong-password", "1.2.3.4", "POST /login", world.services)


def test_thirty_wrong_links_of_whatever_kind_in_a_minute_and_no_more_from_one_network_address() -> None:
    world = World()
    visitor = Visitor("192.0.2.1", "")
    for number in range(15):
        with pytest.raises(LinkUnknown):
            open_link(f"{number:043}", visitor, world.services)
        with pytest.raises(StopLinkUnknown):
            find_stop_link(f"{number:043}", visitor.address, world.services)
    with pytest.raises(TooManyTries):
        open_link("x" * 43, visitor, world.services)
    with pytest.raises(TooManyTries):
        find_stop_link("x" * 43, visitor.address, world.services)
    with pytest.raises(LinkUnknown):
        open_link("x" * 43, Visitor("192.0.2.2", ""), world.services)


def test_a_parent_invites_five_times_a_day_from_profiles_and_a_site_admin_as_often_as_it_takes() -> None:
    world = World()
    students = [a_student(f"Kind {number}") for number in range(7)]
    world.store.save(*map(Change.new, students))
    world.store.save(Change.new(SiteSettings(school_year=YEAR, parents_invite=ParentsInvite.YES)))
    contact = a_contact(students[0])
    world.store.save(Change.new(contact))
    parent = a_parent_user(contact)
    for student in students[:5]:
        invite_parent(student.id, Invitee("p@example.org", ""), by(parent), world.services)
    with pytest.raises(TooManyTries):
        invite_parent(students[5].id, Invitee("p@example.org", ""), by(parent), world.services)
    for student in students:
        invite_parent(student.id, Invitee("q@example.org", ""), by_admin(), world.services)


ADMIN, PARENT = an_admin(), a_parent_user(a_contact(a_student()))


@pytest.mark.parametrize(
    ("user", "idle", "absolute"),
    [
        (ADMIN, timedelta(minutes=30), timedelta(hours=12)),
        (PARENT, timedelta(days=14), timedelta(days=90)),
    ],
    ids=["Site Admin", "parent"],
)
def test_a_log_in_ends_when_it_is_not_used_and_at_the_latest_after_its_time(
    user: User, idle: timedelta, absolute: timedelta
) -> None:
    world = World()
    world.store.save(Change.new(user))
    a_moment = timedelta(seconds=1)
    unused = start_log_in(user, world.services).token
    world.clock.wait(idle)
    assert find_user(unused, world.services) is None

    used, begun = start_log_in(user, world.services).token, world.clock()
    while world.clock() + idle < begun + absolute:
        world.clock.wait(idle - a_moment)
        assert find_user(used, world.services)
    world.clock.now = begun + absolute - a_moment
    assert find_user(used, world.services)
    world.clock.wait(a_moment)
    assert find_user(used, world.services) is None


def test_the_form_behind_a_link_ends_after_three_hours_without_use_and_after_a_day_at_the_latest() -> None:
    world = World()
    unused, used = (start_answering("i1", world.services).token for _ in range(2))
    begun = world.clock()
    while world.clock() + timedelta(hours=2) < begun + timedelta(hours=24):
        world.clock.wait(timedelta(hours=2))
        assert find_session(used, SessionKind.ANSWERING, world.services)
        assert find_session(used, SessionKind.LOGGED_IN, world.services) is None, "it opens nothing else"
    assert find_session(unused, SessionKind.ANSWERING, world.services) is None
    world.clock.wait(timedelta(hours=2))
    assert find_session(used, SessionKind.ANSWERING, world.services) is None
    assert Lifetime(timedelta(hours=3), timedelta(hours=24)) == ANSWERING


def test_a_session_that_is_over_opens_nothing_though_the_table_has_not_tidied_it_away() -> None:
    world = World()
    world.store.save(Change.new(ADMIN))
    token = start_log_in(ADMIN, world.services).token
    world.clock.wait(timedelta(days=1))
    assert find_user(token, world.services) is None
    assert len(world.store.all(Session)) == 1


def test_one_network_address_cannot_try_the_log_ins_of_a_whole_school() -> None:
    world = World()
    for number in range(LOG_IN_FROM.most):
        with pytest.raises(WrongPassword):
            log_in(f"parent{number}@example.org", "wrong-password", "1.2.3.4", "POST /login", world.services)
    with pytest.raises(TooManyTries):
        log_in("another@example.org", "wrong-password", "1.2.3.4", "POST /login", world.services)
    with pytest.raises(WrongPassword):
        log_in("another@example.org", "wrong-password", "5.6.7.8", "POST /login", world.services)
