"""No more emails, taken back: by the person, who proves it, or by the office, which says who asked."""

from datetime import timedelta

import pytest

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry, Nameless
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import message
from homeroom.domain.kernel.token import new_token
from homeroom.domain.mail.address_block import AddressBlock, AddressBlocked, BlockReason
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.families.my_email import my_email, want_school_mail
from homeroom.use_cases.families.my_information import my_information
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.mail.stop_mails import (
    StopLinkUnknown,
    mail_again,
    mail_again_for_office,
    mail_me_again,
    stop_mails,
    stop_my_mails,
)
from tests.factories import a_contact, a_parent_user, a_student, by, by_admin
from tests.fakes import World
from tests.fakes.invitations import address_of
from tests.steps.invited import MARIA, block, invited, the_invitation

NETWORK, SOURCE = "192.0.2.1", "POST /u/{token}/again"
NOTE = "María called on May 3"


def stopped() -> tuple[World, str]:
    world = World()
    invited(world, a_student())
    token = world.mailer.sent[-1].stop.rpartition("/")[2]
    stop_mails(token, NETWORK, world.services)
    return world, token


def a_user(world: World) -> User:
    contact = a_contact(a_student("Own"), user_key=MARIA)
    user = a_parent_user(contact)
    world.store.save(Change.new(contact), Change.new(user))
    return user


def blocks(world: World) -> list[BlockReason]:
    return [b.reason for b in world.store.all(AddressBlock)]


def actions(world: World) -> list[tuple[AuditAction, str]]:
    return [(entry.action, entry.actor) for entry in world.store.all(AuditEntry)]


# ------------------------------------------------------------ by whoever holds the link
def test_whoever_holds_the_link_takes_it_back_and_twice_is_once() -> None:
    world, token = stopped()
    for _ in range(2):
        mail_again(token, NETWORK, SOURCE, world.services)
    assert blocks(world) == []
    assert actions(world) == [(AuditAction.EMAIL_AGAIN, Nameless.PARENT)]
    stop_mails(token, NETWORK, world.services)
    assert blocks(world) == [BlockReason.UNSUBSCRIBED]


def test_no_other_link_does() -> None:
    world, _ = stopped()
    for wrong in (new_token(), ""):
        with pytest.raises(StopLinkUnknown):
            mail_again(wrong, NETWORK, SOURCE, world.services)
    assert blocks(world) == [BlockReason.UNSUBSCRIBED]


@pytest.mark.parametrize("reason", [BlockReason.BOUNCED, BlockReason.COMPLAINED])
def test_what_the_mail_service_has_reported_is_not_taken_back_with_it(reason: BlockReason) -> None:
    world = World()
    invited(world, a_student())
    token = world.mailer.sent[-1].stop.rpartition("/")[2]
    detail = message(MailReason.MAILBOX_FULL) if reason is BlockReason.BOUNCED else None
    reported = AddressBlock(address=address_of(MARIA), reason=reason, since=world.clock(), detail=detail)
    world.store.save(Change.new(reported))
    mail_again(token, NETWORK, SOURCE, world.services)
    assert blocks(world) == [reason]
    stop_mails(token, NETWORK, world.services)
    [between] = world.store.all(AddressBlock)
    assert between.mail_reason == message(MailReason.ADDRESS_UNSUBSCRIBED)
    mail_again(token, NETWORK, SOURCE, world.services)
    [after] = world.store.all(AddressBlock)
    assert (after.reason, after.message) == (reason, reported.message)


# ------------------------------------------------------------ by whoever is logged in
def test_whoever_is_logged_in_stops_and_restarts_the_emails_to_their_own_address() -> None:
    world = World()
    user = a_user(world)
    block(world, "other@example.org")
    for _ in range(2):
        stop_my_mails(by(user), world.services)
    assert len(blocks(world)) == 2
    for _ in range(2):
        mail_me_again(by(user), world.services)
    assert [b.address for b in world.store.all(AddressBlock)] == [address_of("other@example.org")]
    assert actions(world) == [(AuditAction.EMAIL_STOPPED, user.id), (AuditAction.EMAIL_AGAIN, user.id)]


def test_the_schools_mail_is_a_wish_of_ones_own_beside_it() -> None:
    world = World()
    user = a_user(world)
    for _ in range(2):
        want_school_mail(by(user), world.services, wanted=False)
    mine = my_information(user, world.services)
    mail = my_email(mine, MARIA, world.services)
    assert (mail.from_school, mail.block) == (False, None)
    assert (mine.contact.version, actions(world)) == (2, [(AuditAction.INFORMATION_CHANGED, user.id)])
    want_school_mail(by(user), world.services, wanted=True)
    assert my_information(user, world.services).contact.details.receives_school_mail


# ------------------------------------------------------------ by the office
def test_the_office_says_who_asked_and_the_timeline_keeps_it() -> None:
    world, _ = stopped()
    invitation = the_invitation(world)
    world.clock.now += timedelta(hours=1)
    for _ in range(2):
        mail_again_for_office(invitation.id, NOTE, by_admin(), world.services)
    assert blocks(world) == []
    [event] = [e for e in the_invitation(world).history if e.kind is EventKind.MAILED_AGAIN]
    assert (event.by, event.note, event.at) == ("Jordan Ellis", NOTE, world.clock())
    [entry] = world.store.all(AuditEntry)
    assert (entry.action, entry.about.invitation_id) == (AuditAction.EMAIL_AGAIN, invitation.id)
    assert NOTE not in repr(entry)
    with pytest.raises(NotFound):
        mail_again_for_office("nothing", NOTE, by_admin(), world.services)


def test_an_invitation_to_such_an_address_takes_the_same_note_and_nothing_else_will_do() -> None:
    world, _ = stopped()
    ana = a_student("Ana")
    world.store.save(Change.new(ana))
    with pytest.raises(AddressBlocked):
        invite_parent(ana.id, Invitee(MARIA, "", allow_again=True), by_admin(), world.services)
    assert blocks(world) == [BlockReason.UNSUBSCRIBED]
    result = invite_parent(ana.id, Invitee(MARIA, "", note=NOTE), by_admin(), world.services)
    assert (blocks(world), result.mail) == ([], True)
    assert [e.note for e in the_invitation(world).history if e.kind is EventKind.MAILED_AGAIN] == [NOTE]


def test_a_note_does_not_stand_in_for_the_box_of_an_address_that_bounced() -> None:
    world = World()
    ana = a_student("Ana")
    world.store.save(Change.new(ana))
    block(world, reason=BlockReason.BOUNCED)
    with pytest.raises(AddressBlocked):
        invite_parent(ana.id, Invitee(MARIA, "", note=NOTE), by_admin(), world.services)
