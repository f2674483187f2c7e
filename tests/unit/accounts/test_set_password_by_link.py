"""A link mailed to a Site Admin sets a password and nothing else, and the other Site Admins get to know."""

from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.accounts.log_in_mail import LogInOver
from homeroom.domain.accounts.password import WeakPassword
from homeroom.domain.accounts.session import Session, SessionKind
from homeroom.domain.accounts.user import PasswordBeingSet, User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.token import new_token
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.sessions import find_user, start_log_in
from homeroom.use_cases.accounts.set_password_by_link import find_password_setter, set_password_by_link
from homeroom.use_cases.accounts.use_log_in_mail import use_code, use_link
from homeroom.use_cases.invitations.ask_for_log_in import ask_for_log_in
from homeroom.use_cases.mail.send_password_set import send_password_set
from homeroom.use_cases.ports.mailer import MailNotSent, Others
from homeroom.use_cases.ports.passwords import WrongPassword
from tests.factories import a_contact, a_student, an_admin
from tests.fakes import World
from tests.steps.log_in_mail import log_ins_sent, newest_secrets
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

BROWSER, SOURCE = new_token(), "POST /login/password"
OLD, NEW = "correct-horse-battery", "seven-quiet-lanterns-float"
ADMIN, OTHER = an_admin(), an_admin(id="u2", email="other@example.org", name="Alex Kim")
PARENT_TOO = an_admin(contact_ids=("c1",))
VISITOR = "192.0.2.1"


def a_world(admin: User = ADMIN) -> World:
    world = World()
    contact = a_contact(a_student(), id="c1")
    world.store.save(Change.new(admin), Change.new(OTHER), Change.new(contact))
    world.passwords.passwords |= {admin.id: OLD, OTHER.id: OLD}
    return world


def let_in(world: World, *, by_code: bool = False) -> str:
    """The cookie of whoever has used the email."""
    ask_for_log_in(ADMIN.email, BROWSER, VISITOR, world.services)
    log_ins_sent(world)
    token, code = newest_secrets(world.mailer.sent)
    world.mailer.sent.clear()
    if by_code:
        entered = use_code(code, BROWSER, "POST /login/code", world.services)
    else:
        entered = use_link(token, VISITOR, "POST /login/link/{token}", world.services)
    assert entered.sets_password
    return entered.started.token


def test_an_address_that_waits_for_a_site_admins_contact_waits_no_more() -> None:
    world = a_world(PARENT_TOO)
    [contact] = world.store.all(ParentContact)
    world.store.save(Change(contact, replace(contact, new_email="new@example.org")))
    set_password_by_link(let_in(world), NEW, SOURCE, world.services)
    assert [contact.new_email for contact in world.store.all(ParentContact)] == [""]


def actions(world: World) -> list[AuditAction]:
    return [entry.action for entry in world.store.all(AuditEntry)]


@pytest.mark.parametrize("admin", [ADMIN, PARENT_TOO], ids=["Site Admin", "parent as well"])
@pytest.mark.parametrize("by_code", [False, True])
def test_neither_link_nor_code_logs_a_site_admin_in(admin: User, by_code: bool) -> None:
    world = a_world(admin)
    cookie = let_in(world, by_code=by_code)
    assert find_user(cookie, world.services) is None
    assert find_password_setter(cookie, world.services).id == admin.id
    assert {session.kind for session in world.store.all(Session)} == {SessionKind.SETTING_PASSWORD}
    assert actions(world) == []


def test_the_new_password_replaces_the_old_one_ends_every_log_in_and_is_recorded() -> None:
    world = a_world()
    elsewhere = start_log_in(ADMIN, world.services).token
    world.clock.wait(timedelta(seconds=1))
    cookie = let_in(world)
    set_password_by_link(cookie, NEW, SOURCE, world.services)
    assert find_user(elsewhere, world.services) is None
    with pytest.raises(WrongPassword):
        log_in(ADMIN.email, OLD, VISITOR, "POST /login", world.services)
    log_in(ADMIN.email, NEW, VISITOR, "POST /login", world.services)
    [entry] = [e for e in world.store.all(AuditEntry) if e.action is AuditAction.PASSWORD_SET_BY_LINK]
    assert (entry.actor, entry.source) == (ADMIN.id, SOURCE)


def test_the_other_site_admins_are_told_once_however_often_it_is_asked_for() -> None:
    world = a_world()
    set_password_by_link(let_in(world), NEW, SOURCE, world.services)
    messages = list(world.queue.passwords_set)
    log_ins_sent(world)
    world.queue.passwords_set = messages
    log_ins_sent(world)
    [mail] = world.mailer.sent
    assert mail.to == OTHER.email
    assert "admin: Jordan Ellis" in mail.text
    assert NEW not in mail.text


