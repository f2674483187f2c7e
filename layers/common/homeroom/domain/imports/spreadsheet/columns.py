"""The columns of our own two formats and the other names people give them."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_FIRST_NAME = ("first_name", "given_name", "forename", "first")
_LAST_NAME = ("last_name", "surname", "family_name", "last")
_EMAIL = ("email", "email_address", "mail")
_NAME = ("name", "full_name")
LAST_FIRST = ("last_first", "student_last_first", "last_name_first_name", "surname_forename")
"""A student's whole name, with the last name first: without a comma nobody knows where it ends."""
_STUDENT = ("student", "pupil", "child")
_PARENT = (
    *("parent", "parent_1", "guardian", "guardian_1", "parent_guardian", "parent_guardian_1", "parents"),
    *("primary_parent", "primary_guardian", "primary_contact", "contact", "contact_1", "mother"),
)
_PARENT_2 = (
    *("parent_2", "guardian_2", "parent_guardian_2", "second_parent", "second_guardian", "secondary_parent"),
    *("secondary_guardian", "secondary_contact", "contact_2", "other_parent", "father"),
)

_PARENT_BEFORE = ("parent", "guardian", "contact")  # as in "Parent Email 2"


def _of(people: tuple[str, ...], fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{person}_{field}" for person in people for field in fields)


def _numbered(fields: tuple[str, ...], number: int) -> tuple[str, ...]:
    return tuple(f"{field}_{number}" for field in fields)


# Canonical name -> what else a header may say. Case, spaces and punctuation do not matter.
STUDENT_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "year": ("school_year", "academic_year"),
        "class_code": (
            *("class", "homeroom", "homeroom_code", "homeroom_class", "home_room", "class_name", "form", "form_group"),
            *("tutor_group", "reg", "reg_group", "registration_group", "registration_form", "reg_form"),
        ),
        "grade": ("grade_level", "student_grade", "year_group"),
        "student_id": (
            *("student_number", "student_no", "pupil_id", "school_id_number", "child_id"),
            *("admission_number", "admission_no", "adno"),
        ),
        "student_last_name": (*_of(_STUDENT, _LAST_NAME), *_LAST_NAME[:3]),
        "student_first_name": (*_of(_STUDENT, _FIRST_NAME), *_FIRST_NAME[:3]),
        "student_name": (*_of(_STUDENT, _NAME)[1:], *LAST_FIRST),
        "parent_email": (*_of(_PARENT, _EMAIL), *_of(_PARENT_BEFORE, _numbered(_EMAIL, 1))),
        "parent_first_name": (*_of(_PARENT, _FIRST_NAME), *_of(_PARENT_BEFORE, _numbered(_FIRST_NAME, 1))),
        "parent_last_name": (*_of(_PARENT, _LAST_NAME), *_of(_PARENT_BEFORE, _numbered(_LAST_NAME, 1))),
        "parent_name": (*_of(_PARENT, _NAME)[1:], *_of(_PARENT_BEFORE, _numbered(_NAME, 1))),
        "parent2_email": (*_of(_PARENT_2, _EMAIL), *_of(_PARENT_BEFORE, _numbered(_EMAIL, 2))),
        "parent2_first_name": (*_of(_PARENT_2, _FIRST_NAME), *_of(_PARENT_BEFORE, _numbered(_FIRST_NAME, 2))),
        "parent2_last_name": (*_of(_PARENT_2, _LAST_NAME), *_of(_PARENT_BEFORE, _numbered(_LAST_NAME, 2))),
        "parent2_name": (*_of(_PARENT_2, _NAME), *_of(_PARENT_BEFORE, _numbered(_NAME, 2))),
        "relationship": (
            *("relationship_to_student", "relation", "parent_relationship", "parent_1_relationship"),
            *("guardian_relationship", "guardian_1_relationship", "contact_relationship"),
        ),
        "language": ("preferred_language", "home_language", "parent_language"),
    }
)

STUDENTS_EMAILS = (*_of(_STUDENT, _EMAIL), *_of(_STUDENT, ("school_email", "google_email", "e_mail")))
"""What a column is called that holds the student's own address."""

SOMEBODYS_EMAIL = "email"
"""Canonical name of a column that does not say whose address it holds, the parent's or the student's own."""
SOMEBODYS_EMAILS = _EMAIL
SOMEBODYS_NAMES = MappingProxyType({"first_name": _FIRST_NAME[:3], "last_name": _LAST_NAME[:3], "name": _NAME})
"""Names that do not say either whether they are the parent's or the student's."""
PARENT_IDS = (
    *_of(("parent", "guardian", "parent_guardian", "contact"), ("id", "identifier", "sis_id", "sourced_id")),
    *("parent_number", "guardian_number", "parent_no", "guardian_no"),
)
"""What a column is called that tells parents apart: a list of students has none."""

PARENT_1, PARENT_2, BEFORE_A_NUMBER = _PARENT, _PARENT_2, _PARENT_BEFORE
"""How headers call the first and the second parent; and either, where a number follows at the end."""

HOMEROOM_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "year": STUDENT_COLUMNS["year"],
        "class_code": STUDENT_COLUMNS["class_code"],
        "class_room": ("room", "room_name", "room_number", "classroom", "homeroom_room"),
        "grade": STUDENT_COLUMNS["grade"],
        "teacher_first_name": _of(("teacher",), _FIRST_NAME[1:]),
        "teacher_last_name": _of(("teacher",), _LAST_NAME[1:]),
        "teacher_name": ("teacher", "homeroom_teacher", "class_teacher"),
    }
)

FULL_NAMES = MappingProxyType(
    {
        f"{person}_{part}_name": f"{person}_name"
        for person in ("student", "parent", "parent2", "teacher")
        for part in ("last", "first")
    }
)
"""A column for half of a name -> the column for all of it, which a file may have instead."""


def folded(header: str) -> str:
    """A header cell without case, spaces, punctuation and invisible characters, for comparing."""
    return "".join(c for c in unicodedata.normalize("NFKC", header).casefold() if c.isalnum())


def by_spelling(columns: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """Every spelling, folded -> the canonical name."""
    return MappingProxyType({folded(alias): name for name, aliases in columns.items() for alias in (name, *aliases)})
