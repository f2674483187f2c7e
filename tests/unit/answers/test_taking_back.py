""" "Not my child" pressed by mistake: taken back within a day, by whoever said so, where nothing has come between."""

from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry, Nameless, Origin
from homeroom.domain.families.parent_contact import FilledForm, LivesWith, ParentContact, Relation
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.link_errors import LinkForSomebodyElse, LinkSuperseded, LinkUnknown
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.token import new_token
from homeroom.domain.mail.mail import MailKind
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.sessions import start_answering, start_log_in
from homeroom.use_cases.answers.decline import decline_by_link, decline_in_form
from homeroom.use_cases.answers.declined import behind_link, declined_by, in_form, of_user
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.answers.take_back_decline import (
    CannotTakeBack,
    NotTakenBack,
    take_back_and_ask,
    take_back_decline,
)
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.manage_invitation import withdraw
from tests.factories import a_contact, a_parent_user, a_student, by, by_admin, details
from tests.fakes import World
from tests.steps.invited import MARIA, in_store, invited, kinds, send_all

VISITOR, ORIGIN = Visitor("192.0.2.1", ""), Origin(Nameless.PARENT, "POST /i/{token}/declined")
NOE, ANA = a_student("Noé"), a_student("Ana")


def declined(*students: Student, of: tuple[Student, ...] = (), **more: object) -> tuple[World, str]:
    """An invitation about the students, some of whom are declined: all unless said otherwise."""
    world = World()
    token = invited(world, *students, **more)
    decline_by_link(token, [s.id for s in of or students], VISITOR, world.services)
    return world, token


def take_back(world: World, token: str) -> None:
    take_back_decline(lambda: behind_link(token, VISITOR, world.services), ORIGIN, world.services)


def first(world: World) -> Invitation:
    return min(world.store.all(Invitation), key=lambda invitation: invitation.created_at)


def why(world: World, token: str) -> NotTakenBack:
    before = [world.store.all(kind) for kind in (Invitation, Student, AddressLock)]
    with pytest.raises(CannotTakeBack) as refused:
        take_back(world, token)
    assert [world.store.all(kind) for kind in (Invitation, Student, AddressLock)] == before
    return refused.value.why


def test_the_invitation_is_open_as_before_and_twice_is_once() -> None:
    world, token = declined(NOE, ANA)
    world.clock.now += timedelta(hours=23)
    for _ in range(2):
        take_back(world, token)
    invitation = first(world)
    assert (invitation.state, invitation.declined_ids, invitation.declined_at) == (InvitationState.OPEN, (), None)
    assert {s.id for s in open_link(token, VISITOR, world.services).students} == {NOE.id, ANA.id}
    assert [lock.invitation_id for lock in world.store.all(AddressLock)] == [invitation.id]
    for student in (NOE, ANA):
        assert in_store(world, student).declined == {}
        assert in_store(world, student).open_invitation_ids == (invitation.id,)
    [event] = [e for e in invitation.history if e.kind is EventKind.DECLINE_TAKEN_BACK]
    assert set(event.student_ids) == {NOE.id, ANA.id}
    [entry] = world.store.all(AuditEntry)
    assert (entry.action, entry.actor) == (AuditAction.DECLINE_TAKEN_BACK, Nameless.PARENT)


def test_declined_once_more_it_has_a_day_of_its_own() -> None:
    world, token = declined(NOE)
    world.clock.now += timedelta(hours=20)
    take_back(world, token)
    decline_by_link(token, [NOE.id], VISITOR, world.services)
    world.clock.now += timedelta(hours=20)
    take_back(world, token)
    assert first(world).is_open


def test_one_of_two_comes_back_also_in_the_form() -> None:
    world = World()
    invited(world, NOE, ANA)
    form = start_answering(first(world).id, world.services).token
    decline_in_form(form, [NOE.id], world.services)
    take_back_decline(lambda: in_form(form, world.services), ORIGIN, world.services)
    assert set(first(world).student_ids) == {NOE.id, ANA.id}
    save_contact(form, FilledForm(details(), {s.id: Relation() for s in (NOE, ANA)}), world.services)
    assert set(in_store(world, NOE).contact_ids) == set(in_store(world, ANA).contact_ids) != set()


def test_after_a_day_it_is_too_late() -> None:
    world, token = declined(NOE)
    world.clock.now += timedelta(days=1)
    assert why(world, token) is NotTakenBack.TOO_LATE


def test_another_parent_who_has_answered_meanwhile_comes_first() -> None:
    world, token = declined(NOE)
    student, father = in_store(world, NOE), a_contact(NOE, id="father")
    world.store.save(Change(student, student.linked_to("father")), Change.new(father))
    assert why(world, token) is NotTakenBack.HAS_CONTACT


def test_an_address_invited_anew_has_its_newer_email() -> None:
    world, token = declined(NOE)
    invite_parent(NOE.id, Invitee(MARIA, ""), by_admin(), world.services)
    assert why(world, token) in (NotTakenBack.ASKED_ANEW, NotTakenBack.OVER)


