"""The columns of our own format and the other names people give them."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

REQUIRED = ("class_code", "student_last_name", "student_first_name")

_FIRST_NAME = ("first_name", "given_name", "forename", "first")
_LAST_NAME = ("last_name", "surname", "family_name", "last")
_EMAIL = ("email", "email_address", "mail")
_STUDENT = ("student", "pupil", "child")
_PARENT = (
    *("parent", "parent_1", "guardian", "guardian_1", "parent_guardian", "parent_guardian_1", "parents"),
    *("primary_parent", "primary_guardian", "primary_contact", "contact", "contact_1", "mother"),
)
_PARENT_2 = (
    *("parent_2", "guardian_2", "parent_guardian_2", "second_parent", "second_guardian", "secondary_parent"),
    *("secondary_guardian", "secondary_contact", "contact_2", "other_parent", "father"),
)


def _of(people: tuple[str, ...], fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{person}_{field}" for person in people for field in fields)


# Canonical name -> what else a header may say. Case, spaces and punctuation do not matter.
ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "year": ("school_year", "academic_year"),
        "class_code": ("class", "homeroom", "homeroom_code", "homeroom_class", "home_room", "class_name"),
        "grade": ("grade_level", "student_grade"),
        "student_id": ("student_number", "student_no", "pupil_id", "school_id_number", "child_id"),
        "student_last_name": (*_of(_STUDENT, _LAST_NAME), *_LAST_NAME[:3]),
        "student_first_name": (*_of(_STUDENT, _FIRST_NAME), *_FIRST_NAME[:3]),
        "parent_email": (*_of(_PARENT, _EMAIL), *_EMAIL),
        "parent_first_name": _of(_PARENT, _FIRST_NAME),
        "parent_last_name": _of(_PARENT, _LAST_NAME),
        "parent2_email": _of(_PARENT_2, _EMAIL),
        "parent2_first_name": _of(_PARENT_2, _FIRST_NAME),
        "parent2_last_name": _of(_PARENT_2, _LAST_NAME),
        "relationship": ("relationship_to_student", "relation", "parent_relationship"),
        "language": ("preferred_language", "home_language", "parent_language"),
    }
)


def folded(header: str) -> str:
    """A header cell without case, spaces, punctuation and invisible characters, for comparing."""
    return "".join(c for c in unicodedata.normalize("NFKC", header).casefold() if c.isalnum())


CANONICAL: Mapping[str, str] = MappingProxyType(
    {folded(alias): name for name, aliases in ALIASES.items() for alias in (name, *aliases)}
)


def canonical(header: str) -> str | None:
    """The column that a header cell means, None when it is none of ours."""
    return CANONICAL.get(folded(header))
