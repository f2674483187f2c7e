"""How a parent is related to several students: asked once, where it is the same for all."""

import pytest

from homeroom.domain.families.parent_contact import LivesWith, Relation
from homeroom.domain.kernel.message import message
from homeroom.domain.roster.student import Student
from homeroom.web.forms.families.relation_form import MINE, THEIRS, RelationProblem, read_relations
from tests.factories import a_student

NOE, ANA, BEN = STUDENTS = [a_student(name, id=name.lower()) for name in ("Noe", "Ana", "Ben")]
FIRST = {"relationship_noe": "Mother", "lives_with_noe": "part"}
SAME = {"same_for_all": "yes"}
MOTHER = Relation(relationship="Mother", lives_with=LivesWith.PART)


def test_with_the_box_the_first_answer_counts_for_all() -> None:
    assert read_relations(FIRST | SAME, STUDENTS, MINE) == ({"noe": MOTHER, "ana": MOTHER, "ben": MOTHER}, {})


def test_an_answer_of_a_students_own_counts_for_that_question_alone() -> None:
    own = {"relationship_ana": "Guardian", "lives_with_ana": "", "relationship_ben": " ", "lives_with_ben": "no"}
    relations, errors = read_relations(FIRST | SAME | own, STUDENTS, MINE)
    assert (relations["ana"], relations["ben"], errors) == (
        Relation(relationship="Guardian", lives_with=LivesWith.PART),
        Relation(relationship="Mother", lives_with=LivesWith.NO),
        {},
    )


@pytest.mark.parametrize("box", [{}, {"same_for_all": ""}, {"same_for_all": "no"}])
def test_without_the_box_every_question_is_asked_once_one_of_the_others_is_answered(box: dict[str, str]) -> None:
    _, errors = read_relations(FIRST | box | {"lives_with_ben": "no"}, STUDENTS, MINE)
    assert list(errors) == ["relationship_ana", "lives_with_ana", "relationship_ben"]


@pytest.mark.parametrize(
    ("first", "asked"),
    [(FIRST, []), ({}, ["relationship_noe", "lives_with_noe"]), ({"lives_with_ana": " "} | FIRST, [])],
)
def test_where_nothing_is_said_of_the_others_the_box_alone_is_pointed_at(
    first: dict[str, str], asked: list[str]
) -> None:
    _, errors = read_relations(first, STUDENTS, MINE)
    assert list(errors) == [*asked, "same_for_all"]
    assert errors["same_for_all"] == message(RelationProblem.OTHERS, students=("Ana", "Ben"))


def test_a_first_answer_that_is_missing_is_missing_once() -> None:
    _, errors = read_relations(SAME | {"lives_with_ben": "often"}, STUDENTS, THEIRS)
    assert list(errors) == ["relationship_noe", "lives_with_noe", "lives_with_ben"]


@pytest.mark.parametrize("students", [[], [NOE]])
def test_the_box_means_nothing_where_there_are_no_others(students: list[Student]) -> None:
    relations, errors = read_relations(FIRST | SAME, students, MINE)
    assert (list(relations), errors) == ([s.id for s in students], {})