def test_an_invitation_of_another_student_meanwhile_holds_the_address() -> None:
    world, token = declined(NOE)
    world.store.save(Change.new(ANA))
    world.clock.now += timedelta(hours=1)
    invite_parent(ANA.id, Invitee(MARIA, ""), by_admin(), world.services)
    assert why(world, token) is NotTakenBack.ASKED_ANEW


def test_withdrawn_meanwhile_it_stays_so() -> None:
    world, token = declined(NOE, ANA, of=(NOE,))
    withdraw(first(world).id, by_admin(), world.services)
    assert why(world, token) is NotTakenBack.OVER


def test_whoever_must_not_be_told_by_now_is_not_asked() -> None:
    world, token = declined(NOE)
    student = in_store(world, NOE)
    world.store.save(Change(student, student.without_contact([MARIA])))
    assert why(world, token) is NotTakenBack.OVER


def test_what_another_parent_had_recorded_is_gone_and_the_form_asks_for_it() -> None:
    world = World()
    recorded = a_contact(NOE, id="recorded")
    standing = a_contact(NOE, id="standing", details=details("Eva", email="eva@example.org"))
    student = NOE.linked_to("standing").linked_to("recorded")
    world.store.save(Change.new(recorded), Change.new(standing))
    token = invited(world, student, kind=MailKind.CHECK_CONTACT, contact_id="recorded", by_parent=True)
    decline_by_link(token, [NOE.id], VISITOR, world.services)
    assert world.store.one(ParentContact, "recorded") is None
    take_back(world, token)
    assert (first(world).is_open, first(world).kind, first(world).contact_id) == (True, MailKind.INVITATION, "")
    form = start_answering(first(world).id, world.services).token
    save_contact(form, FilledForm(details("Luis"), {NOE.id: Relation()}), world.services)
    assert len(in_store(world, NOE).contact_ids) == 2


# ------------------------------------------------------------ who may
def test_no_other_link_and_no_other_log_in_takes_it_back() -> None:
    world, token = declined(NOE)
    with pytest.raises(LinkUnknown):
        take_back(world, new_token())
    world.store.save(Change(first(world), replace(first(world), send_number=2)))
    with pytest.raises(LinkSuperseded):
        take_back(world, token)
    contact = a_contact(id="other", user_key="other@example.org")
    user = a_parent_user(contact, email="other@example.org")
    with pytest.raises(NotFound):
        take_back_and_ask(lambda: of_user(first(world).id, user, world.services), by(user), world.services)
    assert first(world).state is InvitationState.DECLINED


def test_somebody_else_who_is_logged_in_does_not_either() -> None:
    world, token = declined(NOE)
    contact = a_contact(id="other", user_key="other@example.org")
    user = a_parent_user(contact, email="other@example.org")
    world.store.save(Change.new(contact), Change.new(user))
    visitor = Visitor("192.0.2.1", start_log_in(user, world.services).token)
    with pytest.raises(LinkForSomebodyElse):
        take_back_decline(lambda: behind_link(token, visitor, world.services), ORIGIN, world.services)


# ------------------------------------------------------------ logged in
def test_whoever_has_answered_about_the_others_is_asked_about_this_one_by_an_email() -> None:
    world, token = declined(NOE, ANA, of=(NOE,))
    form = start_answering(first(world).id, world.services).token
    save_contact(form, FilledForm(details(), {ANA.id: Relation(lives_with=LivesWith.YES)}), world.services)
    assert why(world, token) is NotTakenBack.OVER
    user = world.services.access.user(MARIA)
    assert user
    [mine] = declined_by(user, world.services)
    assert [student.id for student in mine.students] == [NOE.id]
    world.clock.now += timedelta(hours=1)
    asked = [
        take_back_and_ask(lambda: of_user(mine.invitation.id, user, world.services), by(user), world.services)
        for _ in range(2)
    ]
    send_all(world)
    assert asked == [True, False]
    assert kinds(world) == ["invitation", "confirmation", "invitation"]
    assert [i.student_ids for i in world.store.all(Invitation) if i.is_open] == [(NOE.id,)]
    assert declined_by(user, world.services) == []


def test_what_was_declined_at_ones_own_address_is_found_for_a_day() -> None:
    world, _ = declined(NOE)
    contact = a_contact(ANA, user_key=MARIA)
    user = a_parent_user(contact)
    world.store.save(Change.new(contact), Change.new(user), Change.new(ANA.linked_to(contact.id)))
    [mine] = declined_by(user, world.services)
    asked = take_back_and_ask(lambda: of_user(mine.invitation.id, user, world.services), by(user), world.services)
    assert not asked
    assert first(world).is_open
    assert declined_by(user, world.services) == []
    assert declined_by(replace(user, email="other@example.org"), world.services) == []