def test_with_what_has_begun_a_password_is_set_once_and_for_a_quarter_of_an_hour() -> None:
    world = a_world()
    cookie = let_in(world)
    set_password_by_link(cookie, NEW, SOURCE, world.services)
    for _ in range(2):
        with pytest.raises(LogInOver):
            set_password_by_link(cookie, OLD, SOURCE, world.services)
    world.clock.wait(timedelta(minutes=2))
    cookie = let_in(world)
    world.clock.wait(timedelta(minutes=15))
    with pytest.raises(LogInOver):
        set_password_by_link(cookie, OLD, SOURCE, world.services)
    assert world.passwords.passwords[ADMIN.id] == NEW


def test_a_log_in_sets_no_password_this_way() -> None:
    world = a_world()
    with pytest.raises(LogInOver):
        set_password_by_link(start_log_in(ADMIN, world.services).token, NEW, SOURCE, world.services)


def test_who_is_no_site_admin_any_more_sets_none() -> None:
    world = a_world(PARENT_TOO)
    cookie = let_in(world)
    user = world.services.access.user(ADMIN.email)
    assert user
    world.store.save(Change(user, an_admin(contact_ids=("c1",), is_admin=False, version=user.version)))
    with pytest.raises(LogInOver):
        set_password_by_link(cookie, NEW, SOURCE, world.services)


@pytest.mark.parametrize("weak", ["short", "jordan ellis", "admin@example.org", " seven-quiet-lanterns"])
def test_a_weak_password_is_refused_and_another_one_can_be_tried(weak: str) -> None:
    world = a_world()
    cookie = let_in(world)
    with pytest.raises(WeakPassword):
        set_password_by_link(cookie, weak, SOURCE, world.services)
    assert (world.passwords.passwords[ADMIN.id], world.queue.passwords_set) == (OLD, [])
    set_password_by_link(cookie, NEW, SOURCE, world.services)


def test_of_two_that_are_sent_at_once_one_sets_its_password() -> None:
    world = a_world()
    counting = Plug()
    set_password_by_link(let_in(world), NEW, SOURCE, wired(world.services, counting))
    for at in range(1, counting.calls + 1):
        world = a_world()
        cookie = let_in(world)
        won: list[str] = []

        def other(world: World = world, cookie: str = cookie, won: list[str] = won) -> None:
            try:
                set_password_by_link(cookie, f"{NEW}-too", SOURCE, world.services)
            except (PasswordBeingSet, LogInOver):
                return
            won.append(f"{NEW}-too")

        try:
            set_password_by_link(cookie, NEW, SOURCE, wired(world.services, Meanwhile(at, other)))
        except (PasswordBeingSet, LogInOver):
            pass
        else:
            won.append(NEW)
        assert won == [world.passwords.passwords[ADMIN.id]]


def test_one_that_dies_anywhere_is_finished_by_another_email() -> None:
    counting, world = Plug(), a_world()
    set_password_by_link(let_in(world), NEW, SOURCE, wired(world.services, counting))
    for at, before in crash_points(counting.calls):
        world = a_world()
        cookie = let_in(world)
        with pytest.raises(PulledThePlug):
            set_password_by_link(cookie, NEW, SOURCE, wired(world.services, Plug(at, before)))
        world.clock.wait(timedelta(minutes=2))
        set_password_by_link(let_in(world), f"{NEW}-again", SOURCE, world.services)
        log_in(ADMIN.email, f"{NEW}-again", VISITOR, "POST /login", world.services)


def test_what_the_mail_service_does_not_take_now_is_told_later_for_three_days() -> None:
    world = a_world()
    set_password_by_link(let_in(world), NEW, SOURCE, world.services)
    [(user_id, set_at, _)] = world.queue.passwords_set
    for others, wait in ((Others.SLOW_DOWN, 1), (Others.GO_ON, 15), (Others.STOP, 15)):
        world.queue.passwords_set.clear()
        world.mailer.failures = [MailNotSent(MailState.DEFERRED, MailReason.TOO_FAST, others)]
        send_password_set(user_id, set_at, world.services)
        assert world.queue.passwords_set == [(user_id, set_at, timedelta(minutes=wait))]
    world.clock.wait(timedelta(days=2))
    log_ins_sent(world)
    assert [mail.to for mail in world.mailer.sent] == [OTHER.email]
    world.mailer.sent.clear()
    world.clock.wait(timedelta(days=2))
    send_password_set(user_id, set_at - 1, world.services)
    assert (world.mailer.sent, world.queue.passwords_set) == ([], [])
