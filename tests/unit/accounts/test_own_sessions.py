"""Where one is logged in, and ending it elsewhere."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.session import ADMIN, PARENT, Session
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.token import digest
from homeroom.use_cases.accounts.own_sessions import end_one_session, end_other_sessions, own_sessions
from homeroom.use_cases.accounts.sessions import find_user, start_log_in
from tests.factories import a_contact, a_parent_user, an_admin
from tests.fakes import World
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import wired

END, END_OTHERS = "POST /me/sessions/{id}/end", "POST /me/sessions/end-others"
PARENT_USER, ADMIN_USER = a_parent_user(a_contact()), an_admin()


def a_world() -> World:
    world = World()
    world.store.save(Change.new(PARENT_USER), Change.new(ADMIN_USER))
    return world


def log_in(world: World, user: User = PARENT_USER, browser: str = "") -> str:
    """The token."""
    world.clock.wait(timedelta(seconds=1))
    return start_log_in(user, world.services, browser=browser).token


def session_of(world: World, token: str) -> Session:
    session = world.services.access.session(digest(token))
    assert session
    return session


def listed(world: World, token: str) -> list[str]:
    """The browsers of the others."""
    return [s.browser for s in own_sessions(PARENT_USER.email_key, token, world.services).others]


def done(world: World) -> list[AuditAction]:
    return [entry.action for entry in world.store.all(AuditEntry)]


def test_listed_are_an_accounts_living_log_ins_this_one_apart_and_the_last_used_first() -> None:
    world = a_world()
    log_in(world, browser="long ago")
    world.clock.wait(PARENT.idle)
    this = log_in(world, browser="this")
    used, _ = log_in(world, browser="used"), log_in(world, browser="unused")
    log_in(world, ADMIN_USER, "another account's")
    world.clock.wait(timedelta(minutes=5))
    find_user(used, world.services)
    assert listed(world, this) == ["used", "unused"]


def test_one_is_ended_and_all_others_go_on() -> None:
    world = a_world()
    this, other, third = (log_in(world, browser=name) for name in ("this", "other", "third"))
    end_one_session(By(PARENT_USER, END), this, session_of(world, other).public_id, world.services)
    assert find_user(other, world.services) is None
    assert find_user(this, world.services) == find_user(third, world.services) == replace(PARENT_USER, version=1)
    assert listed(world, this) == ["third"]
    assert done(world) == [AuditAction.SESSION_ENDED]


def test_nobody_ends_a_log_in_of_another_account_whatever_id_they_send() -> None:
    world = a_world()
    this, admins = log_in(world), log_in(world, ADMIN_USER)
    stored = session_of(world, admins)
    for sent in (stored.public_id, stored.digest, admins, "", "*"):
        end_one_session(By(PARENT_USER, END), this, sent, world.services)
    assert find_user(admins, world.services)
    assert done(world) == []


def test_what_a_page_shows_of_a_log_in_leads_neither_to_its_cookie_nor_to_what_is_stored() -> None:
    world = a_world()
    token = log_in(world)
    stored = session_of(world, token)
    assert stored.public_id not in stored.digest
    assert stored.public_id not in token
    assert world.services.access.session(stored.public_id) is None


@pytest.mark.parametrize("at", range(1, 7))
def test_one_that_is_used_while_it_is_ended_ends(at: int) -> None:
    world = a_world()
    this, other = log_in(world), log_in(world)
    world.clock.wait(timedelta(minutes=2))
    used = Meanwhile(at, partial(find_user, other, world.services))
    public_id = session_of(world, other).public_id
    end_one_session(By(PARENT_USER, END), this, public_id, wired(world.services, used))
    assert used.calls >= 6
    assert find_user(other, world.services) is None


def test_all_others_end_and_this_browser_goes_on_with_another_cookie_for_as_long_as_it_would_have() -> None:
    world = a_world()
    this, other = log_in(world, ADMIN_USER), log_in(world, ADMIN_USER)
    ends = session_of(world, this).started_at + ADMIN.absolute
    for _ in range(30):
        world.clock.wait(timedelta(minutes=20))
        find_user(this, world.services)
        find_user(other, world.services)
    started = end_other_sessions(By(ADMIN_USER, END_OTHERS), this, world.services)
    assert [find_user(token, world.services) for token in (this, other)] == [None, None]
    assert find_user(started.token, world.services)
    moved = session_of(world, started.token)
    assert moved.started_at + moved.lifetime.absolute == ends
    assert started.seconds == (ends - world.clock()).total_seconds()
    assert done(world) == [AuditAction.SESSIONS_ENDED]


def test_a_log_in_that_begins_while_all_others_are_ended_is_not_one_of_them_or_ends() -> None:
    """Whichever the index shows: none that began before goes on."""
    world = a_world()
    this, before = log_in(world), log_in(world)
    world.clock.wait(timedelta(seconds=1))
    end_other_sessions(By(PARENT_USER, END_OTHERS), this, world.services)
    assert find_user(before, world.services) is None
    assert find_user(log_in(world), world.services)


def test_which_of_two_parents_it_is_stays_chosen_when_all_others_are_ended() -> None:
    world = World()
    user = a_parent_user(a_contact(id="c1"), contact_ids=("c1", "c2"))
    world.store.save(Change.new(user))
    token = start_log_in(user, world.services, contact_id="c2").token
    viewer = find_user(token, world.services)
    assert viewer
    started = end_other_sessions(By(viewer, END_OTHERS), token, world.services)
    after = find_user(started.token, world.services)
    assert after
    assert after.contact_id == "c2"
    [stored] = world.store.all(User)
    assert stored.contact_ids == ("c1", "c2")


def test_whoever_was_logged_out_ends_nothing_and_sees_nothing() -> None:
    world = a_world()
    this, other = log_in(world), log_in(world)
    end_one_session(By(PARENT_USER, END), this, session_of(world, other).public_id, world.services)
    with pytest.raises(NotFound):
        own_sessions(PARENT_USER.email_key, other, world.services)
    with pytest.raises(NotFound):
        end_other_sessions(By(PARENT_USER, END_OTHERS), other, world.services)
    assert find_user(this, world.services)
