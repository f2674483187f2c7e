"""Site Admins look after each other: they end log-ins and remove one another, and one of them always stays."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.second_factor import SecondFactor
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError, NotFound
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.own_sessions import end_other_sessions
from homeroom.use_cases.accounts.sessions import NoLongerAdmin, check_not_removed, find_user, start_log_in
from homeroom.use_cases.accounts.site_admins import all_admins, end_log_ins, remove_admin, site_admin
from homeroom.use_cases.mail.send_account_news import send_account_news
from homeroom.use_cases.ports.passwords import WrongPassword
from homeroom.use_cases.ports.services import Services
from tests.factories import a_contact, a_second_factor, a_student, an_admin
from tests.fakes import World
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

PASSWORD = "correct-horse-battery"
ANN = an_admin(id="u1", email="ann@example.org", name="Ann Lee")
BEN = an_admin(id="u2", email="ben@example.org", name="Ben Ray")
EVA = an_admin(id="u3", email="eva@example.org", name="Eva Ito")
SOURCE = "POST /settings/people/{id}/remove"


def a_world(*admins: User) -> World:
    world = World()
    for admin in admins or (ANN, BEN, EVA):
        world.store.save(Change.new(admin))
        world.passwords.passwords[admin.id] = PASSWORD
    return world


def cookie(world: World, user: User) -> str:
    world.clock.wait(timedelta(seconds=1))
    return start_log_in(user, world.services).token


def remove(world: World, user: User, by: User, token: str, services: Services | None = None) -> None:
    world.clock.wait(timedelta(seconds=1))
    remove_admin(user.id, By(by, SOURCE), token, services or world.services)


def told(world: World) -> list[str]:
    """Who gets an email about what was done, when the queue has been worked off."""
    world.mailer.sent.clear()
    news, world.queue.account_news = world.queue.account_news, []
    for one, _ in news:
        send_account_news(one, world.services)
    return sorted(mail.to for mail in world.mailer.sent)


def done(world: World) -> list[AuditAction]:
    return [entry.action for entry in world.store.all(AuditEntry)]


def test_whoever_is_removed_is_logged_out_at_once_can_log_in_no_more_and_the_others_are_told() -> None:
    world = a_world()
    ann, ben = cookie(world, ANN), cookie(world, BEN)
    remove(world, BEN, ANN, ann)
    assert find_user(ben, world.services) is None
    with pytest.raises(NoLongerAdmin):
        check_not_removed(ben, world.services)
    with pytest.raises(WrongPassword):
        log_in(BEN.email, PASSWORD, "192.0.2.1", "POST /login", world.services)
    assert [user.name for user in all_admins(world.services)] == ["Ann Lee", "Eva Ito"]
    assert BEN.id not in world.passwords.passwords
    assert told(world) == [EVA.email]
    assert AuditAction.ADMIN_REMOVED in done(world)


def test_whoever_was_removed_is_told_so_also_in_a_log_in_that_has_ended_their_others_or_still_owes_a_code() -> None:
    world = a_world(ANN, replace(BEN, has_second_factor=True), EVA)
    ann, eva, ben = cookie(world, ANN), cookie(world, EVA), cookie(world, replace(BEN, has_second_factor=True))
    eva = end_other_sessions(By(EVA, SOURCE), eva, world.services).token
    for user in (BEN, EVA):
        remove(world, user, ANN, ann)
    for token in (ben, eva):
        with pytest.raises(NoLongerAdmin):
            check_not_removed(token, world.services)


@pytest.mark.parametrize("at", range(1, 12))
def test_of_two_who_remove_each_other_at_the_same_moment_exactly_one_stays(at: int) -> None:
    world = a_world(ANN, BEN)
    ann, ben = cookie(world, ANN), cookie(world, BEN)
    quicker = Meanwhile(at, lambda: remove(world, ANN, BEN, ben))
    with suppress(HomeroomError):
        remove(world, BEN, ANN, ann, wired(world.services, quicker))
    assert len(all_admins(world.services)) == 1


@pytest.mark.parametrize("do", [remove_admin, end_log_ins])
def test_nobody_does_it_to_themselves_or_to_somebody_unknown(do: Callable[..., None]) -> None:
    world = a_world()
    ann = cookie(world, ANN)
    for user_id in (ANN.id, "nobody", "*"):
        with pytest.raises(NotFound):
            do(user_id, By(ANN, SOURCE), ann, world.services)
    assert find_user(ann, world.services)
    assert done(world) == []


@pytest.mark.parametrize("do", [remove_admin, end_log_ins])
def test_whoever_was_removed_meanwhile_does_nothing_more(do: Callable[..., None]) -> None:
    world = a_world()
    ann, ben = cookie(world, ANN), cookie(world, BEN)
    remove(world, BEN, ANN, ann)
    with pytest.raises(NoLongerAdmin):
        do(EVA.id, By(BEN, SOURCE), ben, world.services)
    assert len(all_admins(world.services)) == 2


def test_pressed_twice_it_is_done_once_and_told_once() -> None:
    world = a_world()
    ann = cookie(world, ANN)
    remove(world, BEN, ANN, ann)
    remove(world, BEN, ANN, ann)
    assert done(world) == [AuditAction.ADMIN_REMOVED]
    assert told(world) == [EVA.email]


def test_a_removal_that_dies_anywhere_is_finished_by_pressing_again() -> None:
    counting = Plug()
    world = a_world()
    remove(world, BEN, ANN, cookie(world, ANN), wired(world.services, counting))
    for at, before in crash_points(counting.calls):
        world = a_world()
        ann = cookie(world, ANN)
        with pytest.raises(PulledThePlug):
            remove(world, BEN, ANN, ann, wired(world.services, Plug(at, before)))
        remove(world, BEN, ANN, ann)
        assert [user.name for user in all_admins(world.services)] == ["Ann Lee", "Eva Ito"]
        assert BEN.id not in world.passwords.passwords
        assert done(world) == [AuditAction.ADMIN_REMOVED]


def test_a_parent_stays_one_with_contact_and_password() -> None:
    world = a_world(ANN, replace(BEN, contact_ids=("c1",)))
    contact = a_contact(a_student(), id="c1", user_key=BEN.email_key)
    world.store.save(Change.new(contact))
    remove(world, BEN, ANN, cookie(world, ANN))
    world.clock.wait(timedelta(seconds=1))
    user, started = log_in(BEN.email, PASSWORD, "192.0.2.1", "POST /login", world.services)
    assert (user.is_admin, user.contact_ids) == (False, ("c1",))
    assert world.store.one(ParentContact, "c1") == replace(contact, version=1)
    check_not_removed(started.token, world.services)


def test_with_the_role_the_second_factor_goes() -> None:
    world = a_world(ANN, replace(BEN, has_second_factor=True))
    world.store.save(Change.new(a_second_factor(user_id=BEN.id)))
    remove(world, BEN, ANN, cookie(world, ANN))
    assert world.store.all(SecondFactor) == []
    user = world.services.access.user(BEN.email_key)
    assert user
    assert not user.has_second_factor


def test_ending_somebodys_log_ins_ends_all_of_them_and_leaves_them_a_site_admin() -> None:
    world = a_world()
    ann, here, there = cookie(world, ANN), cookie(world, BEN), cookie(world, BEN)
    assert len(site_admin(BEN.id, world.services).log_ins) == 2
    world.clock.wait(timedelta(seconds=1))
    end_log_ins(BEN.id, By(ANN, SOURCE), ann, world.services)
    assert [find_user(token, world.services) for token in (here, there)] == [None, None]
    check_not_removed(here, world.services)
    assert site_admin(BEN.id, world.services).log_ins == []
    assert find_user(cookie(world, BEN), world.services)
    assert find_user(ann, world.services)
    assert told(world) == [BEN.email, EVA.email]


def test_the_last_log_in_is_known_of_a_site_admin_and_of_nobody_else() -> None:
    world = a_world()
    parent = replace(EVA, is_admin=False, contact_ids=("c1",))
    world.store.save(Change(world.services.access.user(EVA.email_key), replace(parent, version=1)))
    world.clock.wait(timedelta(hours=1))
    for user in (ANN, EVA):
        log_in(user.email, PASSWORD, "192.0.2.1", "POST /login", world.services)
    at = {user.email: user.logged_in_at for user in world.store.all(User)}
    assert at == {ANN.email: world.clock(), BEN.email: None, EVA.email: None}


@pytest.mark.parametrize("at", range(1, 12))
def test_somebody_who_logs_in_while_they_are_removed_is_in_no_more(at: int) -> None:
    world = a_world()
    removed = Meanwhile(at, partial(remove, world, BEN, ANN, cookie(world, ANN)))
    token = ""
    with suppress(WrongPassword):
        token = log_in(BEN.email, PASSWORD, "192.0.2.1", "POST /login", wired(world.services, removed))[1].token
    if removed.calls < at:
        remove(world, BEN, ANN, cookie(world, ANN))
    assert find_user(token, world.services) is None
