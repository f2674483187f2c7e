"""One address for families that have nothing to do with each other is asked about; siblings keep theirs."""

import io
from pathlib import Path

import pytest

from homeroom.domain.imports.shared_addresses import MOST_SHARED, SeenAddresses, SharedAddresses, is_nobodys
from homeroom.domain.imports.spreadsheet import Doubt, FileProblem, NamedParent, Placement, SheetRow, open_sheet
from homeroom.domain.kernel.message import message
from tests.factories import TODAY, YEAR, a_row
from tests.steps.english import english

SAMPLES = Path(__file__).parents[3] / "samples"
OFFICE, SHARED = "office@lincoln.example.org", "sunshine.daycare@example.org"


def placed(student: str, address: str, parent: str = "", student_id: str = "") -> Placement:
    """The students and parents are called `Noé García López`: the first word is the first name."""
    first, _, last = student.partition(" ")
    p_first, _, p_last = parent.partition(" ")
    return Placement(YEAR, "3-A", "", student_id, first, last, (NamedParent(address, p_first, p_last),))


def rows(*placements: Placement) -> list[SheetRow]:
    return [SheetRow(number, (), placement) for number, placement in enumerate(placements, start=2)]


def shared(*placements: Placement, site_admins: tuple[str, ...] = ()) -> SharedAddresses:
    seen = SeenAddresses(site_admins)
    seen.note(rows(*placements))
    return seen.shared


def test_an_address_of_three_families_is_asked_about_in_each_of_their_rows() -> None:
    of_three = [placed("Noé García", SHARED), placed("Mia Chen", SHARED.upper()), placed("Aoife O'Brien", SHARED)]
    found = shared(*of_three, placed("Ruby Marsh", "marsh@example.org"))
    assert found.doubt(of_three[1]) == message(Doubt.SHARED_ADDRESS, email=SHARED.upper(), count=3)
    assert found.doubt(placed("Ruby Marsh", "marsh@example.org")) is None
    assert f"{SHARED} stands with 3 students of families" in english(*filter(None, [found.doubt(of_three[0])]))


def test_what_was_found_may_be_stored_and_used_by_another_process() -> None:
    of_three = [placed("Noé García", SHARED), placed("Mia Chen", SHARED), placed("Aoife O'Brien", SHARED)]
    found = shared(*of_three)
    assert SHARED not in str(found.students)
    assert SharedAddresses(dict(found.students)).doubt(of_three[0]) == found.doubt(of_three[0])


def test_two_families_may_share_an_address_but_not_an_offices_or_a_site_admins() -> None:
    two = ("Noé García", "Mia Chen")
    assert not shared(*(placed(name, SHARED) for name in two)).students
    assert list(shared(*(placed(name, OFFICE) for name in two)).students.values()) == [2]
    of_admin = shared(*(placed(name, "Jordan@Example.org") for name in two), site_admins=("jordan@example.org",))
    assert list(of_admin.students.values()) == [2]
    assert not shared(placed("Noé García", OFFICE)).students


FAMILIES = {
    "twins": [("Ana García", ""), ("Noé García", ""), ("Mia García", "")],
    "two last names in any order": [("Ana García López", ""), ("Noé García", ""), ("Mia de la Cruz-López", "")],
    "a parent's children of two marriages": [("Ana Chen", "Rosa Marsh"), ("Noé García", "Rosa Marsh")],
    "a step family whose parent is written in two ways": [
        ("Ana Chen", "Rosa Marsh"),
        ("Noé García", "Mrs. Marsh"),
        ("Mia Oduya", "Rosa Marsh-Oduya"),
    ],
    "foster children": [("Ana Chen", "Rosa"), ("Noé García", "Rosa"), ("Mia Oduya", "Rosa")],
    "children with the parent's other last name": [("Ana Chen", ""), ("Noé García", "Rosa Chen"), ("Mia García", "")],
    "a last name that is a part of many": [("Ana Le", ""), ("Noé Le", ""), ("Mia Le", "")],
}


@pytest.mark.parametrize("members", FAMILIES.values(), ids=FAMILIES)
def test_one_family_is_never_asked_about(members: list[tuple[str, str]]) -> None:
    assert not shared(*(placed(student, OFFICE, parent) for student, parent in members)).students


