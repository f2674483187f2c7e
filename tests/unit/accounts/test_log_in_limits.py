"""Whoever guesses passwords is stopped, and the owner of the account is not."""

from datetime import timedelta

import pytest

from homeroom.domain.accounts.known_devices import LASTS, MOST_DEVICES, Device, KnownDevices
from homeroom.domain.families.parent_contact import FilledForm, Relation
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import (
    LOG_IN,
    LOG_IN_ACCOUNT,
    LOG_IN_DEVICE,
    LOG_IN_FROM,
    LOG_IN_HOUR,
    TooManyTries,
    network_of,
)
from homeroom.domain.kernel.token import digest
from homeroom.use_cases.accounts.browser import Browser
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.register_parent import register_parent
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.ports.passwords import WrongPassword
from tests.factories import NOW, a_student, an_admin, details
from tests.fakes import World
from tests.steps.invited import MARIA, invited

OWNER, PASSWORD = an_admin(), "long-enough-password"
HOME, STRANGER = "192.0.2.1", "198.51.100.7"
KNOWN = "k" * 43


def a_world() -> World:
    """Its owner has logged in from a browser at home."""
    world = World()
    world.store.save(Change.new(OWNER))
    world.passwords.passwords[OWNER.id] = PASSWORD
    right(world, HOME, KNOWN)
    return world


def right(world: World, visitor: str, device: str = "") -> None:
    log_in(OWNER.email, PASSWORD, visitor, "POST /login", world.services, Browser(token=device))


def wrong(world: World, times: int, visitor: str = STRANGER, email: str = OWNER.email, device: str = "") -> None:
    for _ in range(times):
        with pytest.raises(WrongPassword):
            log_in(email, "wrong-password", visitor, "POST /login", world.services, Browser(token=device))


def test_a_stranger_who_has_used_up_all_tries_does_not_lock_out_the_owner_elsewhere() -> None:
    world = a_world()
    wrong(world, LOG_IN.most)
    with pytest.raises(TooManyTries):
        right(world, STRANGER)
    right(world, HOME)


def test_a_stranger_is_let_pass_so_few_tries_an_hour_that_cognito_keeps_nobody_waiting_for_long() -> None:
    """It doubles from the sixth wrong one on, and forgets after a quarter of an hour without any."""
    world = a_world()
    wrong(world, LOG_IN.most)
    world.clock.wait(LOG_IN.window)
    wrong(world, LOG_IN_HOUR.most - LOG_IN.most)
    with pytest.raises(TooManyTries):
        right(world, STRANGER)
    assert timedelta(seconds=2 ** (LOG_IN_HOUR.most - 5)) < timedelta(minutes=3)


def test_right_passwords_do_not_count() -> None:
    world = a_world()
    for _ in range(LOG_IN_FROM.most + 1):
        right(world, HOME)
    wrong(world, LOG_IN.most, HOME)


def test_guesses_from_many_networks_come_to_an_end_and_a_known_browser_is_let_in() -> None:
    world = a_world()
    for number in range(LOG_IN_ACCOUNT.most):
        wrong(world, 1, f"203.0.113.{number}")
    with pytest.raises(TooManyTries):
        right(world, "203.0.113.250")
    right(world, HOME, KNOWN)


def test_a_flood_from_the_owners_own_network_does_not_keep_their_browser_out() -> None:
    world = a_world()
    for number in range(LOG_IN_FROM.most):
        wrong(world, 1, HOME, f"somebody{number}@example.org")
    with pytest.raises(TooManyTries):
        right(world, HOME)
    right(world, HOME, KNOWN)


def test_a_known_browser_has_as_many_tries_as_any_and_only_for_its_account() -> None:
    world = a_world()
    wrong(world, LOG_IN_DEVICE.most, HOME, device=KNOWN)
    with pytest.raises(TooManyTries):
        right(world, HOME, KNOWN)
    right(world, HOME)
    wrong(world, LOG_IN.most, STRANGER, "other@example.org", KNOWN)
    with pytest.raises(TooManyTries):
        log_in("other@example.org", PASSWORD, STRANGER, "POST /login", world.services, Browser(token=KNOWN))


def test_a_wrong_password_makes_no_browser_known() -> None:
    world = a_world()
    wrong(world, LOG_IN.most, device="s" * 43)
    with pytest.raises(TooManyTries):
        right(world, STRANGER, "s" * 43)


def test_only_the_digest_of_a_browsers_token_is_stored() -> None:
    known = a_world().services.access.known_devices(OWNER.email_key)
    assert known
    assert [device.digest for device in known.devices] == [digest(KNOWN)]


def test_the_newest_five_browsers_of_an_account_are_known() -> None:
    known = KnownDevices(email_key="a@example.org")
    for number in range(MOST_DEVICES + 1):
        known = known.with_log_in(f"d{number}", NOW + timedelta(days=number))
    known = known.with_log_in("d1", NOW + timedelta(days=9))
    assert [device.digest for device in known.devices] == ["d1", "d5", "d4", "d3", "d2"]


def test_a_browser_is_forgotten_after_half_a_year_without_a_log_in() -> None:
    known = KnownDevices(email_key="a@example.org", devices=(Device("d", NOW),))
    assert known.knows("d", NOW + LASTS - timedelta(seconds=1))
    assert not known.knows("d", NOW + LASTS)
    assert [device.digest for device in known.with_log_in("e", NOW + LASTS).devices] == ["e"]


def test_the_addresses_of_one_subscriber_are_one_network() -> None:
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::9") != network_of("2001:db8:1:3::9")
    assert network_of("192.0.2.1") == "192.0.2.1"


def test_a_browser_is_known_whichever_way_it_has_logged_in() -> None:
    """By setting a password after the form, or by a mailed link: also while strangers keep the account busy."""
    world = World()
    noe = a_student("Noé")
    form = begin_answer(invited(world, noe), Visitor(HOME, ""), world.services).token
    save_contact(form, FilledForm(details(), {noe.id: Relation()}), world.services)
    here = Browser(token=KNOWN)
    register_parent(form, "violet-harbor-teapot", "POST /answer/register", world.services, here)
    for number in range(LOG_IN_ACCOUNT.most):
        wrong(world, 1, f"203.0.113.{number}", MARIA)
    assert log_in(MARIA, "violet-harbor-teapot", HOME, "POST /login", world.services, here)
