"""Whole names in one cell."""

import pytest

from homeroom.domain.kernel.full_names import halves
from tests.steps.spreadsheet_files import placement_of, problem_of, table


@pytest.mark.parametrize(
    ("name", "last", "first"),
    [
        ("Lopez, Maria", "Lopez", "Maria"),
        ("King, Jr., Martin", "King Jr.", "Martin"),
        ("King, Jr, Martin Luther", "King Jr", "Martin Luther"),
        ("King, Martin, Jr.", "King Jr.", "Martin"),
        ("King, Martin Jr.", "King Jr.", "Martin"),
        ("King Jr., Martin", "King Jr.", "Martin"),
        ("Martin King, Jr.", "King Jr.", "Martin"),
        ("Martin King Jr.", "King Jr.", "Martin"),
        ("DAVIS, III, SAM", "DAVIS III", "SAM"),
        ("Davis, V, Sam", "Davis V", "Sam"),
        ("Davis, Sam iv", "Davis iv", "Sam"),
        ("Nguyen, V", "Nguyen", "V"),
        ("Smith, John V", "Smith", "John V"),
        ("Harris, Prince", "Harris", "Prince"),
        ("de la Cruz, Ana", "de la Cruz", "Ana"),
        ("Saint Louis, Marie", "Saint Louis", "Marie"),
        ("Do, Kim Van", "Do", "Kim Van"),
        ("Maria Lopez", "Lopez", "Maria"),
        ("Lopez,", "Lopez", ""),
        (", Maria", "", "Maria"),
        ("Cher", "", "Cher"),
        ("Ana, Maria, Rosa", "Ana", "Maria, Rosa"),
    ],
)
def test_a_name_is_split_at_the_comma_and_a_suffix_goes_with_the_last_name(name: str, last: str, first: str) -> None:
    assert halves(name) == (last, first)


def test_of_students_and_of_parents() -> None:
    header = "class_code,student_name,parent_email,parent_name"
    placement = placement_of(table('3-A,"King, Jr., Martin",k@example.org,"King, Sr., Michael"', header=header))
    assert (placement.last_name, placement.first_name) == ("King Jr.", "Martin")
    assert [(p.last_name, p.first_name) for p in placement.parents] == [("King Sr.", "Michael")]


@pytest.mark.parametrize("name", ["Nguyen Van An", "Martin Luther King Jr.", "King Jr.", "King, Jr."])
def test_a_students_name_that_could_be_split_in_two_ways_or_has_one_half_is_asked_for(name: str) -> None:
    column, _ = problem_of(table(f'3-A,"{name}"', header="class_code,student_name"))
    assert column == "student_name"