def test_what_says_nothing_of_a_person_connects_nobody() -> None:
    members = [("Ana de la Cruz", "Parent Guardian"), ("Noé de la Rosa", "Parent Guardian"), ("Mia Li", "Mr. Unknown")]
    assert shared(*(placed(student, SHARED, parent) for student, parent in members)).students


def test_one_student_on_many_rows_is_one_family() -> None:
    by_id = [placed("", SHARED, parent, student_id="00417") for parent in ("Ana García", "Jon Smith", "Bo Li")]
    assert not shared(*by_id).students
    of_three = [by_id[0], by_id[1]._replace(student_id="00418"), by_id[2]._replace(student_id="00419")]
    assert shared(*of_three).students
    named = [placed("Noé García", SHARED, parent) for parent in ("Ana Chen", "Jon Smith", "Bo Li")]
    assert not shared(*named).students


def test_where_a_file_names_nobody_but_ids_nothing_can_be_said() -> None:
    assert not shared(*(placed("", SHARED, student_id=str(number)) for number in range(9))).students


@pytest.mark.parametrize("address", ["noemail@school.org", "No-Reply@x.org", "none@none.com", "no.email2@x.org"])
def test_an_address_that_says_it_is_nobodys_is_asked_about_with_the_first_student(address: str) -> None:
    assert is_nobodys(address)
    doubt = SharedAddresses().doubt(placed("Noé García", address))
    assert doubt == message(Doubt.NOBODYS_ADDRESS, email=address)
    assert english(doubt) == f"The address {address} seems to be nobody’s."


@pytest.mark.parametrize("address", ["nona@example.org", "ana.nobody@example.org", "office@x.org", "noel.e@mail.org"])
def test_other_addresses_are_somebodys(address: str) -> None:
    assert not is_nobodys(address)


def test_the_second_parents_address_is_looked_at_too() -> None:
    placement = placed("Noé García", "ana@example.org")
    two = placement._replace(parents=(*placement.parents, NamedParent("none@example.org", "", "")))
    assert SharedAddresses().doubt(two) == message(Doubt.NOBODYS_ADDRESS, email="none@example.org")


def test_rows_that_are_read_again_say_the_same() -> None:
    of_three = rows(placed("Noé García", SHARED), placed("Mia Chen", SHARED), placed("Aoife O'Brien", SHARED))
    seen = SeenAddresses()
    seen.note(of_three)
    seen.note(of_three)
    assert list(seen.shared.students.values()) == [3]


def test_of_very_many_shared_addresses_those_of_the_most_students_are_kept() -> None:
    names = ("Noé García", "Mia Chen", "Aoife O'Brien", "Bo Li")
    few = [placed(name, f"a{n}@x.org") for n in range(MOST_SHARED) for name in names[:3]]
    found = shared(*few, *(placed(name, SHARED) for name in names))
    assert (len(found.students), max(found.students.values())) == (MOST_SHARED, 4)
    assert found.doubt(placed("Bo Li", SHARED))


def test_no_sample_has_an_address_that_is_asked_about() -> None:
    for path in (*SAMPLES.glob("*.csv"), *SAMPLES.glob("*.zip")):
        try:
            sheet = open_sheet(io.BytesIO(path.read_bytes()), default_year=YEAR, today=TODAY)
        except FileProblem:
            continue
        of_file, seen = list(sheet.rows()), SeenAddresses()
        seen.note(of_file)
        assert not [row.number for row in of_file if row.placement and seen.shared.doubt(row.placement)], path.name


@pytest.mark.parametrize(
    ("address", "first", "student_id", "own"),
    [
        ("noe.garcia@students.example.org", "Noé", "", True),
        ("NGarcia.noe@stu.example.org", "Noé", "", True),
        ("00417@s.example.org", "Noé", "00417", True),
        ("ana.garcia@students.example.org", "Noé", "00417", False),  # a mother who studies
        ("noe.garcia@example.org", "Noé", "", False),
        ("li@students.example.org", "Li", "7", False),
    ],
)
def test_an_account_that_a_school_gives_its_students_is_a_doubt_where_it_is_this_ones(
    address: str, first: str, student_id: str, own: bool
) -> None:
    placement = a_row(first_name=first, student_id=student_id, parents=[address]).row.placement
    assert placement
    doubt = message(Doubt.STUDENTS_ADDRESS, email=address)
    assert SharedAddresses().doubt(placement) == (doubt if own else None)
