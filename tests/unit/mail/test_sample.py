"""The school's own words in emails, and the test of the invitation that Site Admins send to themselves."""

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import TooManyTries
from homeroom.domain.mail.address_block import AddressBlock, AddressBlocked, BlockReason
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.mail.ask_for_sample import ask_for_sample
from homeroom.use_cases.mail.sample import previewed
from homeroom.use_cases.mail.send_sample import send_sample
from homeroom.use_cases.ports.mailer import MailNotSent, Others
from tests.factories import YEAR, an_admin
from tests.fakes import World

ADMIN = an_admin()
BY = By(ADMIN, "POST /settings/mail/test")
SETTINGS = SiteSettings(
    school_year=YEAR, school_name="Lincoln School", sender_name="The office", own_words={"en": "Welcome back!"}
)


def a_world() -> World:
    world = World()
    world.store.save(Change.new(ADMIN), Change.new(SETTINGS))
    return world


def sent(world: World) -> None:
    """What was asked for is done once."""
    samples, world.queue.samples = world.queue.samples, []
    for user_id, asked_at, _ in samples:
        send_sample(user_id, asked_at, world.services)


def test_the_test_goes_to_whoever_asked_with_the_schools_words_and_is_recorded() -> None:
    world = a_world()
    ask_for_sample(BY, world.services)
    asked = list(world.queue.samples)
    sent(world)
    [mail] = world.mailer.sent
    assert (mail.to, mail.sender_name, mail.stop) == (ADMIN.email, "The office", "")
    assert "own_words: Welcome back!" in mail.text
    assert [entry.action for entry in world.store.all(AuditEntry)] == [AuditAction.SAMPLE_ASKED]
    world.queue.samples = asked  # delivered twice
    sent(world)
    assert len(world.mailer.sent) == 1


def test_asked_for_fifty_times_five_are_sent_and_an_hour_later_five_more() -> None:
    world = a_world()
    for hour in (1, 2):
        for _ in range(50):
            world.clock.wait(timedelta(seconds=1))
            with contextlib.suppress(TooManyTries):
                ask_for_sample(BY, world.services)
        sent(world)
        assert len(world.mailer.sent) == 5 * hour
        world.clock.wait(timedelta(hours=1))


def test_two_presses_in_one_second_send_one() -> None:
    world = a_world()
    for _ in range(2):
        ask_for_sample(BY, world.services)
    sent(world)
    assert len(world.mailer.sent) == 1


def test_a_mailbox_that_refuses_our_mail_gets_none_and_one_that_wanted_no_more_invitations_does() -> None:
    for reason, refused in ((BlockReason.BOUNCED, True), (BlockReason.UNSUBSCRIBED, False)):
        world = a_world()
        digest = world.services.address_blocks.digest(ADMIN.email_key)
        world.store.save(Change.new(AddressBlock(address=digest, reason=reason, since=world.clock())))
        if refused:
            with pytest.raises(AddressBlocked):
                ask_for_sample(BY, world.services)
        else:
            ask_for_sample(BY, world.services)
        sent(world)
        assert len(world.mailer.sent) == (0 if refused else 1)


def test_whoever_is_no_site_admin_any_more_gets_none_and_neither_does_whoever_asked_long_ago() -> None:
    world = a_world()
    ask_for_sample(BY, world.services)
    asked = list(world.queue.samples)
    world.clock.wait(timedelta(hours=2))
    sent(world)
    world.queue.samples = asked
    world.clock.now -= timedelta(hours=2)
    [stored] = world.services.access.admins()
    world.store.save(Change(stored, replace(stored, is_admin=False)))
    sent(world)
    assert world.mailer.sent == []


def test_while_emails_cannot_go_out_the_test_waits_and_is_sent_once() -> None:
    world = a_world()
    world.mailer.failures = [MailNotSent(MailState.DEFERRED, MailReason.QUOTA_USED_UP, Others.GO_ON)]
    ask_for_sample(BY, world.services)
    sent(world)
    assert world.mailer.sent == []
    world.clock.wait(timedelta(minutes=5))
    sent(world)
    sent(world)
    assert len(world.mailer.sent) == 1


def test_a_preview_is_the_invitation_with_settings_that_nobody_has_saved_and_stores_nothing() -> None:
    world = a_world()
    mail = previewed(
        replace(SETTINGS, own_words={"en": "See you soon."}, sender_name=""), "https://page.example", world.services
    )
    assert "https://page.example/i/example" in mail.text
    assert "own_words: See you soon." in mail.text
    assert (mail.sender_name, world.mailer.sent, world.queue.samples) == ("Lincoln School", [], [])
