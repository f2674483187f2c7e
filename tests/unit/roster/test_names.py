"""How a student is called: first name first in sentences, last name first in lists."""

import pytest

from homeroom.domain.roster.student import Student
from tests.factories import a_student


def called(first_name: str, last_name: str) -> Student:
    return a_student(first_name=first_name, last_name=last_name)


@pytest.mark.parametrize(
    ("student", "name", "listed"),
    [
        (called("Noé", "García López"), "Noé García López", "García López, Noé"),
        (called("Noé", ""), "Noé", "Noé"),
        (called("", "García"), "García", "García"),
        (called("", ""), "", ""),
    ],
)
def test_a_list_has_the_last_name_first_and_no_comma_where_a_name_is_missing(
    student: Student, name: str, listed: str
) -> None:
    assert (student.name, student.listed_name) == (name, listed)
