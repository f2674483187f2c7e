"""Somebody is asked by email to become a Site Admin; the link proves the mailbox, and nothing is made before."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.accounts.admin_invitation import (
    LASTS,
    AdminInvitation,
    AdminInvitationAccepted,
    AdminInvitationWithdrawn,
    AdminLinkExpired,
    AdminLinkSuperseded,
    AdminLinkUnknown,
)
from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.password import WeakPassword
from homeroom.domain.accounts.session import SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError, NotFound
from homeroom.domain.kernel.limits import INVITE_ADMIN, WRONG_LINK, TooManyTries
from homeroom.domain.kernel.token import new_token
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.accounts.accept_admin_invitation import (
    NewAdmin,
    accept_admin_invitation,
    look_at_admin_invitation,
)
from homeroom.use_cases.accounts.invite_admin import (
    AdminNotInvited,
    InviteAdminProblem,
    invite_admin,
    open_admin_invitations,
    send_again,
    withdraw,
)
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.sessions import NoLongerAdmin, Started, find_session, find_user, start_log_in
from homeroom.use_cases.accounts.site_admins import all_admins, remove_admin
from homeroom.use_cases.mail.send_account_news import send_account_news
from homeroom.use_cases.ports.mailer import MailNotSent, Others
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from tests.factories import a_contact, a_student, an_admin
from tests.fakes import World
from tests.steps.admin_mail import admin_links_sent
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

PASSWORD = "seven-quiet-lanterns-float"
ANN = an_admin(id="u1", email="ann@example.org", name="Ann Lee")
BEN = an_admin(id="u2", email="ben@example.org", name="Ben Ray")
BY = By(ANN, "POST /settings/people")
NEW, NAME = "kim.park@example.org", "Kim Park"
VISITOR, SOURCE = "192.0.2.1", "POST /login/invited/{token}"


def a_world() -> tuple[World, str]:
    """With the cookie of Ann, who invites."""
    world = World()
    world.store.save(Change.new(ANN), Change.new(BEN))
    world.clock.wait(timedelta(seconds=1))
    return world, start_log_in(ANN, world.services).token


def invite(world: World, cookie: str, email: str = NEW) -> tuple[AdminInvitation, str]:
    invitation = invite_admin(email, BY, cookie, world.services)
    [token] = admin_links_sent(world)
    return invitation, token


def accept(world: World, token: str, services: Services | None = None, password: str = PASSWORD) -> Started:
    typed = NewAdmin(NAME, password)
    return accept_admin_invitation(token, typed, VISITOR, SOURCE, services or world.services)


def look(world: World, token: str) -> None:
    look_at_admin_invitation(token, VISITOR, world.services)


def test_the_link_lets_its_reader_set_name_and_password_and_logs_them_in_as_a_site_admin() -> None:
    world, cookie = a_world()
    _, token = invite(world, cookie)
    look(world, token)
    assert len(world.store.all(User)) == 2, "looking makes nobody"
    assert world.passwords.passwords == {}
    started = accept(world, token)
    user = find_user(started.token, world.services)
    assert user
    assert (user.name, user.email, user.is_admin, user.logged_in_at) == (NAME, NEW, True, world.clock())
    assert log_in(NEW, PASSWORD, VISITOR, "POST /login", world.services)
    assert [entry.action for entry in world.store.all(AuditEntry)][:2] == [
        AuditAction.ADMIN_INVITED,
        AuditAction.ADMIN_JOINED,
    ]


def test_the_other_site_admins_are_told_of_an_invitation_and_of_whoever_accepted_it() -> None:
    world, cookie = a_world()
    _, token = invite(world, cookie)
    accept(world, token)
    told = []
    for news, _ in world.queue.account_news:
        world.mailer.sent.clear()
        send_account_news(news, world.services)
        told.append((news.action, [mail.to for mail in world.mailer.sent]))
    assert told == [(AuditAction.ADMIN_INVITED, [BEN.email, NEW]), (AuditAction.ADMIN_JOINED, [ANN.email, BEN.email])]


def test_a_parent_becomes_both_keeps_their_contact_and_is_registered() -> None:
    world, cookie = a_world()
    contact = a_contact(a_student(), id="c1", user_key=NEW)
    parent = User(id="u9", email=NEW, name="Kim P.", contact_ids=("c1",))
    world.store.save(Change.new(contact), Change.new(parent))
    at_home = start_log_in(parent, world.services).token
    world.clock.wait(timedelta(seconds=1))
    _, token = invite(world, cookie)
    user = find_user(accept(world, token).token, world.services)
    assert user
    assert (user.id, user.is_admin, user.contact_ids) == ("u9", True, ("c1",))
    assert world.store.one(ParentContact, "c1") == replace(contact, registered=True, version=2)
    assert find_user(at_home, world.services) is None, "a parent's log-in is none of a Site Admin"


def test_a_parent_whose_password_is_another_one_by_that_is_told_of_it() -> None:
    world, cookie = a_world()
    parent = User(id="u9", email=NEW, name="Kim P.", contact_ids=("c1",), has_password=True)
    world.store.save(Change.new(a_contact(a_student(), id="c1", user_key=NEW)), Change.new(parent))
    accept(world, invite(world, cookie)[1])
    world.mailer.sent.clear()
    own = [news for news, _ in world.queue.account_news if news.action is AuditAction.PASSWORD_SET_BY_LINK]
    for news in own:
        send_account_news(news, world.services)
    assert [mail.to for mail in world.mailer.sent] == [NEW]
    assert AuditAction.PASSWORD_SET_BY_LINK in [entry.action for entry in world.store.all(AuditEntry)]


def test_whoever_reads_an_address_that_a_parent_has_left_becomes_somebody_else_than_that_parent() -> None:
    world, cookie = a_world()
    parent = User(id="u9", email=NEW, name="Kim P.", contact_ids=("c1",), has_password=True)
    world.store.save(Change.new(a_contact(a_student(), id="c1", user_key=NEW)), Change.new(parent))
    world.passwords.set("u9", "the-password-of-the-parent")
    _, token = invite(world, cookie)
    before = world.services.access.user(NEW)
    assert before
    world.store.save(Change.gone(before), Change.new(before.moved_to("kim@example.org", world.clock())))
    joined = find_user(accept(world, token).token, world.services)
    assert joined
    assert (joined.email, joined.contact_ids, joined.id != "u9") == (NEW, (), True)
    world.passwords.check("u9", "the-password-of-the-parent")


def withdrawn(world: World, cookie: str, invitation: AdminInvitation, _: str) -> None:
    withdraw(invitation.id, 1, BY, cookie, world.services)


def superseded(world: World, cookie: str, invitation: AdminInvitation, _: str) -> None:
    send_again(invitation.id, 1, BY, cookie, world.services)


def expired(world: World, *_: object) -> None:
    world.clock.wait(LASTS)


def used(world: World, _: str, __: AdminInvitation, token: str) -> None:
    accept(world, token)


def inviter_removed(world: World, *_: object) -> None:
    ben = start_log_in(BEN, world.services).token
    remove_admin(ANN.id, By(BEN, "POST /x"), ben, world.services)


@pytest.mark.parametrize(
    ("happened", "says"),
    [
        (withdrawn, AdminInvitationWithdrawn),
        (superseded, AdminLinkSuperseded),
        (expired, AdminLinkExpired),
        (used, AdminInvitationAccepted),
        (inviter_removed, AdminInvitationWithdrawn),
    ],
)
def test_a_link_that_is_over_says_why_and_makes_nobody(
    happened: Callable[[World, str, AdminInvitation, str], None], says: type[HomeroomError]
) -> None:
    world, cookie = a_world()
    invitation, token = invite(world, cookie)
    happened(world, cookie, invitation, token)
    before = all_admins(world.services), dict(world.passwords.passwords)
    for do in (look, accept):
        with pytest.raises(says):
            do(world, token)
    assert (all_admins(world.services), world.passwords.passwords) == before


def test_links_are_not_guessed() -> None:
    world, cookie = a_world()
    invite(world, cookie)
    for guess in ("", "x", new_token(), "é" * 43):
        with pytest.raises(AdminLinkUnknown):
            look(world, guess)
    for _ in range(WRONG_LINK.most - 4):
        with pytest.raises(AdminLinkUnknown):
            look(world, new_token())
    with pytest.raises(TooManyTries):
        look(world, new_token())


def test_sent_again_it_works_for_another_seven_days_and_only_the_newest_email_does() -> None:
    world, cookie = a_world()
    invitation, first = invite(world, cookie)
    world.clock.wait(LASTS - timedelta(minutes=1))
    cookie = start_log_in(ANN, world.services).token
    send_again(invitation.id, 1, BY, cookie, world.services)
    with pytest.raises(AdminLinkSuperseded):
        look(world, first)
    [second] = admin_links_sent(world)
    world.clock.wait(LASTS - timedelta(minutes=1))
    accept(world, second)
    assert open_admin_invitations(world.services) == []


def test_whoever_is_a_site_admin_or_invited_or_refuses_our_mail_is_not_invited() -> None:
    world, cookie = a_world()
    invite(world, cookie)
    block = world.services.address_blocks.digest("gone@example.org")
    world.store.save(Change.new(AddressBlock(address=block, reason=BlockReason.BOUNCED, since=world.clock())))
    refused = {
        "BEN@example.org": InviteAdminProblem.ALREADY_ADMIN,
        "Kim.Park@Example.org": InviteAdminProblem.ALREADY_INVITED,
        "gone@example.org": InviteAdminProblem.BLOCKED,
    }
    for email, why in refused.items():
        with pytest.raises(AdminNotInvited) as problem:
            invite_admin(email, BY, cookie, world.services)
        assert problem.value.message.is_(why)
    assert len(world.store.all(AdminInvitation)) == 1
    assert admin_links_sent(world) == []


def test_two_who_invite_the_same_person_at_once_invite_them_once() -> None:
    world, cookie = a_world()
    ben = start_log_in(BEN, world.services).token
    quicker = Meanwhile(4, lambda: invite_admin(NEW, By(BEN, "POST /x"), ben, world.services))
    with pytest.raises(AdminNotInvited):
        invite_admin(NEW, BY, cookie, wired(world.services, quicker))
    assert len(admin_links_sent(world)) == 1


def test_whoever_was_removed_invites_nobody_though_their_page_is_still_open() -> None:
    world, cookie = a_world()
    invitation, _ = invite(world, cookie)
    inviter_removed(world)
    operations: tuple[Callable[[], object], ...] = (
        lambda: invite_admin("other@example.org", BY, cookie, world.services),
        lambda: send_again(invitation.id, 1, BY, cookie, world.services),
        lambda: withdraw(invitation.id, 1, BY, cookie, world.services),
    )
    for do in operations:
        with pytest.raises(NoLongerAdmin):
            do()
    assert len(world.store.all(AdminInvitation)) == 1


def test_what_is_over_is_neither_withdrawn_nor_sent_again() -> None:
    world, cookie = a_world()
    invitation, _ = invite(world, cookie)
    withdraw(invitation.id, 1, BY, cookie, world.services)
    for do in (withdraw, send_again):
        for invitation_id in (invitation.id, "unknown"):
            with pytest.raises(NotFound):
                do(invitation_id, 1, BY, cookie, world.services)
    assert admin_links_sent(world) == []
    _, token = invite(world, cookie)
    look(world, token)


def test_a_page_from_before_it_was_sent_again_neither_withdraws_it_nor_sends_another() -> None:
    world, cookie = a_world()
    invitation, _ = invite(world, cookie)
    send_again(invitation.id, 1, BY, cookie, world.services)
    for do in (withdraw, send_again):
        with pytest.raises(NotFound):
            do(invitation.id, 1, BY, cookie, world.services)
    [token] = admin_links_sent(world)
    look(world, token)
    withdraw(invitation.id, 2, BY, cookie, world.services)


def test_an_email_that_waited_until_it_was_withdrawn_is_not_sent() -> None:
    world, cookie = a_world()
    invitation = invite_admin(NEW, BY, cookie, world.services)
    withdraw(invitation.id, 1, BY, cookie, world.services)
    assert admin_links_sent(world) == []


def test_asked_for_twice_or_delivered_twice_by_the_queue_one_email_goes_out() -> None:
    world, cookie = a_world()
    invite_admin(NEW, BY, cookie, world.services)
    world.queue.admin_invitations *= 2
    assert len(admin_links_sent(world)) == 1


def test_while_emails_cannot_go_out_it_waits_and_is_sent_once_with_a_link_that_works() -> None:
    world, cookie = a_world()
    world.mailer.failures = [MailNotSent(MailState.DEFERRED, MailReason.TOO_FAST, Others.GO_ON)] * 2
    invite_admin(NEW, BY, cookie, world.services)
    links = []
    for _ in range(4):
        links += admin_links_sent(world)
        world.clock.wait(timedelta(minutes=2))
    [token] = links
    accept(world, token)
    assert len(all_admins(world.services)) == 3


def test_one_site_admin_sends_no_more_than_so_many_in_an_hour() -> None:
    world, cookie = a_world()
    invitation, _ = invite(world, cookie)
    for number in range(1, INVITE_ADMIN.most):
        send_again(invitation.id, number, BY, cookie, world.services)
    with pytest.raises(TooManyTries):
        send_again(invitation.id, INVITE_ADMIN.most, BY, cookie, world.services)
    assert len(world.queue.admin_invitations) == INVITE_ADMIN.most - 1


def test_a_password_that_others_would_guess_makes_nobody_and_the_link_goes_on_working() -> None:
    world, cookie = a_world()
    _, token = invite(world, cookie)
    with pytest.raises(WeakPassword):
        accept(world, token, password="Kim.Park.1")
    assert len(world.store.all(User)) == 2
    accept(world, token)


@pytest.mark.parametrize("at", range(1, 25))
def test_withdrawn_while_it_is_accepted_it_is_one_or_the_other(at: int) -> None:
    world, cookie = a_world()
    invitation, token = invite(world, cookie)
    quicker = Meanwhile(at, lambda: withdraw(invitation.id, 1, BY, cookie, world.services))
    try:
        accept(world, token, wired(world.services, quicker))
    except AdminInvitationWithdrawn:
        assert len(all_admins(world.services)) == 2
    except NotFound:
        assert len(all_admins(world.services)) == 3, "it was accepted before"
    else:
        assert quicker.calls < at
        assert len(all_admins(world.services)) == 3


def test_accepting_that_dies_anywhere_goes_on_with_the_same_link_or_is_done() -> None:
    counting = Plug()
    world, cookie = a_world()
    accept(world, invite(world, cookie)[1], wired(world.services, counting))
    for at, before in crash_points(counting.calls):
        world, cookie = a_world()
        _, token = invite(world, cookie)
        with pytest.raises(PulledThePlug):
            accept(world, token, wired(world.services, Plug(at, before)))
        world.clock.wait(timedelta(minutes=1))
        with suppress(AdminInvitationAccepted):
            accept(world, token)
        assert [user.name for user in all_admins(world.services)] == ["Ann Lee", "Ben Ray", NAME]
        log_in(NEW, PASSWORD, VISITOR, "POST /login", world.services)


def test_where_the_site_requires_a_second_factor_it_is_set_up_before_anything_else() -> None:
    world, cookie = a_world()
    _, token = invite(world, cookie)
    settings = site_settings(world.services)
    stored = world.services.site.settings()
    after = replace(settings, second_factor_required=True)
    world.store.save(Change(stored, after) if stored else Change.new(after))
    started = accept(world, token)
    assert find_user(started.token, world.services) is None
    assert find_session(started.token, SessionKind.SECOND_FACTOR, world.services)
