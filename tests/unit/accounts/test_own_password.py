"""Setting and changing one's own password."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.password import PasswordProblem, WeakPassword
from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import PasswordBeingSet, User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import LOG_IN, TooManyTries
from homeroom.domain.kernel.message import message
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.own_password import needs_old_password, set_own_password
from homeroom.use_cases.accounts.sessions import Started, find_user, new_log_in
from homeroom.use_cases.ports.passwords import WrongPassword
from homeroom.web.core.errors import error_page
from homeroom.web.core.responses import Page
from tests.factories import a_contact, a_parent_user, a_student, an_admin
from tests.fakes import World
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

OLD, NEW, OTHER = "violet-harbor-teapot", "lantern-quilt-meadow", "otter-gravel-saxophone"
SOURCE = "POST /me/password"


def logged_in(world: World, user: User, *, by_link: bool = False, contact_id: str = "") -> str:
    started, session = new_log_in(user, world.services, contact_id)
    world.store.save(Change.new(replace(session, by_link=by_link)))
    return started.token


def a_parent(*, has_password: bool = True, by_link: bool = False) -> tuple[World, str]:
    """A parent of Noé, and the token of their log-in."""
    world, student = World(), a_student()
    contact = a_contact(student, registered=has_password)
    user = a_parent_user(contact, has_password=has_password)
    world.store.save(Change.new(student.linked_to(contact.id)), Change.new(contact), Change.new(user))
    if has_password:
        world.passwords.passwords[user.id] = OLD
    return world, logged_in(world, user, by_link=by_link)


def the_user(world: World) -> User:
    [user] = world.store.all(User)
    return user


def change(world: World, token: str, new: str = NEW, old: str = OLD) -> Started:
    user = find_user(token, world.services)
    assert user
    return set_own_password(By(user, SOURCE), token, new, old, world.services)


def suppressed(attempt: Callable[[], Started]) -> Started | None:
    """None for one that came too late."""
    try:
        return attempt()
    except (NotFound, PasswordBeingSet):
        return None


def done(world: World) -> list[AuditAction]:
    return [entry.action for entry in world.store.all(AuditEntry)]


def test_a_parent_without_a_password_sets_one_and_is_registered_with_it() -> None:
    world, token = a_parent(has_password=False, by_link=True)
    started = change(world, token, old="")
    [contact] = world.store.all(ParentContact)
    assert (the_user(world).has_password, contact.registered) == (True, True)
    assert done(world) == [AuditAction.PARENT_REGISTERED]
    assert find_user(started.token, world.services)
    assert log_in(the_user(world).email, NEW, "1.2.3.4", "POST /login", world.services)


def test_of_two_parents_at_one_address_the_one_at_work_is_registered() -> None:
    world = World()
    contacts = [a_contact(id="c1"), a_contact(id="c2")]
    user = a_parent_user(contacts[0], contact_ids=("c1", "c2"), has_password=False)
    world.store.save(Change.new(user), *map(Change.new, contacts))
    started = change(world, logged_in(world, user, contact_id="c2"), old="")
    assert {c.id: c.registered for c in world.store.all(ParentContact)} == {"c1": False, "c2": True}
    assert the_user(world).contact_ids == ("c1", "c2")
    after = find_user(started.token, world.services)
    assert after
    assert after.contact_id == "c2"


def test_a_password_is_changed_with_the_old_one_and_every_other_log_in_ends() -> None:
    world, token = a_parent()
    elsewhere = logged_in(world, the_user(world))
    world.clock.wait(timedelta(seconds=1))
    started = change(world, token)
    assert find_user(started.token, world.services) == the_user(world)
    assert find_user(elsewhere, world.services) is None
    assert find_user(token, world.services) is None
    assert done(world) == [AuditAction.PASSWORD_CHANGED]
    with pytest.raises(WrongPassword):
        log_in(the_user(world).email, OLD, "1.2.3.4", "POST /login", world.services)


def test_a_site_admin_changes_theirs_likewise() -> None:
    world = World()
    world.store.save(Change.new(an_admin()))
    world.passwords.passwords["u-admin"] = OLD
    change(world, logged_in(world, an_admin()))
    assert world.passwords.passwords == {"u-admin": NEW}


def test_a_wrong_old_password_changes_nothing_and_is_tried_only_so_often() -> None:
    world, token = a_parent()
    for _ in range(LOG_IN.most):
        with pytest.raises(WrongPassword):
            change(world, token, old=OTHER)
    with pytest.raises(TooManyTries):
        change(world, token)
    assert world.passwords.passwords == {"u-parent": OLD}
    assert log_in(the_user(world).email, OLD, "1.2.3.4", "POST /login", world.services)  # counted apart


@pytest.mark.parametrize("weak", ["short", "maria@example.org", "noé-maria-noé"])
def test_a_password_that_others_would_guess_is_refused_before_anything_is_counted(weak: str) -> None:
    world, token = a_parent()
    for _ in range(LOG_IN.most + 1):
        with pytest.raises(WeakPassword):
            change(world, token, new=weak)
    change(world, token)


def refused(*_: str) -> None:
    raise WeakPassword(message(PasswordProblem.REFUSED))


def test_a_password_that_only_the_password_service_refuses_logs_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    world, token = a_parent()
    elsewhere = logged_in(world, the_user(world))
    world.clock.wait(timedelta(minutes=5))
    with monkeypatch.context() as service:
        service.setattr(world.passwords, "set", refused)
        with pytest.raises(WeakPassword):
            change(world, token)
    assert find_user(elsewhere, world.services)
    change(world, token)
    assert world.passwords.passwords[the_user(world).id] == NEW
    assert find_user(elsewhere, world.services) is None


def test_whoever_ends_all_log_ins_while_a_password_is_refused_has_ended_them(monkeypatch: pytest.MonkeyPatch) -> None:
    world, token = a_parent()

    def refused_later(*_: str) -> None:
        world.clock.wait(timedelta(seconds=1))
        user = the_user(world)
        world.store.save(Change(user, user.with_sessions_ended(world.clock())))
        refused()

    monkeypatch.setattr(world.passwords, "set", refused_later)
    with pytest.raises(WeakPassword):
        change(world, token)
    assert find_user(token, world.services) is None


def test_right_after_a_log_in_by_a_mailed_link_the_old_password_is_not_asked_for() -> None:
    world, token = a_parent(by_link=True)
    world.clock.wait(timedelta(minutes=14, seconds=59))
    assert not needs_old_password(the_user(world), token, world.services)
    started = change(world, token, old="")
    assert needs_old_password(the_user(world), started.token, world.services)


def test_a_quarter_of_an_hour_after_it_the_old_password_is_asked_for() -> None:
    world, token = a_parent(by_link=True)
    world.clock.wait(timedelta(minutes=15))
    with pytest.raises(WrongPassword):
        change(world, token, old="")


def test_a_first_password_that_somebody_else_has_just_set_is_not_set_over() -> None:
    """Two who log in by link, of one address: whoever comes second has to say the first one's password."""
    calls = Plug()
    twin, twin_token = a_parent(has_password=False, by_link=True)
    set_own_password(By(the_user(twin), SOURCE), twin_token, NEW, "", wired(twin.services, calls))
    for at in range(1, calls.calls + 1):
        world, token = a_parent(has_password=False, by_link=True)
        other = logged_in(world, the_user(world), by_link=True)
        by = By(the_user(world), SOURCE)
        world.clock.wait(timedelta(seconds=1))
        quicker = Meanwhile(at, partial(suppressed, partial(set_own_password, by, other, OTHER, "", world.services)))
        slower = suppressed(partial(set_own_password, by, token, NEW, "", wired(world.services, quicker)))
        assert the_user(world).has_password
        assert world.passwords.passwords == {"u-parent": NEW if slower else OTHER}


