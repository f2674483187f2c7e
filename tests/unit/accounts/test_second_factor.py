"""A Site Admin's second factor: no way to a log-in passes it by, and each code counts once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.accounts.second_factor import (
    SecondFactor,
    WrongCode,
    new_recovery_codes,
    proposed_secret,
)
from homeroom.domain.accounts.session import Session, SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import SECOND_FACTOR, SECOND_FACTOR_IN_SESSION, TooManyTries
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.add_admin import add_admin
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.own_sessions import end_other_sessions
from homeroom.use_cases.accounts.remove_second_factor import remove_second_factor
from homeroom.use_cases.accounts.second_factor import log_in_with_code, renew_recovery_codes, turn_off
from homeroom.use_cases.accounts.sessions import find_debtor, find_user, start_log_in
from homeroom.use_cases.accounts.set_password import set_password
from homeroom.use_cases.accounts.set_up_second_factor import SetUp, propose, set_up
from homeroom.use_cases.ports.services import Services
from tests.factories import NOW, YEAR, a_code, a_contact, a_parent_user, a_second_factor, a_student, an_admin, by
from tests.fakes import World

PASSWORD, SOURCE = "long-enough-password", "POST /login/second-factor"
SECRET = b"s" * 32
STEP = timedelta(seconds=30)
ADMIN = an_admin()


def a_world(*, has_factor: bool = False, required: bool = False) -> World:
    world = World()
    world.store.save(Change.new(replace(ADMIN, has_second_factor=has_factor)))
    if has_factor:
        world.store.save(Change.new(a_second_factor()))
    world.store.save(Change.new(SiteSettings(school_year=YEAR, second_factor_required=required)))
    world.passwords.passwords[ADMIN.id] = PASSWORD
    return world


def with_password(world: World) -> str:
    """The token of a browser that has given the password."""
    return log_in(ADMIN.email, PASSWORD, "192.0.2.1", "POST /login", world.services)[1].token


def with_code(world: World) -> str:
    """Of a browser that has logged in completely; the next code can be given at once."""
    token = log_in_with_code(with_password(world), a_code(world.clock()), SOURCE, world.services).token
    world.clock.wait(STEP)
    return token


def app_of(token: str, world: World) -> str:
    """What an app shows that has just read the QR code."""
    return a_code(world.clock(), proposed_secret(token, world.services.site.secret()))


def set_up_in(token: str, world: World) -> SetUp:
    return set_up(token, app_of(token, world), SOURCE, world.services)


def stored_user(world: World) -> User:
    user = world.services.access.user(ADMIN.email_key)
    assert user
    return user


def recorded(world: World) -> list[AuditAction]:
    return [entry.action for entry in world.store.all(AuditEntry)]


# ------------------------------------------------------------ codes
@pytest.mark.parametrize(("late", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_one_step(late: int, counts: bool) -> None:
    code = a_code(NOW - late * STEP)
    if counts:
        a_second_factor().with_code_used(code, NOW, SECRET)
    else:
        with pytest.raises(WrongCode):
            a_second_factor().with_code_used(code, NOW, SECRET)


def test_a_code_counts_once_and_none_from_before_it_counts_afterwards() -> None:
    used = a_second_factor().with_code_used(a_code(NOW), NOW, SECRET)
    for code in (a_code(NOW), a_code(NOW - STEP)):
        with pytest.raises(WrongCode):
            used.with_code_used(code, NOW, SECRET)
    used.with_code_used(a_code(NOW + STEP), NOW, SECRET)


@pytest.mark.parametrize("written", ["{} {}", " {}-{}\n", "{}{}"])
def test_a_code_may_be_typed_with_spaces(written: str) -> None:
    code = a_code(NOW)
    a_second_factor().with_code_used(written.format(code[:3], code[3:]), NOW, SECRET)


@pytest.mark.parametrize("zero", ["０", "٠", "०"])
def test_a_code_in_the_digits_of_another_script_is_the_same(zero: str) -> None:
    written = "".join(chr(ord(digit) - ord("0") + ord(zero)) for digit in a_code(NOW))
    a_second_factor().with_code_used(written, NOW, SECRET)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٠١٢٣٤٥", "0" * 9_999])
def test_what_is_no_code_is_a_wrong_one(typed: str) -> None:
    with pytest.raises(WrongCode):
        a_second_factor().with_code_used(typed, NOW, SECRET)


def with_codes(codes: tuple[str, ...]) -> SecondFactor:
    return a_second_factor().with_recovery_codes(codes, SECRET)


def test_each_recovery_code_works_once_and_is_not_stored() -> None:
    codes = new_recovery_codes()
    factor = with_codes(codes)
    assert len(set(codes)) == 10
    assert not any(code.replace("-", "") in repr(factor).upper() for code in codes)
    for left, code in enumerate(reversed(codes)):
        factor = factor.with_code_used(code.lower().replace("-", " "), NOW, SECRET)
        assert len(factor.recovery) == 9 - left
        with pytest.raises(WrongCode):
            factor.with_code_used(code, NOW, SECRET)


def test_a_recovery_code_is_its_users_alone() -> None:
    codes = new_recovery_codes()
    other = replace(with_codes(codes), user_id="u-other")
    with pytest.raises(WrongCode):
        other.with_code_used(codes[0], NOW, SECRET)


# ------------------------------------------------------------ no way around it
def by_password(world: World) -> str:
    return with_password(world)


def by_new_password(world: World) -> str:
    """As behind a mailed link, or on one's own page."""
    return set_password(ADMIN.email_key, "another-long-password", world.services, lambda _: ()).token


