"""Invitations, their mails, links and address locks."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from homeroom.domain.address_block import AddressBlock, BlockReason, StopLink
from homeroom.domain.change import Change, Conflict
from homeroom.domain.invitation import AddressLock, Invitation
from homeroom.domain.mail import Link, Mail, MailState
from tests.contract.conftest import Ports
from tests.factories import NOW, an_invitation

DAY = date(2026, 10, 1)


def a_mail(generation: int) -> Mail:
    return Mail(invitation_id="i1", generation=generation, state=MailState.CALLING, link_digest="d", called_at=NOW)


def stored(outside: Ports, invitation: Invitation) -> Invitation:
    outside.store.save(Change.new(invitation))
    return outside.invitations.get_many([invitation.id])[invitation.id]


def test_each_sending_has_a_mail_of_its_own(outside: Ports) -> None:
    outside.store.save(Change.new(a_mail(1)), Change.new(a_mail(2)))
    assert outside.invitations.mail("i1", 3) is None
    second = outside.invitations.mail("i1", 2)
    assert second
    assert second.generation == 2
    found = outside.invitations.mails([("i1", 2), ("i1", 1), ("i1", 3), ("i2", 1)])
    assert list(found) == [("i1", 2), ("i1", 1)]
    assert found["i1", 2] == second


def test_an_invitation_and_its_mails_are_not_taken_for_one_another(outside: Ports) -> None:
    outside.store.save(Change.new(an_invitation(id="i1")), Change.new(a_mail(1)))
    assert outside.invitations.get_many(["i1"])["i1"].parent_name == "María García"


def test_a_link_is_found_by_its_digest_alone(outside: Ports) -> None:
    link = Link(digest="d1", invitation_id="i1", generation=1, expires_at=NOW)
    outside.store.save(Change.new(link))
    assert outside.invitations.link("d1") == replace(link, version=1)
    assert outside.invitations.link("d") is None


def test_a_link_is_known_long_after_its_end(outside: Ports) -> None:
    link = Link(digest="d1", invitation_id="i1", generation=1, expires_at=NOW - timedelta(days=1000))
    outside.store.save(Change.new(link))
    assert outside.invitations.link("d1")


def test_locks_are_found_by_address(outside: Ports) -> None:
    outside.store.save(Change.new(AddressLock(email_key="a@x.org", invitation_id="i1")))
    found = outside.invitations.locks(["b@x.org", "a@x.org"])
    assert {key: lock.invitation_id for key, lock in found.items()} == {"a@x.org": "i1"}


def test_open_invitations_are_due_on_the_day_they_expire(outside: Ports) -> None:
    for number in range(30):
        outside.store.save(Change.new(an_invitation(id=f"i{number}")))
    outside.store.save(Change.new(an_invitation(id="later", expires_at=NOW + timedelta(days=31))))
    assert sorted(outside.invitations.due(DAY)) == sorted(f"i{number}" for number in range(30))
    assert list(outside.invitations.due(DAY + timedelta(days=1))) == ["later"]
    assert list(outside.invitations.due(DAY - timedelta(days=1))) == []


def test_an_invitation_that_is_over_is_not_due_any_more(outside: Ports) -> None:
    done, expired = stored(outside, an_invitation(id="i1")), stored(outside, an_invitation(id="i2"))
    outside.store.save(Change(done, done.completed("c1", NOW)), Change(expired, expired.expired()))
    assert list(outside.invitations.due(DAY)) == []


def test_an_invitation_that_is_asked_again_is_due_later(outside: Ports) -> None:
    invitation = stored(outside, an_invitation(id="i1"))
    again = invitation.asked_again(inviter="x", now=NOW + timedelta(days=2), link_days=30)
    outside.store.save(Change(invitation, again))
    assert list(outside.invitations.due(DAY)) == []
    assert list(outside.invitations.due(DAY + timedelta(days=2))) == ["i1"]


def a_mail_in(state: MailState, look_at: datetime | None, invitation_id: str) -> Mail:
    return Mail(invitation_id=invitation_id, generation=1, state=state, called_at=NOW, look_at=look_at)


def test_mails_that_wait_are_found_the_longest_first_and_apart_from_those_perhaps_handed_over(outside: Ports) -> None:
    for minutes, state, invitation_id in (
        (2, MailState.LATER, "i1"),
        (1, MailState.QUEUED, "i2"),
        (4, MailState.CALLING, "i3"),
        (3, MailState.UNKNOWN, "i4"),
    ):
        outside.store.save(Change.new(a_mail_in(state, NOW + timedelta(minutes=minutes), invitation_id)))
    outside.store.save(Change.new(a_mail_in(MailState.DELIVERED, None, "i5")))
    assert list(outside.invitations.waiting()) == [("i2", 1), ("i1", 1)]
    assert list(outside.invitations.handed_over_perhaps(NOW + timedelta(hours=1))) == [("i4", 1), ("i3", 1)]
    assert list(outside.invitations.handed_over_perhaps(NOW + timedelta(minutes=3, seconds=1))) == [("i4", 1)]
    assert list(outside.invitations.handed_over_perhaps(NOW)) == []


def test_a_mail_whose_fate_is_known_is_not_looked_after_any_more(outside: Ports) -> None:
    outside.store.save(Change.new(a_mail_in(MailState.LATER, NOW, "i1")))
    mail = outside.invitations.mail("i1", 1)
    assert mail
    outside.store.save(Change(mail, mail.reported(MailState.DELIVERED, "m1", "")))
    assert list(outside.invitations.waiting()) == []


def test_a_mail_is_looked_after_first_and_reminded_of_once_its_fate_is_known(outside: Ports) -> None:
    calling = replace(a_mail_in(MailState.CALLING, NOW, "i1"), remind_at=NOW)
    outside.store.save(Change.new(calling))
    assert list(outside.invitations.handed_over_perhaps(NOW + timedelta(hours=1))) == [("i1", 1)]
    assert list(outside.invitations.to_remind(NOW.date())) == []
    mail = outside.invitations.mail("i1", 1)
    assert mail
    outside.store.save(Change(mail, mail.called(MailState.ACCEPTED, "m1", "", NOW)))
    assert list(outside.invitations.handed_over_perhaps(NOW + timedelta(hours=1))) == []
    assert list(outside.invitations.to_remind(NOW.date())) == ["i1"]


def test_reminders_are_due_by_their_mails_day_and_not_by_that_of_expiry(outside: Ports) -> None:
    for number in range(20):
        mail = replace(a_mail(1), invitation_id=f"i{number}", remind_at=NOW + timedelta(days=3))
        outside.store.save(Change.new(mail), Change.new(an_invitation(id=f"i{number}")))
    outside.store.save(Change.new(a_mail(9)))
    day = NOW.date() + timedelta(days=3)
    assert sorted(outside.invitations.to_remind(day)) == sorted(f"i{number}" for number in range(20))
    assert list(outside.invitations.due(day)) == []
    assert list(outside.invitations.to_remind(DAY)) == []


def test_answers_are_found_by_their_day_where_somebody_wants_to_know(outside: Ports) -> None:
    for own_id, inviter in (("i1", "admin@x.org"), ("i2", "")):
        found = stored(outside, an_invitation(id=own_id, inviter_email_key=inviter))
        outside.store.save(Change(found, found.completed("c1", NOW + timedelta(days=2))))
    assert list(outside.invitations.answered(NOW.date() + timedelta(days=2))) == ["i1"]
    assert list(outside.invitations.answered(NOW.date())) == []


def test_an_address_has_one_block_at_most_beside_its_lock(outside: Ports) -> None:
    outside.store.save(Change.new(AddressLock(email_key="a@x.org", invitation_id="i1")))
    assert outside.invitations.blocks(["a@x.org"]) == {}
    block = AddressBlock(email_key="a@x.org", reason=BlockReason.UNSUBSCRIBED, since=NOW)
    outside.store.save(Change.new(block))
    with pytest.raises(Conflict):
        outside.store.save(Change.new(replace(block, reason=BlockReason.BOUNCED)))
    assert outside.invitations.blocks(["b@x.org", "a@x.org"]) == {"a@x.org": replace(block, version=1)}
    assert outside.invitations.locks(["a@x.org"])["a@x.org"].invitation_id == "i1"


def test_what_stops_mails_is_found_by_its_digest_and_is_no_link(outside: Ports) -> None:
    stop = StopLink(digest="d1", email_key="a@x.org", sent_at=NOW)
    outside.store.save(Change.new(stop))
    assert outside.invitations.stop_link("d1") == replace(stop, version=1)
    assert outside.invitations.stop_link("d2") is None
    assert outside.invitations.link("d1") is None
