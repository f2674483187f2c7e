"""A parent of one child is nothing to its sibling unless somebody says so."""

from collections.abc import Sequence

import pytest

from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.family_access import sees_lists
from homeroom.use_cases.families.add_by_office import add_by_office
from homeroom.use_cases.families.directory import homeroom_directory
from homeroom.use_cases.families.my_information import edit_my_information, my_information
from homeroom.use_cases.families.viewpoint import viewpoint_of
from homeroom.use_cases.roster.show_student import show_student
from tests.factories import TODAY, YEAR, a_contact, a_homeroom, a_parent_user, a_student, by, by_admin, details
from tests.fakes import World
from tests.steps.invited import in_store

NOE, ANA = a_student("Noé"), a_student("Ana", homeroom="4-B")
SHARED = details(mobile_phone="555 0100", sharing=Sharing(phone=Audience.SITE))
"""With everybody, so that nothing but the relation keeps it from a page."""


def a_world(*contacts: ParentContact, students: Sequence[Student] = (NOE, ANA)) -> World:
    world = World()
    world.store.save(*(Change.new(a_homeroom(code, version=0)) for code in ("3-A", "4-B")))
    for student in students:
        linked = student
        for contact in contacts:
            linked = linked.linked_to(contact.id) if student.id in contact.students else linked
        world.store.save(Change.new(linked))
    world.store.save(*map(Change.new, contacts))
    return world


def test_without_a_password_they_see_the_page_of_their_own_child_alone() -> None:
    world = a_world(noes := a_contact(NOE))
    parent = a_parent_user(noes, has_password=False)
    assert show_student(NOE.id, parent, world.services).student.id == NOE.id
    with pytest.raises(NotFound):
        show_student(ANA.id, parent, world.services)


def test_they_do_not_stand_on_the_siblings_page_whatever_they_share() -> None:
    anas = a_contact(ANA, id="anas", details=SHARED)
    world = a_world(noes := a_contact(NOE, details=SHARED), anas)
    for viewer, student, seen in ((noes, ANA, ["anas"]), (anas, NOE, ["contact-1"])):
        user = a_parent_user(viewer)
        assert [c.id for c in show_student(student.id, user, world.services).contacts] == seen


def test_the_siblings_homeroom_is_not_theirs() -> None:
    world = a_world(noes := a_contact(NOE))
    viewpoint = viewpoint_of(a_parent_user(noes), YEAR, TODAY, world.services)
    assert viewpoint
    assert viewpoint.homerooms == {"3-a"}


def test_the_directory_shows_them_beside_their_own_child_alone() -> None:
    world = a_world(noes := a_contact(NOE, details=SHARED), a_contact(ANA, id="anas", details=SHARED))
    for code, child, contact in (("3-A", NOE, "contact-1"), ("4-B", ANA, "anas")):
        page = homeroom_directory(code, "", a_parent_user(noes), world.services)
        assert page
        assert [(f.student.id, [c.id for c in f.contacts]) for f in page.families] == [(child.id, [contact])]


def test_where_only_the_sibling_is_at_the_school_they_see_no_list() -> None:
    gone = a_student("Noé", year="2025-2026")
    world = a_world(noes := a_contact(gone), students=(gone, ANA))
    assert not sees_lists(a_parent_user(noes), YEAR, world.services)


def test_a_form_about_oneself_that_names_the_sibling_links_nobody() -> None:
    world = a_world(noes := a_contact(NOE, user_key="maria@example.org"))
    relations = {NOE.id: Relation(relationship="Mother"), ANA.id: Relation(relationship="Mother")}
    form = FilledForm(SHARED, relations, {ANA.id: (TODAY, None)})
    edit_my_information(by(parent := a_parent_user(noes)), form, world.services)
    assert [s.id for s in my_information(parent, world.services).students] == [NOE.id]
    assert in_store(world, ANA).all_contact_ids == ()


def test_another_parent_who_is_recorded_for_one_child_is_not_the_siblings() -> None:
    world = a_world(a_contact(NOE, ANA))
    form = FilledForm(details("Luis"), {NOE.id: Relation(relationship="Father")})
    added = add_by_office(NOE.id, form, by_admin(), world.services, send=True)
    assert set(added.contact.students) == {NOE.id}
    assert in_store(world, ANA).contact_ids == ("contact-1",)
