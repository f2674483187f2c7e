"""The office records another parent: what it may, and what it must leave alone."""

from dataclasses import replace
from functools import partial

import pytest

from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.office_entry import HowSaid, Said
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.mail.mail import MailKind
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import address_digest
from homeroom.use_cases.accounts.sessions import start_answering
from homeroom.use_cases.answers.answer import read_answer
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.families.add_by_office import add_by_office, open_invitations_of
from homeroom.use_cases.families.record_parent import NotMailed, Recorded
from homeroom.use_cases.families.siblings import likely_siblings
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.show_student import show_student
from tests.factories import a_contact, a_student, an_admin, by_admin, details
from tests.fakes import World
from tests.steps.invited import MARIA, block, in_store, invited, kinds, send_all, the_invitation
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

NOE, MEI = a_student("Noé"), a_student("Mei")
FORM = FilledForm(details("Luis"), {NOE.id: Relation(relationship="Father")})


def a_school(student: Student = NOE) -> World:
    """The student has a parent contact already."""
    world, standing = World(), a_contact(student, id="standing", details=details("Ana", email="ana@example.org"))
    world.store.save(Change.new(student.linked_to(standing.id)), Change.new(standing))
    return world


def add(world: World, *, send: bool = True, form: FilledForm = FORM, services: Services | None = None) -> Recorded:
    return add_by_office(NOE.id, form, by_admin(), services or world.services, send=send)


def of_luis(world: World) -> list[ParentContact]:
    return [contact for contact in world.store.all(ParentContact) if contact.details.first_name == "Luis"]


def test_they_are_linked_and_asked_to_check_it_by_the_admin_who_recorded_them() -> None:
    world = a_school()
    added = add(world)
    send_all(world)
    assert (added.invited, added.not_mailed) == (True, None)
    invitation = the_invitation(world)
    assert (invitation.kind, invitation.contact_id, invitation.by_parent) == (
        MailKind.CHECK_CONTACT,
        added.contact.id,
        False,
    )
    assert (invitation.inviter, invitation.inviter_email_key) == ("Jordan Ellis", "admin@example.org")
    assert in_store(world, NOE).contact_ids == ("standing", added.contact.id)
    assert in_store(world, NOE).open_invitation_ids == (invitation.id,)
    assert len(kinds(world)) == 1
    [entry] = world.store.all(AuditEntry)
    assert (entry.action, entry.actor) == (AuditAction.INVITED, "u-admin")
    form = start_answering(invitation.id, world.services).token
    assert read_answer(form, world.services).is_recorded
    save_contact(form, FORM, world.services)
    assert of_luis(world)[0].user_key == MARIA


@pytest.mark.parametrize("form", [FORM, replace(FORM, details=details("Luis", email=""))], ids=["unticked", "no email"])
def test_without_an_email_they_are_recorded_alone(form: FilledForm) -> None:
    world = a_school()
    assert not add(world, form=form, send=not form.details.email).invited
    assert world.store.all(Invitation) == []
    [entry] = world.store.all(AuditEntry)
    assert entry.action is AuditAction.PARENT_RECORDED


def test_a_site_admin_may_ask_about_a_protected_student_and_an_address_that_was_not_to_be_told() -> None:
    digest = address_digest(MARIA)
    world = a_school(replace(NOE, protected=True, no_contact=(digest,), declined={digest: "i"}))
    assert add(world).invited
    send_all(world)
    assert len(kinds(world)) == 1
    assert (in_store(world, NOE).no_contact, in_store(world, NOE).declined) == ((), {})


def test_a_blocked_address_is_recorded_and_not_mailed() -> None:
    world = a_school()
    block(world)
    for _ in range(2):
        assert add(world).not_mailed is NotMailed.BLOCKED
    assert world.store.all(Invitation) == []
    assert len(of_luis(world)) == 1


def test_an_open_invitation_about_another_student_is_left_alone() -> None:
    world = a_school()
    invited(world, MEI)
    before = the_invitation(world)
    assert add(world).not_mailed is NotMailed.ASKED_ALREADY
    assert the_invitation(world) == before


def test_in_an_open_invitation_about_this_student_it_is_noted_and_its_reader_is_offered_the_contact() -> None:
    world = World()
    invited(world, NOE)
    assert add(world).not_mailed is NotMailed.ASKED_ALREADY
    assert [event.kind for event in the_invitation(world).history] == [EventKind.RECORDED]
    form = start_answering(the_invitation(world).id, world.services).token
    assert [c.details.first_name for c in read_answer(form, world.services).candidates] == ["Luis"]