def by_any_start(world: World) -> str:
    return start_log_in(stored_user(world), world.services).token


def by_a_session_from_before(world: World) -> str:
    """It began when the account was without, and says so."""
    plain = replace(stored_user(world), has_second_factor=False, is_admin=False)
    return start_log_in(plain, world.services).token


WAYS: list[Callable[[World], str]] = [by_password, by_new_password, by_any_start, by_a_session_from_before]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("has_factor", [True, False], ids=["with an app", "required by the site"])
def test_no_way_to_a_session_opens_anything_before_the_second_factor(
    way: Callable[[World], str], has_factor: bool
) -> None:
    world = a_world(has_factor=has_factor, required=not has_factor)
    token = way(world)
    assert find_user(token, world.services) is None
    assert find_debtor(token, world.services)

    if has_factor:
        token_after = log_in_with_code(token, a_code(world.clock()), SOURCE, world.services).token
    else:
        token_after = set_up_in(token, world).started.token

    user = find_user(token_after, world.services)
    assert user
    assert user.is_admin
    assert token_after != token
    assert find_debtor(token, world.services) is None


def test_with_neither_an_app_nor_the_setting_the_password_is_enough() -> None:
    world = a_world()
    assert find_user(with_password(world), world.services)
    assert find_debtor(with_password(world), world.services) is None


def test_a_parent_owes_none_whatever_the_setting() -> None:
    world = a_world(required=True)
    parent = a_parent_user(a_contact(a_student()))
    world.store.save(Change.new(parent))
    assert find_user(start_log_in(parent, world.services).token, world.services)


def test_a_setting_that_is_turned_on_counts_for_who_is_logged_in_already() -> None:
    world = a_world()
    token = with_password(world)
    settings = world.services.site.settings()
    assert settings
    world.store.save(Change(settings, replace(settings, second_factor_required=True)))
    assert find_user(token, world.services) is None
    assert find_user(set_up_in(token, world).started.token, world.services)


def test_a_parent_who_becomes_a_site_admin_while_logged_in_logs_in_again() -> None:
    world = a_world()
    parent = a_parent_user(a_contact(a_student()))
    world.store.save(Change.new(parent))
    token = start_log_in(parent, world.services).token
    world.clock.wait(timedelta(seconds=1))
    add_admin(parent.email, parent.name, "a-new-and-long-password", world.services)
    assert find_user(token, world.services) is None
    assert find_debtor(token, world.services) is None


def test_a_password_alone_replaces_no_app() -> None:
    world = a_world(has_factor=True)
    token = with_password(world)
    with pytest.raises(NotFound):
        set_up_in(token, world)


def test_a_session_that_waits_for_a_code_ends_after_ten_minutes_and_with_the_password() -> None:
    world = a_world(has_factor=True)
    tokens = [with_password(world), with_password(world)]
    world.clock.wait(timedelta(minutes=9, seconds=59))
    assert find_debtor(tokens[0], world.services)
    set_password(ADMIN.email_key, "another-long-password", world.services, lambda _: ())
    assert find_debtor(tokens[0], world.services) is None
    world.clock.wait(timedelta(seconds=1))
    with pytest.raises(NotFound):
        log_in_with_code(tokens[1], a_code(world.clock()), SOURCE, world.services)


def test_a_log_in_began_when_the_password_was_given() -> None:
    world = a_world(has_factor=True)
    token = with_password(world)
    began = world.clock()
    world.clock.wait(timedelta(minutes=5))
    log_in_with_code(token, a_code(world.clock()), SOURCE, world.services)
    [session] = [session for session in world.store.all(Session) if session.kind is SessionKind.LOGGED_IN]
    assert session.started_at == began


def test_the_same_code_in_two_browsers_logs_in_one() -> None:
    world = a_world(has_factor=True)
    first, second = with_password(world), with_password(world)
    log_in_with_code(first, a_code(world.clock()), SOURCE, world.services)
    with pytest.raises(WrongCode):
        log_in_with_code(second, a_code(world.clock()), SOURCE, world.services)


def test_a_log_in_that_goes_on_under_another_token_owes_nothing_again() -> None:
    world = a_world(has_factor=True)
    moved = end_other_sessions(by(ADMIN), with_code(world), world.services)
    assert find_user(moved.token, world.services)


