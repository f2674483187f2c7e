"""A log-in with a password holds only for the password that the account has when it is stored."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.sessions import find_user
from homeroom.use_cases.accounts.set_password import set_password
from homeroom.use_cases.ports.passwords import Passwords, WrongPassword
from homeroom.use_cases.ports.services import Services
from tests.factories import an_admin
from tests.fakes import World

OLD, NEW = "the-old-long-password", "the-new-long-password"
EMAIL = "admin@example.org"


@dataclass
class ThenHappens:
    """The passwords of the world; after each of the first `times` checks something happens."""

    passwords: Passwords
    happens: Callable[[], object]
    times: int

    def check(self, user_id: str, password: str) -> None:
        self.passwords.check(user_id, password)
        self.times -= 1
        if self.times >= 0:
            self.happens()

    def set(self, user_id: str, password: str) -> None:
        self.passwords.set(user_id, password)

    def forget(self, user_id: str) -> None:
        self.passwords.forget(user_id)


def a_world() -> World:
    world = World()
    world.store.save(Change.new(an_admin()))
    world.passwords.passwords["u-admin"] = OLD
    return world


def meanwhile(world: World, happens: Callable[[], object], times: int = 1) -> Services:
    return replace(world.services, passwords=ThenHappens(world.passwords, happens, times))


def rename(world: World) -> None:
    [user] = world.store.all(User)
    world.store.save(Change(user, replace(user, name=f"{user.name}.")))


def test_a_password_that_is_changed_between_its_check_and_the_log_in_opens_nothing() -> None:
    world = a_world()
    services = meanwhile(world, lambda: set_password(EMAIL, NEW, world.services, lambda _: []))
    with pytest.raises(WrongPassword):
        log_in(EMAIL, OLD, "1.2.3.4", "POST /login", services)
    assert len(world.store.all(Session)) == 1  # that of whoever set the password


def test_whatever_else_changes_of_the_user_meanwhile_the_right_password_logs_in() -> None:
    world = a_world()
    user, started = log_in(EMAIL, OLD, "1.2.3.4", "POST /login", meanwhile(world, lambda: rename(world)))
    assert user.name == "Jordan Ellis."
    found = find_user(started.token, world.services)
    assert found
    assert (found.id, found.name) == (user.id, user.name)


def test_a_user_who_never_stands_still_is_asked_to_try_again() -> None:
    world = a_world()
    with pytest.raises(Conflict):
        log_in(EMAIL, OLD, "1.2.3.4", "POST /login", meanwhile(world, lambda: rename(world), times=9))
    assert world.store.all(Session) == []
