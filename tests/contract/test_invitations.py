"""Invitations, their mails, links and address locks."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.mail.address_block import AddressBlock, BlockReason, StopLink
from homeroom.domain.mail.mail import Link, Mail, MailState
from tests.factories import NOW, an_invitation, with_answer
from tests.steps.ports import Ports

DAY = date(2026, 10, 1)


def a_mail(send_number: int) -> Mail:
    return Mail(invitation_id="i1", send_number=send_number, state=MailState.SENDING, called_at=NOW)


def stored(services: Ports, invitation: Invitation) -> Invitation:
    services.store.save(Change.new(invitation))
    return services.invitations.get_many([invitation.id])[invitation.id]


def test_each_sending_has_a_mail_of_its_own(services: Ports) -> None:
    services.store.save(Change.new(a_mail(1)), Change.new(a_mail(2)))
    assert services.mails.get("i1", 3) is None
    second = services.mails.get("i1", 2)
    assert second
    assert second.send_number == 2
    mails = services.mails.get_many([("i1", 2), ("i1", 1), ("i1", 3), ("i2", 1)])
    assert list(mails) == [("i1", 2), ("i1", 1)]
    assert mails["i1", 2] == second


def test_an_invitation_and_its_mails_are_not_taken_for_one_another(services: Ports) -> None:
    services.store.save(Change.new(an_invitation(id="i1")), Change.new(a_mail(1)))
    assert services.invitations.get_many(["i1"])["i1"].parent_name == "María García"


def test_a_link_is_found_by_its_digest_alone(services: Ports) -> None:
    link = Link(digest="d1", invitation_id="i1", send_number=1, expires_at=NOW)
    services.store.save(Change.new(link))
    assert services.invitations.link("d1") == replace(link, version=1)
    assert services.invitations.link("d") is None


def test_a_link_is_known_long_after_its_end(services: Ports) -> None:
    link = Link(digest="d1", invitation_id="i1", send_number=1, expires_at=NOW - timedelta(days=1000))
    services.store.save(Change.new(link))
    assert services.invitations.link("d1")


def test_locks_are_found_by_address(services: Ports) -> None:
    services.store.save(Change.new(AddressLock(email_key="a@x.org", invitation_id="i1")))
    locks = services.invitations.locks(["b@x.org", "a@x.org"])
    assert {key: lock.invitation_id for key, lock in locks.items()} == {"a@x.org": "i1"}


def test_a_letter_is_due_on_its_day_and_found_at_no_address(services: Ports) -> None:
    """An empty key is nobody's: not another letter's, either."""
    letter = stored(services, an_invitation(id="i1", email="", parent_name="", on_paper=True, expires_at=NOW))
    assert letter.on_paper
    assert list(services.due_invitations.expiring(NOW.date())) == ["i1"]
    assert services.invitations.locks([letter.email_key]) == {}
    assert services.address_blocks.get_many([letter.email_key]) == {}
    with pytest.raises(ValueError, match="without an address"):
        AddressLock(email_key=letter.email_key, invitation_id="i1")


def test_open_invitations_are_due_on_the_day_they_expire(services: Ports) -> None:
    for number in range(30):
        services.store.save(Change.new(an_invitation(id=f"i{number}")))
    services.store.save(Change.new(an_invitation(id="later", expires_at=NOW + timedelta(days=31))))
    assert sorted(services.due_invitations.expiring(DAY)) == sorted(f"i{number}" for number in range(30))
    assert list(services.due_invitations.expiring(DAY + timedelta(days=1))) == ["later"]
    assert list(services.due_invitations.expiring(DAY - timedelta(days=1))) == []


def test_an_invitation_that_is_over_is_not_due_any_more(services: Ports) -> None:
    done, expired = stored(services, an_invitation(id="i1")), stored(services, an_invitation(id="i2"))
    services.store.save(Change(done, with_answer(done, "c1", NOW)), Change(expired, expired.expired()))
    assert list(services.due_invitations.expiring(DAY)) == []


def test_an_invitation_that_is_asked_again_is_due_later(services: Ports) -> None:
    invitation = stored(services, an_invitation(id="i1"))
    again = invitation.asked_again(inviter="x", now=NOW + timedelta(days=2), link_days=30)
    services.store.save(Change(invitation, again))
    assert list(services.due_invitations.expiring(DAY)) == []
    assert list(services.due_invitations.expiring(DAY + timedelta(days=2))) == ["i1"]


def a_mail_in(state: MailState, look_at: datetime | None, invitation_id: str) -> Mail:
    return Mail(invitation_id=invitation_id, send_number=1, state=state, called_at=NOW, look_at=look_at)


def test_mails_that_wait_are_found_the_longest_first_and_apart_from_those_perhaps_handed_over(services: Ports) -> None:
    for minutes, state, invitation_id in (
        (2, MailState.DEFERRED, "i1"),
        (1, MailState.QUEUED, "i2"),
        (4, MailState.SENDING, "i3"),
        (3, MailState.SEND_UNCONFIRMED, "i4"),
    ):
        services.store.save(Change.new(a_mail_in(state, NOW + timedelta(minutes=minutes), invitation_id)))
    services.store.save(Change.new(a_mail_in(MailState.DELIVERED, None, "i5")))
    assert list(services.mails.waiting()) == [("i2", 1), ("i1", 1)]
    assert list(services.mails.unconfirmed_before(NOW + timedelta(hours=1))) == [("i4", 1), ("i3", 1)]
    assert list(services.mails.unconfirmed_before(NOW + timedelta(minutes=3, seconds=1))) == [("i4", 1)]
    assert list(services.mails.unconfirmed_before(NOW)) == []


def test_a_mail_whose_fate_is_known_is_not_looked_after_any_more(services: Ports) -> None:
    services.store.save(Change.new(a_mail_in(MailState.DEFERRED, NOW, "i1")))
    mail = services.mails.get("i1", 1)
    assert mail
    services.store.save(Change(mail, mail.reported(MailState.DELIVERED, "m1", None)))
    assert list(services.mails.waiting()) == []


def test_a_mail_is_looked_after_first_and_reminded_of_once_its_fate_is_known(services: Ports) -> None:
    sending = replace(a_mail_in(MailState.SENDING, NOW, "i1"), remind_at=NOW)
    services.store.save(Change.new(sending))
    assert list(services.mails.unconfirmed_before(NOW + timedelta(hours=1))) == [("i1", 1)]
    assert list(services.due_invitations.to_remind(NOW.date())) == []
    mail = services.mails.get("i1", 1)
    assert mail
    services.store.save(Change(mail, mail.called(MailState.ACCEPTED, "m1", None, NOW)))
    assert list(services.mails.unconfirmed_before(NOW + timedelta(hours=1))) == []
    assert list(services.due_invitations.to_remind(NOW.date())) == ["i1"]


def test_reminders_are_due_by_their_mails_day_and_not_by_that_of_expiry(services: Ports) -> None:
    for number in range(20):
        mail = replace(a_mail(1), invitation_id=f"i{number}", remind_at=NOW + timedelta(days=3))
        services.store.save(Change.new(mail), Change.new(an_invitation(id=f"i{number}")))
    services.store.save(Change.new(a_mail(9)))
    day = NOW.date() + timedelta(days=3)
    assert sorted(services.due_invitations.to_remind(day)) == sorted(f"i{number}" for number in range(20))
    assert list(services.due_invitations.expiring(day)) == []
    assert list(services.due_invitations.to_remind(DAY)) == []


def test_answers_are_found_by_their_day_where_somebody_wants_to_know(services: Ports) -> None:
    for own_id, inviter in (("i1", "admin@x.org"), ("i2", "")):
        invitation = stored(services, an_invitation(id=own_id, inviter_email_key=inviter))
        services.store.save(Change(invitation, with_answer(invitation, "c1", NOW + timedelta(days=2))))
    assert list(services.due_invitations.answered(NOW.date() + timedelta(days=2))) == ["i1"]
    assert list(services.due_invitations.answered(NOW.date())) == []


def test_an_address_has_one_block_at_most_beside_its_lock(services: Ports) -> None:
    services.store.save(Change.new(AddressLock(email_key="a@x.org", invitation_id="i1")))
    assert services.address_blocks.get_many(["a@x.org"]) == {}
    block = AddressBlock(address=services.address_blocks.digest("a@x.org"), reason=BlockReason.UNSUBSCRIBED, since=NOW)
    services.store.save(Change.new(block))
    with pytest.raises(Conflict):
        services.store.save(Change.new(replace(block, reason=BlockReason.BOUNCED)))
    assert services.address_blocks.get_many(["b@x.org", "a@x.org"]) == {"a@x.org": replace(block, version=1)}
    assert services.invitations.locks(["a@x.org"])["a@x.org"].invitation_id == "i1"


def test_what_stops_mails_is_found_by_its_digest_and_is_no_link(services: Ports) -> None:
    stop = StopLink(digest="d1", address="a" * 64, sent_at=NOW)
    services.store.save(Change.new(stop))
    assert services.address_blocks.stop_link("d1") == replace(stop, version=1)
    assert services.address_blocks.stop_link("d2") is None
    assert services.invitations.link("d1") is None
