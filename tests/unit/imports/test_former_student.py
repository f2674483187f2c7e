"""Whom of the year before a row may mean that no id ties to anybody."""

from typing import Any

import pytest

from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_import import RowResult, place
from homeroom.domain.imports.spreadsheet import Doubt
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import Namesakes
from tests.factories import NOW, YEAR, a_homeroom, a_row, a_student
from tests.steps.english import english

NEXT = "2027-2028"


def known(*students: Student) -> WorkingSet:
    """Students of this year, who share one name."""
    things = WorkingSet([*students, a_homeroom("4-A", year=NEXT)])
    ids = tuple(student.id for student in students)
    things.add([Namesakes(year=YEAR, name_key=students[0].name_key, student_ids=ids, version=1)])
    return things


def placed(row: KeyedRow, things: WorkingSet, *accepted: str) -> RowResult:
    return place(
        row,
        things,
        ImportContext(import_id="i", inviter="", now=NOW, link_days=30, new_years=(YEAR,), accepted=accepted),
    )


def next_year(student_id: str = "", **more: Any) -> KeyedRow:
    return a_row(year=NEXT, class_code="4-A", student_id=student_id, **more)


@pytest.mark.parametrize(("row_id", "student_id"), [("", ""), ("7", ""), ("", "7")])
def test_one_student_of_that_name_is_shown_and_nothing_is_done(row_id: str, student_id: str) -> None:
    things = known(a_student(school_id=student_id, version=1))
    result = placed(next_year(row_id), things)
    assert result.outcome.outcome is Outcome.WAITING
    assert "a student called Noé García López was in 3-A" in english(*result.outcome.messages)
    assert things.changes() == []


@pytest.mark.parametrize(("row_id", "student_id"), [("", ""), ("7", ""), ("", "7")])
def test_confirmed_it_is_the_same_student_with_their_contacts(row_id: str, student_id: str) -> None:
    noe = a_student(school_id=student_id, contact_ids=("contact-1",), version=1)
    things = known(noe)
    result = placed(next_year(row_id, parents=["maria@example.org"]), things, Doubt.FORMER_STUDENT.value)
    assert result.outcome.outcome is Outcome.PLACED_ONLY
    [student] = things.all(Student)
    assert (student.id, student.contact_ids, student.school_id) == (noe.id, ("contact-1",), row_id or student_id)
    assert {year: p.homeroom for year, p in student.placements.items()} == {YEAR: "3-A", NEXT: "4-A"}
    assert placed(next_year(row_id), things).outcome.outcome is Outcome.UNCHANGED


def test_an_id_that_is_not_the_former_students_is_a_new_student() -> None:
    things = known(a_student(school_id="7", version=1))
    assert placed(next_year("8"), things).outcome.outcome is Outcome.PLACED_ONLY
    assert len(things.all(Student)) == 2


def test_an_id_that_is_the_former_students_but_for_zeros_is_no_new_student() -> None:
    lost = placed(next_year("77"), known(a_student(school_id="0077", version=1)))
    assert lost.outcome.outcome is Outcome.FAILED
    found = placed(next_year("0077"), known(a_student(school_id="77", version=1)))
    assert found.outcome.outcome is Outcome.WAITING


def test_of_several_none_is_a_candidate_also_when_confirmed() -> None:
    things = known(a_student(id="one", version=1), a_student(id="two", version=1))
    result = placed(next_year(), things, Doubt.FORMER_STUDENT.value)
    assert "2 students were called Noé García López" in english(*result.outcome.messages)
    assert things.changes() == []


def test_who_has_a_place_in_the_new_year_already_is_not_meant_by_another_childs_row() -> None:
    noe = a_student(id="one", school_id="7", version=1).placed(NEXT, "4-B", "4")
    things = known(noe)
    things.add([Namesakes(year=NEXT, name_key=noe.name_key, student_ids=("one",), version=1)])
    assert placed(next_year("8"), things).outcome.outcome is Outcome.PLACED_ONLY
    assert len(things.all(Student)) == 2


def test_a_name_of_two_years_ago_is_somebody_new() -> None:
    things = known(a_student(version=1))
    things.add([a_homeroom("5-A", year="2028-2029")])
    row = a_row(year="2028-2029", class_code="5-A")
    assert placed(row, things).outcome.outcome is Outcome.PLACED_ONLY
    assert len(things.all(Student)) == 2