# ------------------------------------------------------------ limits
def test_five_wrong_codes_end_the_tries_of_a_session_and_right_ones_do_not_count() -> None:
    world = a_world(has_factor=True)
    for _ in range(SECOND_FACTOR_IN_SESSION.most + 1):
        with_code(world)
    token = with_password(world)
    for _ in range(SECOND_FACTOR_IN_SESSION.most):
        with pytest.raises(WrongCode):
            log_in_with_code(token, "x", SOURCE, world.services)
    with pytest.raises(TooManyTries):
        log_in_with_code(token, a_code(world.clock()), SOURCE, world.services)
    assert recorded(world).count(AuditAction.LOG_IN_FAILED) == SECOND_FACTOR_IN_SESSION.most


def test_another_session_brings_no_more_tries_than_the_account_has() -> None:
    world = a_world(has_factor=True)
    for _ in range(SECOND_FACTOR.most):
        with pytest.raises(WrongCode):
            log_in_with_code(with_password(world), "x", SOURCE, world.services)
    with pytest.raises(TooManyTries):
        log_in_with_code(with_password(world), a_code(world.clock()), SOURCE, world.services)


# ------------------------------------------------------------ set up, renew, turn off, reset
def test_nothing_is_stored_of_an_app_before_its_code_was_given() -> None:
    world = a_world()
    token = with_password(world)
    address = propose(token, ADMIN, world.services).address
    assert address == propose(token, ADMIN, world.services).address
    assert address != propose(with_password(world), ADMIN, world.services).address
    with pytest.raises(WrongCode):
        set_up(token, "000000", SOURCE, world.services)
    assert world.store.all(SecondFactor) == []


def test_setting_up_turns_it_on_for_all_other_log_ins_too() -> None:
    world = a_world()
    here, elsewhere = with_password(world), with_password(world)
    done = set_up_in(here, world)
    assert len(done.recovery_codes) == 10
    assert find_user(done.started.token, world.services)
    assert find_user(elsewhere, world.services) is None
    assert find_user(log_in_with_code(elsewhere, done.recovery_codes[3], SOURCE, world.services).token, world.services)
    assert AuditAction.SECOND_FACTOR_ON in recorded(world)
    assert AuditAction.RECOVERY_CODE_USED in recorded(world)


def test_new_recovery_codes_take_the_place_of_those_from_before_and_want_a_code() -> None:
    world = a_world()
    done = set_up_in(with_password(world), world)
    with pytest.raises(WrongCode):
        renew_recovery_codes(done.started.token, "x", by(ADMIN), world.services)
    [old, *_], new = (
        done.recovery_codes,
        renew_recovery_codes(done.started.token, done.recovery_codes[1], by(ADMIN), world.services),
    )
    with pytest.raises(WrongCode):
        log_in_with_code(with_password(world), old, SOURCE, world.services)
    log_in_with_code(with_password(world), new[0], SOURCE, world.services)
    assert recorded(world).count(AuditAction.RECOVERY_CODES_MADE) == 1


@pytest.mark.parametrize("required", [False, True])
def test_turning_it_off_wants_a_code_and_ends_all_other_log_ins(required: bool) -> None:
    world = a_world(has_factor=True, required=required)
    elsewhere, here = with_code(world), with_code(world)
    with pytest.raises(WrongCode):
        turn_off(here, "x", by(ADMIN), world.services)
    world.clock.wait(timedelta(seconds=1))
    token = turn_off(here, a_code(world.clock()), by(ADMIN), world.services).token
    assert world.store.all(SecondFactor) == []
    assert find_user(elsewhere, world.services) is None
    assert (find_user(token, world.services) is None) == required
    assert (find_debtor(token, world.services) is not None) == required
    assert recorded(world).count(AuditAction.SECOND_FACTOR_OFF) == 1


@pytest.mark.parametrize(
    "operation",
    [
        lambda token, services: turn_off(token, a_code(services.clock()), by(ADMIN), services),
        lambda token, services: renew_recovery_codes(token, a_code(services.clock()), by(ADMIN), services),
    ],
    ids=["turn off", "renew"],
)
def test_a_password_alone_changes_nothing_of_it(operation: Callable[[str, Services], object]) -> None:
    world = a_world(has_factor=True)
    for token in (with_password(world), by_a_session_from_before(world)):
        with pytest.raises(NotFound):
            operation(token, world.services)
    assert world.store.all(SecondFactor)


def test_the_installer_removes_a_lost_one_and_all_log_ins_end() -> None:
    world = a_world(has_factor=True)
    token = with_code(world)
    remove_second_factor("Admin@Example.org", world.services)
    assert find_user(token, world.services) is None
    assert find_user(with_password(world), world.services)
    assert recorded(world).count(AuditAction.SECOND_FACTOR_RESET) == 1
    with pytest.raises(NotFound):
        remove_second_factor(ADMIN.email, world.services)


def test_a_right_password_without_a_code_is_recorded_as_just_that() -> None:
    world = a_world(has_factor=True)
    token = with_password(world)
    assert recorded(world) == [AuditAction.SECOND_FACTOR_ASKED]
    log_in_with_code(token, a_code(world.clock()), SOURCE, world.services)
    assert recorded(world) == [AuditAction.SECOND_FACTOR_ASKED, AuditAction.LOGGED_IN]
