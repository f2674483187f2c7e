"""A logged-in parent records another parent of their children, and sees whether that one has answered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.parent_contact import FilledForm, LivesWith, ParentContact, Relation
from homeroom.domain.invitations.invitation import Arrival, Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import TooManyTries
from homeroom.domain.mail.address_block import AddressBlocked
from homeroom.domain.mail.mail import MailKind
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.sessions import start_answering
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.families.add_by_office import add_by_office
from homeroom.use_cases.families.add_by_parent import add_by_parent, ask_by_parent, my_current_children
from homeroom.use_cases.families.my_information import my_information
from homeroom.use_cases.families.other_parents import (
    OtherParent,
    OtherParentState,
    other_parents,
)
from homeroom.use_cases.families.record_parent import NotMailed, Recorded
from homeroom.use_cases.invitations.ask_other_parent import ask_other_parent_again
from tests.factories import TODAY, a_contact, a_parent_user, a_student, by, by_admin, details
from tests.fakes import World
from tests.steps.invited import block, in_store, kinds, send_all, the_invitation

NOE, MEI, OLD = a_student("Noé"), a_student("Mei"), a_student("Old", year="2025-2026")
LUIS = "luis@example.org"
FATHER = Relation(relationship="Father", lives_with=LivesWith.PART)


def a_family(*students: Student, **relation: object) -> tuple[World, User]:
    world, ana = World(), a_contact(id="ana", details=details("Ana", email="ana@example.org"))
    ana = replace(ana, students={s.id: Relation(relationship="Mother", **relation) for s in students})  # type: ignore[arg-type]
    user = a_parent_user(ana, email="ana@example.org")
    world.store.save(*(Change.new(s.linked_to(ana.id)) for s in students), Change.new(ana), Change.new(user))
    return world, user


def form(*students: Student, email: str = LUIS) -> FilledForm:
    return FilledForm(details("Luis", email=email), {s.id: FATHER for s in students})


def add(world: World, user: User, *students: Student, send: bool = True, email: str = LUIS) -> Recorded:
    return add_by_parent(form(*students, email=email), by(user), world.services, send=send)


def seen(world: World, user: User, student: Student = NOE) -> list[OtherParent]:
    return list(other_parents(my_information(user, world.services), world.services)[student.id])


def state(world: World, user: User) -> OtherParentState:
    [other] = seen(world, user)
    return other.state


# ------------------------------------------------------------ recording
def test_they_are_recorded_for_the_children_chosen_and_asked_by_a_parent() -> None:
    world, ana = a_family(NOE, MEI)
    added = add(world, ana, MEI)
    send_all(world)
    assert (added.contact.recorded_by, added.contact.recorded_as) == ("ana", "Luis García")
    assert dict(added.contact.students) == {MEI.id: FATHER}
    assert in_store(world, NOE).contact_ids == ("ana",)
    invitation = the_invitation(world)
    assert (invitation.kind, invitation.by_parent, invitation.inviter) == (MailKind.CHECK_CONTACT, True, "Ana García")
    assert kinds(world, LUIS) == ["check_contact"]
    [entry] = world.store.all(AuditEntry)
    assert (entry.action, entry.actor, entry.about.student_ids) == (AuditAction.INVITED, ana.id, (MEI.id,))


def test_the_same_form_twice_is_one_parent_and_one_email() -> None:
    world, ana = a_family(NOE)
    for _ in range(2):
        add(world, ana, NOE)
    send_all(world)
    assert len(world.store.all(ParentContact)) == 2
    assert kinds(world, LUIS) == ["check_contact"]


@pytest.mark.parametrize("stranger", [a_student("Stranger"), OLD])
def test_for_a_child_of_somebody_else_or_one_who_has_left_nobody_is_recorded(stranger: Student) -> None:
    world, ana = a_family(NOE, OLD)
    if stranger is not OLD:
        world.store.save(Change.new(stranger))
    with pytest.raises(NotFound):
        add(world, ana, stranger)
    both = add(world, ana, NOE, stranger)
    assert list(both.contact.students) == [NOE.id]


def test_whose_parent_one_is_no_more_can_be_given_no_other_parent() -> None:
    world, ana = a_family(NOE, until=TODAY - timedelta(days=1))
    with pytest.raises(NotFound):
        my_current_children(ana, world.services)
    world, ana = a_family(NOE, until=date.max)
    assert len(my_current_children(ana, world.services)[1]) == 1


def test_a_protected_childs_other_parent_is_recorded_and_gets_no_email_from_a_parent() -> None:
    world, ana = a_family(replace(NOE, protected=True))
    assert add(world, ana, NOE).not_mailed is NotMailed.NOT_ALLOWED


def test_nor_does_one_of_siblings_of_whom_another_is_protected() -> None:
    world, ana = a_family(replace(NOE, protected=True), MEI)
    assert add(world, ana, NOE, MEI).not_mailed is NotMailed.NOT_ALLOWED
    assert world.store.all(Invitation) == []
    assert add(world, ana, MEI, email="rosa@example.org").invited


def test_a_day_has_an_end_of_recording_and_one_of_emails() -> None:
    world, ana = a_family(NOE)
    for number in range(5):
        add(world, ana, NOE, email=f"luis{number}@example.org")
    with pytest.raises(TooManyTries):
        add(world, ana, NOE)
    for _ in range(9):
        add(world, ana, NOE, send=False)
    with pytest.raises(TooManyTries):
        add(world, ana, NOE, send=False)


# ------------------------------------------------------------ have they answered?
def test_who_was_recorded_without_an_email_is_not_asked() -> None:
    world, ana = a_family(NOE, MEI)
    add(world, ana, NOE, send=False)
    assert state(world, ana) is OtherParentState.NOT_ASKED
    assert seen(world, ana, MEI) == []


def test_from_the_email_to_the_answer_the_name_stays_what_was_typed() -> None:
    world, ana = a_family(NOE)
    add(world, ana, NOE)
    send_all(world)
    [other] = seen(world, ana)
    assert (other.state, other.asked_at, other.name) == (OtherParentState.ASKED, world.clock(), "Luis García")
    token = start_answering(the_invitation(world).id, world.services, 0).token
    answer = FilledForm(details("Lucho", "Secret", email="new@example.org"), {NOE.id: FATHER})
    save_contact(token, answer, world.services)
    [other] = seen(world, ana)
    assert (other.state, other.name) == (OtherParentState.ANSWERED, "Luis García")
    assert "Secret" not in repr(other)
    assert "new@" not in repr(other)


def test_whom_the_office_or_a_co_parent_has_recorded_is_not_shown() -> None:
    world, ana = a_family(NOE)
    add_by_office(NOE.id, form(NOE), by_admin(), world.services, send=False)
    eva = a_contact(NOE, id="eva", recorded_by="somebody", recorded_as="Eva")
    student = in_store(world, NOE)
    world.store.save(Change.new(eva), Change(student, student.linked_to("eva")))
    assert seen(world, ana) == []


def test_an_email_that_did_not_arrive_and_a_link_that_is_over_say_so() -> None:
    world, ana = a_family(NOE)
    add(world, ana, NOE)
    world.clock.now += timedelta(days=40)
    [other] = seen(world, ana)
    assert (other.state, other.can_be_asked_again) == (OtherParentState.EXPIRED, True)
    invitation = the_invitation(world)
    world.store.save(Change(invitation, replace(invitation, arrival=Arrival.BOUNCED)))
    [other] = seen(world, ana)
    assert (other.state, other.can_be_asked_again) == (OtherParentState.NOT_DELIVERED, False)


# ------------------------------------------------------------ asking after all
def test_somebody_recorded_without_an_email_can_be_asked_after_all_and_once() -> None:
    world, ana = a_family(NOE)
    contact_id = add(world, ana, NOE, send=False).contact.id
    assert [(other.can_be_asked, other.can_be_asked_again) for other in seen(world, ana)] == [(True, False)]
    asked = [ask_by_parent(contact_id, by(ana), world.services) for _ in range(2)]
    send_all(world)
    assert [recorded.invited for recorded in asked] == [True, True]
    assert kinds(world, LUIS) == ["check_contact"]
    assert the_invitation(world).contact_id == contact_id
    assert in_store(world, NOE).newest_invitation_ids
    assert [(other.state, other.can_be_asked) for other in seen(world, ana)] == [(OtherParentState.ASKED, False)]
    assert world.store.all(AuditEntry)[-1].action is AuditAction.INVITED


def test_the_same_form_now_with_an_email_asks_whom_it_recorded_before() -> None:
    world, ana = a_family(NOE)
    first, second = add(world, ana, NOE, send=False), add(world, ana, NOE)
    send_all(world)
    assert (first.contact.id, second.invited, second.not_mailed) == (second.contact.id, True, None)
    assert kinds(world, LUIS) == ["check_contact"]


def test_without_an_address_and_by_others_nobody_is_asked() -> None:
    world, ana = a_family(NOE)
    nameless = add(world, ana, NOE, send=False, email="").contact.id
    assert [other.can_be_asked for other in seen(world, ana)] == [False]
    assert not ask_by_parent(nameless, by(ana), world.services).invited
    for other in ("ana", "nobody"):
        with pytest.raises(NotFound):
            ask_by_parent(other, by(ana), world.services)
    assert world.store.all(Invitation) == []


def test_what_keeps_an_address_from_being_asked_keeps_it_after_all_too() -> None:
    world, ana = a_family(NOE)
    contact_id = add(world, ana, NOE, send=False).contact.id
    block(world, LUIS)
    assert ask_by_parent(contact_id, by(ana), world.services).not_mailed is NotMailed.BLOCKED
    world, ana = a_family(NOE)
    contact_id = add(world, ana, NOE, send=False).contact.id
    student = in_store(world, NOE)
    world.store.save(Change(student, replace(student, protected=True)))
    assert ask_by_parent(contact_id, by(ana), world.services).not_mailed is NotMailed.NOT_ALLOWED
    assert world.store.all(Invitation) == []


# ------------------------------------------------------------ asking again
def asked_a_day_ago() -> tuple[World, User, str]:
    world, ana = a_family(NOE)
    contact = add(world, ana, NOE).contact
    send_all(world)
    world.clock.now += timedelta(days=1)
    return world, ana, contact.id


def test_one_more_email_goes_out_and_only_one_within_six_hours() -> None:
    world, ana, contact_id = asked_a_day_ago()
    ask_other_parent_again(contact_id, by(ana), world.services)
    send_all(world)
    assert kinds(world, LUIS) == ["check_contact", "check_contact"]
    with pytest.raises(TooManyTries):
        ask_other_parent_again(contact_id, by(ana), world.services)
    world.clock.now += timedelta(hours=7)
    ask_other_parent_again(contact_id, by(ana), world.services)


def test_nobody_asks_for_an_email_to_whom_they_have_not_recorded() -> None:
    world, ana, contact_id = asked_a_day_ago()
    contact = world.store.one(ParentContact, contact_id)
    assert contact
    world.store.save(Change(contact, replace(contact, recorded_by="somebody")))
    for other in (contact_id, "ana", "nobody"):
        with pytest.raises(NotFound):
            ask_other_parent_again(other, by(ana), world.services)
    assert the_invitation(world).send_number == 1


def test_an_address_that_gets_no_email_and_one_that_must_not_be_told_are_not_asked_again() -> None:
    world, ana, contact_id = asked_a_day_ago()
    block(world, LUIS)
    with pytest.raises(AddressBlocked):
        ask_other_parent_again(contact_id, by(ana), world.services)
    world, ana, contact_id = asked_a_day_ago()
    student = in_store(world, NOE)
    world.store.save(Change(student, student.without_contact([LUIS])))
    with pytest.raises(NotFound):
        ask_other_parent_again(contact_id, by(ana), world.services)
    assert [i.send_number for i in world.store.all(Invitation)] == [1]