def test_the_same_form_twice_records_one_parent_and_mails_once() -> None:
    world = a_school()
    assert add(world).contact.id == add(world).contact.id
    send_all(world)
    assert (len(of_luis(world)), len(kinds(world))) == (1, 1)


def test_two_forms_at_once_and_a_form_that_dies_anywhere_record_one_parent_and_mail_once() -> None:
    counting = Plug()
    add(world := a_school(), services=wired(world.services, counting))
    for at in range(1, counting.calls + 1):
        world = a_school()
        add(world, services=wired(world.services, Meanwhile(at, partial(add, world))))
        assert_once(world)
    for at, before in crash_points(counting.calls):
        world = a_school()
        with pytest.raises(PulledThePlug):
            add(world, services=wired(world.services, Plug(at, before)))
        add(world)
        assert_once(world)


def assert_once(world: World) -> None:
    send_all(world)
    assert (len(of_luis(world)), len(world.store.all(Invitation)), len(kinds(world))) == (1, 1, 1)


def test_a_household_of_twelve_fits() -> None:
    world = a_school()
    for number in range(12):
        own = details(f"P{number}", email=f"p{number}@example.org")
        assert add(world, form=replace(FORM, details=own)).invited
    assert len(in_store(world, NOE).contact_ids) == 13


def test_nobody_is_recorded_for_a_student_who_is_not_here() -> None:
    world = World()
    gone = a_student("Gone", year="2024-2025")
    world.store.save(Change.new(gone))
    for student_id in (gone.id, "nobody"):
        with pytest.raises(NotFound):
            add_by_office(student_id, FORM, by_admin(), world.services, send=False)


def test_the_first_contact_of_siblings_stands_with_who_said_so_and_nobody_is_invited_by_the_fields_then() -> None:
    world = World()
    world.store.save(Change.new(NOE), Change.new(MEI))
    form = FilledForm(FORM.details, dict.fromkeys((NOE.id, MEI.id), Relation(relationship="Father")))
    said = Said(HowSaid.PAPER, "The form of May 3")
    for _ in range(2):
        add_by_office(NOE.id, form, by_admin(), world.services, send=True, said=said)
    [luis] = of_luis(world)
    assert luis.office_entry
    assert (luis.office_entry.by, luis.office_entry.said) == ("Jordan Ellis", said)
    assert the_invitation(world).student_ids == (NOE.id, MEI.id)
    for student in (NOE, MEI):
        assert in_store(world, student).contact_ids == (luis.id,)
        assert not show_student(student.id, an_admin(), world.services).can_invite


def test_an_open_invitation_at_another_address_goes_on_and_is_said() -> None:
    world = World()
    invited(world, NOE, email="ana@example.org")
    before = the_invitation(world)
    assert add(world).invited
    assert in_store(world, NOE).open_invitation_ids[0] == before.id
    assert world.services.invitations.get_many([before.id])[before.id] == before
    assert open_invitations_of(in_store(world, NOE), world.services)[0] == before


def test_likely_siblings_are_of_the_same_contact_or_invitation_or_last_name_and_here() -> None:
    world = a_school()
    of_contact, asked_too = a_student("Ana", "Smith"), a_student("Bo", "Jones")
    same_name, other, gone = a_student("Eva"), a_student("Li", "García"), a_student("Ida", year="2024-2025")
    world.store.save(*map(Change.new, (of_contact, same_name, other, gone)))
    [standing] = world.store.all(ParentContact)
    world.store.save(Change(standing, replace(standing, students={**standing.students, of_contact.id: Relation()})))
    invited(world, in_store(world, NOE), asked_too)
    siblings = likely_siblings(in_store(world, NOE), world.services)
    assert [student.first_name for student in siblings] == ["Bo", "Ana", "Eva"]


def test_nothing_is_recorded_where_a_sibling_has_left_meanwhile() -> None:
    world = a_school()
    gone = a_student("Gone", year="2024-2025")
    world.store.save(Change.new(gone))
    form = replace(FORM, students={**FORM.students, gone.id: Relation()})
    with pytest.raises(NotFound):
        add(world, form=form)
    assert of_luis(world) == []
