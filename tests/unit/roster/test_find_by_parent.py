"""The office finds a student by a parent; nobody else does."""

import pytest

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.use_cases.roster.find_by_parent import find_by_parent
from homeroom.use_cases.roster.find_students import search_students
from tests.factories import YEAR, a_contact, a_parent_user, a_student, an_admin, an_invitation, details
from tests.fakes import World

CHILD = a_student("Noé", "Ruiz", contact_ids=("contact-1",), protected=True)
CONTACT = a_contact(
    CHILD,
    user_key="proved@example.org",
    details=details(
        "María José",
        "García-López",
        email="Maria@Example.org",
        mobile_phone="cell: (415) 555-0123 ext. 12",
        home_phone="+44 20 7946 0999",
    ),
)
ASKED = a_student("Mei", "Li")


def a_world() -> World:
    world = World()
    invitation = an_invitation(ASKED, email="li@example.org")
    world.store.save(*(Change.new(thing) for thing in (CHILD, CONTACT, ASKED, invitation)))
    return world


def found(text: str, year: str = YEAR) -> list[Student]:
    return [one.student for one in find_by_parent(text, year, (), an_admin(), a_world().services)]


@pytest.mark.parametrize(
    "text",
    [
        *("garcia", "maria lop", "Jose García"),
        *("maria@", "maria@example.org", "PROVED@example.org", "\u200bmaria@example\u00ad.org\u202c"),
        *(
            "\u202a(415) 555-0123\u202c",
            "0123",
            "555 0123",
            "555-0123",
            "+1 415 555 0123",
            "(020) 7946 0999",
            "7946-0999",
        ),
    ],
)
def test_a_protected_student_is_found_by_a_parents_name_address_and_number(text: str) -> None:
    assert [student.id for student in found(text)] == [CHILD.id]


@pytest.mark.parametrize(
    "text", ["", "garcia pedro", "aria", "aria@example.org", "123", "212 555 0123", "555 0999", "@", "-", "١٢", "🙂"]
)
def test_what_is_no_parents_finds_nobody(text: str) -> None:
    assert found(text) == []


def test_it_is_said_why() -> None:
    [one] = find_by_parent("0123", YEAR, (), an_admin(), a_world().services)
    assert (one.parents, one.invited) == (("María José García-López",), ())
    [other] = find_by_parent("LI@example.org", YEAR, (), an_admin(), a_world().services)
    assert (other.student.id, other.parents, other.invited) == (ASKED.id, (), ("li@example.org",))


def test_a_student_who_is_shown_already_or_is_in_another_year_is_left_out() -> None:
    assert find_by_parent("garcia", YEAR, {CHILD.id}, an_admin(), a_world().services) == []
    assert found("garcia", "2027-2028") == []


def test_a_parent_who_searches_finds_nobody_by_a_parent() -> None:
    world, viewer = a_world(), a_parent_user(CONTACT)
    assert find_by_parent("garcia", YEAR, (), viewer, world.services) == []
    assert search_students("garcia", YEAR, viewer, world.services).students == []
