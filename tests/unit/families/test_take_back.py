"""The office takes a change back: all of it in one transaction, once, and not over what somebody has changed again."""

from datetime import date
from functools import partial

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.contact_log import Author, ContactLog
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.families.take_back import ChangedAgain, NothingToTakeBack
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.changed_contacts import all_changed, find_changed
from homeroom.use_cases.families.contact_changes import find_contact_changes, take_back_change
from homeroom.use_cases.families.my_information import edit_my_information
from homeroom.use_cases.families.unlink_contact import unlink_contact
from tests.factories import NOW, a_contact, a_parent_user, a_student, an_admin, by_admin, details
from tests.fakes import World
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, wired

ANA = a_student("Ana", id="ana")
MOTHER = {"ana": Relation(relationship="Mother")}


def a_family() -> tuple[World, User]:
    world, contact = World(), a_contact(ANA, user_key="maria@example.org", details=details(city="Springfield"))
    user = a_parent_user(contact)
    linked = Change.new(ANA.linked_to(contact.id))
    world.store.save(linked, Change.new(contact), Change.new(user), Change.new(an_admin()))
    return world, user


def edit(world: World, user: User, city: str) -> None:
    edit_my_information(By(user, "POST /me/edit"), FilledForm(details(city=city), MOTHER), world.services)


def city(world: World) -> str:
    [contact] = world.store.all(ParentContact)
    return contact.details.city


def take_back(world: World, number: int = 1) -> None:
    take_back_change("ana", "contact-1", number, by_admin(), world.services)


def actions(world: World) -> list[AuditAction]:
    return [entry.action for entry in world.store.all(AuditEntry)]


def test_a_change_that_is_taken_back_is_a_change_itself_and_recorded() -> None:
    world, user = a_family()
    edit(world, user, "Shelbyville")
    take_back(world)
    assert city(world) == "Springfield"
    [log] = world.store.all(ContactLog)
    assert [(change.author, change.facts[0].old, change.facts[0].new) for change in log.changes] == [
        (Author.PARENT, "Springfield", "Shelbyville"),
        (Author.OFFICE, "Shelbyville", "Springfield"),
    ]
    assert actions(world) == [AuditAction.INFORMATION_CHANGED, AuditAction.CHANGE_TAKEN_BACK]


def test_pressed_twice_it_is_taken_back_once() -> None:
    world, user = a_family()
    edit(world, user, "Shelbyville")
    take_back(world)
    take_back(world)
    assert actions(world).count(AuditAction.CHANGE_TAKEN_BACK) == 1


def test_a_change_taken_back_after_the_parent_changed_it_again_does_nothing() -> None:
    world, user = a_family()
    edit(world, user, "Shelbyville")
    edit(world, user, "Ogdenville")
    with pytest.raises(ChangedAgain) as caught:
        take_back(world)
    assert caught.value.author is Author.PARENT
    assert [(one.old, one.new) for one in caught.value.facts] == [("Shelbyville", "Ogdenville")]
    assert city(world) == "Ogdenville"


def test_after_a_later_change_is_taken_back_so_is_the_one_before_but_not_what_the_parent_has_said_again() -> None:
    world, user = a_family()
    edit(world, user, "Shelbyville")
    edit(world, user, "Ogdenville")
    for number, there in ((2, "Shelbyville"), (1, "Springfield")):
        take_back_change("ana", "contact-1", number, by_admin(), world.services)
        assert city(world) == there
    world, user = a_family()
    for town in ("Shelbyville", "Ogdenville", "Shelbyville"):
        edit(world, user, town)
    with pytest.raises(ChangedAgain):
        take_back(world)
    assert city(world) == "Shelbyville"


def test_so_it_is_at_whatever_moment_the_parent_does_so() -> None:
    world, user = a_family()
    edit(world, user, "Shelbyville")
    calls = Plug()
    take_back_change("ana", "contact-1", 1, by_admin(), wired(world.services, calls))
    for at in range(1, calls.calls + 1):
        world, user = a_family()
        edit(world, user, "Shelbyville")
        services = wired(world.services, Meanwhile(at, partial(edit, world, user, "Ogdenville")))
        with pytest.raises(ChangedAgain):
            take_back_change("ana", "contact-1", 1, by_admin(), services)
        assert city(world) == "Ogdenville"


def test_a_relation_that_has_ended_with_the_change_holds_again() -> None:
    world, user = a_family()
    over = (None, date(2026, 8, 1))
    form = FilledForm(details(city="Springfield"), MOTHER, days={"ana": over})
    edit_my_information(By(user, "POST /me/edit"), form, world.services)
    [student] = world.store.all(Student)
    assert student.inactive_contact_ids == ("contact-1",)
    take_back(world)
    [student] = world.store.all(Student)
    assert student.contact_ids == ("contact-1",)


def test_of_another_student_or_a_number_that_there_is_not_nothing_is_taken_back() -> None:
    world, user = a_family()
    with pytest.raises(NothingToTakeBack):
        take_back(world)
    edit(world, user, "Shelbyville")
    with pytest.raises(NothingToTakeBack):
        take_back(world, 7)
    with pytest.raises(NotFound):
        take_back_change("ben", "contact-1", 1, by_admin(), world.services)
    assert city(world) == "Shelbyville"


def test_the_changes_of_a_contact_come_with_the_names_of_whoever_made_them() -> None:
    world, user = a_family()
    edit(world, user, "Shelbyville")
    take_back(world)
    found = find_contact_changes("ana", "contact-1", world.services)
    assert [change.number for change in found.changes] == [2, 1]
    assert [user.name for user in found.people.values()] == ["Jordan Ellis"]
    assert [student.first_name for student in found.students.values()] == ["Ana"]


def test_since_a_moment_each_contact_is_found_once_whoever_has_changed_it() -> None:
    world, user = a_family()
    edit(world, user, "Shelbyville")
    edit(world, user, "Ogdenville")
    world.store.save(Change.new(a_contact(ANA, id="other")))
    [found] = all_changed(NOW, world.services)
    assert [(one.old, one.new) for one in found.net.facts] == [("Springfield", "Ogdenville")]
    assert ([student.id for student in found.students], found.contact and found.contact.id) == (["ana"], "contact-1")
    assert list(all_changed(world.clock(), world.services)) == [found]


def test_what_was_changed_back_is_no_change_and_who_is_gone_is_one() -> None:
    world, user = a_family()
    edit(world, user, "Shelbyville")
    edit(world, user, "Springfield")
    assert find_changed(NOW, "", world.services).contacts == []
    unlink_contact("ana", "contact-1", by_admin(), world.services)
    [gone] = find_changed(NOW, "", world.services).contacts
    assert (gone.net.kind, gone.contact, [student.id for student in gone.students]) == ("deleted", None, ["ana"])


def test_pages_lead_through_all_contacts_once() -> None:
    world, user = a_family()
    edit(world, user, "Shelbyville")
    [log] = world.store.all(ContactLog)
    for number in range(4):
        contact = a_contact(ANA, id=f"c{number}")
        own = ContactLog(contact_id=contact.id, changes=log.changes)
        world.store.save(Change.new(contact), Change.new(own))
    found, before = [], ""
    for _ in range(3):
        page = find_changed(NOW, before, world.services, rows=2)
        found += [one.net.contact_id for one in page.contacts]
        before = page.next_before
    assert (sorted(found), before) == (["c0", "c1", "c2", "c3", "contact-1"], "")