def test_a_change_that_dies_anywhere_leaves_a_password_that_works_and_can_be_done_again() -> None:
    world, token = a_parent()
    plug = Plug()
    set_own_password(By(the_user(world), SOURCE), token, NEW, OLD, wired(world.services, plug))
    for at, before in crash_points(plug.calls):
        world, token = a_parent()
        with pytest.raises(PulledThePlug):
            set_own_password(By(the_user(world), SOURCE), token, NEW, OLD, wired(world.services, Plug(at, before)))
        world.clock.wait(timedelta(minutes=1))
        assert world.passwords.passwords["u-parent"] in (OLD, NEW)
        _, started = log_in(
            the_user(world).email, world.passwords.passwords["u-parent"], "1.2.3.4", "POST /login", world.services
        )
        change(world, started.token, new=OTHER, old=world.passwords.passwords["u-parent"])
        assert world.passwords.passwords == {"u-parent": OTHER}


def test_whoever_is_logged_out_in_between_changes_nothing() -> None:
    world, token = a_parent()
    by = By(the_user(world), SOURCE)
    world.store.save(*(Change.gone(session) for session in world.store.all(Session)))
    with pytest.raises(NotFound):
        set_own_password(by, token, NEW, OLD, world.services)
    assert world.passwords.passwords == {"u-parent": OLD}


def test_a_password_that_is_being_set_has_a_page_that_says_so() -> None:
    page = error_page(PasswordBeingSet())
    assert isinstance(page, Page)
    assert page.status == 409
