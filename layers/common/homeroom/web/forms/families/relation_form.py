"""How a parent is related to each student: asked once, and for siblings where it is not the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from homeroom.domain.families.parent_contact import LivesWith, Relation
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.kernel.text import clean
from homeroom.domain.roster.student import Student

SAME_FOR_ALL = "same_for_all"
"""The box that gives the first student's answers to the others, wherever theirs are left open."""
_QUESTIONS = ("relationship", "lives_with")
_LONGEST_RELATIONSHIP = 40


class RelationProblem(Code):
    """What to choose."""

    MY_RELATIONSHIP = "contact_form.my_relationship"
    THEIR_RELATIONSHIP = "contact_form.their_relationship"
    LIVES_WITH_ME = "contact_form.lives_with_me"
    LIVES_WITH_THEM = "contact_form.lives_with_them"
    OTHERS = "contact_form.others"


@dataclass(frozen=True)
class RelationProblems:
    """What the form says of whoever fills it in, or of another parent."""

    relationship: Code
    lives_with: Code


MINE = RelationProblems(RelationProblem.MY_RELATIONSHIP, RelationProblem.LIVES_WITH_ME)
THEIRS = RelationProblems(RelationProblem.THEIR_RELATIONSHIP, RelationProblem.LIVES_WITH_THEM)


def read_relations(
    typed: Mapping[str, str], students: Sequence[Student], problems: RelationProblems
) -> tuple[dict[str, Relation], dict[str, Message]]:
    """By the student's id, and what is wrong, by the field's name. Where the first student's answer is missing, it is
    missing once, not for everybody for whom it counts; where nothing is answered about the others, that is said once.
    """
    followed = _followed(typed, students)
    answers = {**typed, **{field: typed.get(first, "") for field, first in followed.items()}}
    errors: dict[str, Message] = {}
    relations = {s.id: _read_relation(s, answers, errors, problems) for s in students}
    problems_left = {field: problem for field, problem in errors.items() if field not in followed}
    return relations, _others_once(typed, students[1:], problems_left)


def _others_once(
    typed: Mapping[str, str], others: Sequence[Student], errors: Mapping[str, Message]
) -> dict[str, Message]:
    """What is wrong, with one sentence, at the box, for all questions about the others where none is answered: most
    likely, the box was overlooked.
    """
    fields = {f"{question}_{student.id}" for student in others for question in _QUESTIONS}
    if typed.get(SAME_FOR_ALL) == "yes" or not others or any(typed.get(field, "").strip() for field in fields):
        return dict(errors)
    overlooked = message(RelationProblem.OTHERS, students=tuple(student.first_name for student in others))
    return {field: problem for field, problem in errors.items() if field not in fields} | {SAME_FOR_ALL: overlooked}


def _followed(typed: Mapping[str, str], students: Sequence[Student]) -> dict[str, str]:
    """From each open question about the other students to the one whose answer it takes."""
    if typed.get(SAME_FOR_ALL) != "yes":
        return {}
    pairs = [(f"{q}_{s.id}", f"{q}_{students[0].id}") for s in students[1:] for q in _QUESTIONS]
    return {field: first for field, first in pairs if not typed.get(field, "").strip()}


def _read_relation(
    student: Student, answers: Mapping[str, str], errors: dict[str, Message], problems: RelationProblems
) -> Relation:
    relationship_field, lives_field = f"relationship_{student.id}", f"lives_with_{student.id}"
    relationship = clean(answers.get(relationship_field, ""))
    if not relationship or len(relationship) > _LONGEST_RELATIONSHIP or not relationship.isprintable():
        errors[relationship_field] = message(problems.relationship, student=student.first_name)
    try:
        return Relation(relationship=relationship, lives_with=LivesWith(answers.get(lives_field, "")))
    except ValueError:
        errors[lives_field] = message(problems.lives_with, student=student.first_name)
        return Relation()
