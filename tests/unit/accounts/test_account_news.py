"""Whoever's log-in was changed is told by email, so that somebody else's change is noticed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.own_password import set_own_password
from homeroom.use_cases.accounts.second_factor import log_in_with_code, renew_recovery_codes, turn_off
from homeroom.use_cases.accounts.sessions import start_log_in
from homeroom.use_cases.accounts.set_up_second_factor import propose, set_up
from homeroom.use_cases.mail.send_account_news import TO_OTHER_ADMINS, TO_OWNER, send_account_news
from homeroom.use_cases.ports.invite_queue import AccountNews
from homeroom.use_cases.ports.mailer import MailNotSent, Others
from tests.factories import a_code, a_contact, a_parent_user, a_second_factor, an_admin
from tests.fakes import World

OLD, NEW = "violet-harbor-teapot", "lantern-quilt-meadow"
ADMIN, OTHER = an_admin(), an_admin(id="u2", email="other@example.org", name="Alex Kim")
BY = By(ADMIN, "POST /me/second-factor")


def a_world(*, has_factor: bool = False) -> World:
    world = World()
    world.store.save(Change.new(an_admin(has_second_factor=has_factor)), Change.new(OTHER))
    if has_factor:
        world.store.save(Change.new(a_second_factor()))
    world.passwords.passwords[ADMIN.id] = OLD
    return world


def logged_in(world: World) -> str:
    return log_in(ADMIN.email, OLD, "192.0.2.1", "POST /login", world.services)[1].token


def logged_in_with_code(world: World) -> str:
    """The next code can be given at once."""
    token = log_in_with_code(logged_in(world), a_code(world.clock()), "POST /x", world.services).token
    world.clock.wait(timedelta(seconds=30))
    return token


def change_password(world: World) -> None:
    set_own_password(BY, logged_in(world), NEW, OLD, world.services)


def set_up_app(world: World) -> None:
    token = logged_in(world)
    secret = propose(token, ADMIN, world.services).secret
    set_up(token, a_code(world.clock(), secret), "POST /x", world.services)


def turn_app_off(world: World) -> None:
    turn_off(logged_in_with_code(world), a_code(world.clock()), BY, world.services)


def renew_codes(world: World) -> None:
    renew_recovery_codes(logged_in_with_code(world), a_code(world.clock()), BY, world.services)


def told(world: World) -> list[str]:
    """Who gets an email, when the queue has been worked off."""
    news, world.queue.account_news = world.queue.account_news, []
    before = len(world.mailer.sent)
    for one, _ in news:
        send_account_news(one, world.services)
    return [mail.to for mail in world.mailer.sent[before:]]


@pytest.mark.parametrize(
    ("change", "has_factor", "action"),
    [
        (change_password, False, AuditAction.PASSWORD_CHANGED),
        (set_up_app, False, AuditAction.SECOND_FACTOR_ON),
        (turn_app_off, True, AuditAction.SECOND_FACTOR_OFF),
        (renew_codes, True, AuditAction.RECOVERY_CODES_MADE),
    ],
)
def test_the_owner_alone_is_told_of_a_changed_password_or_second_factor(
    change: Callable[[World], None], has_factor: bool, action: AuditAction
) -> None:
    world = a_world(has_factor=has_factor)
    change(world)
    assert [news.action for news, _ in world.queue.account_news] == [action]
    assert told(world) == [ADMIN.email]


def test_a_parent_is_told_of_a_changed_password_and_not_of_their_first() -> None:
    for has_password, expected in ((True, ["maria@example.org"]), (False, [])):
        world, contact = World(), a_contact()
        user = a_parent_user(contact, has_password=has_password)
        world.store.save(Change.new(contact), Change.new(user))
        world.passwords.passwords[user.id] = OLD
        token = start_log_in(user, world.services).token
        set_own_password(By(user, "POST /me/password"), token, NEW, OLD, world.services)
        assert told(world) == expected


def news_of(world: World) -> AccountNews:
    return AccountNews(AuditAction.PASSWORD_CHANGED, ADMIN.id, world.clock())


def test_delivered_twice_it_is_told_once_and_what_cannot_be_sent_now_goes_out_later() -> None:
    world = a_world()
    world.mailer.failures.append(MailNotSent(MailState.DEFERRED, MailReason.TOO_FAST, Others.GO_ON))
    send_account_news(news_of(world), world.services)
    assert world.mailer.sent == []
    assert told(world) == [ADMIN.email]
    send_account_news(news_of(world), world.services)
    assert len(world.mailer.sent) == 1


def test_a_mailbox_that_refuses_our_mail_gets_none() -> None:
    world = a_world()
    address = world.services.address_blocks.digest(ADMIN.email_key)
    world.store.save(Change.new(AddressBlock(address=address, reason=BlockReason.BOUNCED, since=world.clock())))
    send_account_news(news_of(world), world.services)
    assert (world.mailer.sent, world.queue.account_news) == ([], [])


def test_news_of_somebody_whom_the_index_does_not_show_yet_waits_and_after_a_while_is_dropped() -> None:
    world = World()
    news = news_of(world)
    send_account_news(news, world.services)
    assert [one for one, _ in world.queue.account_news] == [news]
    world.clock.wait(timedelta(minutes=15))
    world.queue.account_news.clear()
    send_account_news(news, world.services)
    assert world.queue.account_news == []


def test_each_piece_of_news_is_for_the_owner_or_for_the_others() -> None:
    assert not TO_OWNER.keys() & TO_OTHER_ADMINS.keys()
