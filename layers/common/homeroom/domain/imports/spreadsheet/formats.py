"""The kinds of file: how each is known by its header, what its columns are called, and which it needs."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import NamedTuple

from homeroom.domain.imports.detected_file import FileFormat
from homeroom.domain.imports.spreadsheet.columns import (
    FULL_NAMES,
    HOMEROOM_COLUMNS,
    PARENT_IDS,
    SOMEBODYS_EMAIL,
    SOMEBODYS_EMAILS,
    SOMEBODYS_NAMES,
    STUDENT_COLUMNS,
    by_spelling,
    folded,
)


class Format(NamedTuple):
    """`name` is for people. `columns` maps folded header cells to canonical names. `marks` are
    folded header cells that together stand in no other kind of file.
    """

    name: FileFormat
    columns: Mapping[str, str]
    required: tuple[str, ...]
    marks: frozenset[str] = frozenset()


_PLACEMENT_COLUMNS = ("class_code", "student_last_name", "student_first_name")

_SOMEBODYS_EMAIL = by_spelling({SOMEBODYS_EMAIL: SOMEBODYS_EMAILS})

STUDENTS = Format(
    FileFormat.STUDENTS,
    MappingProxyType({**by_spelling(STUDENT_COLUMNS), **_SOMEBODYS_EMAIL}),
    _PLACEMENT_COLUMNS,
)
HOMEROOMS = Format(FileFormat.HOMEROOMS, by_spelling(HOMEROOM_COLUMNS), ("class_code",))

# What other systems call their columns. A column of ours that they lack may be added.
_ADDED = {folded(name): name for name in ("year", "class_code", "grade", "language")}


def _other(name: FileFormat, needed: str, columns: Mapping[str, str], *marks: str) -> Format:
    spelt = {folded(spelling): canonical for spelling, canonical in columns.items()}
    return Format(name, MappingProxyType({**_ADDED, **spelt}), tuple(needed.split()), frozenset(map(folded, marks)))


_CLEVER = {
    "Last_name": "student_last_name",
    "First_name": "student_first_name",
    "Home_language": "language",
    "Contact_relationship": "relationship",
    "Contact_type": "contact_type",
    "Contact_name": "parent_name",
    "Contact_email": "parent_email",
}
_CLEVER_MARKS = ("School_id", "Student_id", "Contact_type", "Contact_email")
_CLEVER_NEEDS = "student_id student_last_name student_first_name contact_type"

CLEVER = _other(
    FileFormat.CLEVER,
    _CLEVER_NEEDS,
    {**_CLEVER, "Student_number": "student_id", "Student_id": "system_id"},  # the school calls students by the number
    *(*_CLEVER_MARKS, "Student_number"),
)
CLEVER_WITHOUT_NUMBER = _other(
    FileFormat.CLEVER, _CLEVER_NEEDS, {**_CLEVER, "Student_id": "student_id"}, *_CLEVER_MARKS
)
POWERSCHOOL = _other(
    FileFormat.POWERSCHOOL,
    "student_id contact_id parent_email",
    {
        "studentNumber": "student_id",
        "New Contact Identifier": "contact_id",
        "First Name": "parent_first_name",
        "Last Name": "parent_last_name",
        "Email Address": "parent_email",
        "Relationship Type": "relationship",
        "Contact Has Custody": "custody",
        "STUDENTCONTACTDETAILCOREFIELDS.legalGuardian": "legal_guardian",
        "legalGuardian": "legal_guardian",
    },
    *("New Contact Identifier", "studentNumber"),
)

SOURCE_ID = "sourcedId"
"""What a file of ours has besides our columns when it was made of a zip of tables: those may name no homerooms."""

PLACE = "place"
"""And where in the tables its rows come from: see `row_place`."""

RELATIONAL = Format(
    FileFormat.STUDENTS,
    MappingProxyType({**STUDENTS.columns, folded(SOURCE_ID): "source_id", PLACE: PLACE}),
    ("student_last_name", "student_first_name"),
    frozenset(map(folded, (SOURCE_ID, "class_code", "student_id"))),
)

_PARENT_IDS = frozenset(map(folded, PARENT_IDS))
_BARE_NAMES = frozenset(folded(name) for names in SOMEBODYS_NAMES.values() for name in names)
_STUDENTS_NAMES = ("student_last_name", "student_first_name", "student_name")
_OF_PARENTS = MappingProxyType(
    {
        **{s: name for s, name in STUDENTS.columns.items() if s not in _BARE_NAMES},
        **dict.fromkeys(_PARENT_IDS, "contact_id"),
    }
)
_BARE_OF_PARENTS = MappingProxyType(
    {
        **_OF_PARENTS,
        **dict.fromkeys(_SOMEBODYS_EMAIL, "parent_email"),
        **{folded(name): f"parent_{part}" for part, names in SOMEBODYS_NAMES.items() for name in names},
    }
)

PARENTS = Format(FileFormat.PARENTS, _OF_PARENTS, ("student_id",))
"""Parents of students who are known by their id. Where no column names a parent's address or a student, the names and
the address that say nothing of whose they are belong to the parent.
"""
PARENTS_WITHOUT_SAYING_SO = PARENTS._replace(columns=_BARE_OF_PARENTS, required=("student_id", "parent_email"))

_MARKED = (RELATIONAL, CLEVER, CLEVER_WITHOUT_NUMBER, POWERSCHOOL)
_ABOUT_A_HOMEROOM = frozenset(HOMEROOM_COLUMNS) - {"year", "class_code"}
_ABOUT_A_STUDENT = frozenset((*STUDENT_COLUMNS, SOMEBODYS_EMAIL)) - {"year", "class_code", "grade"}


def format_of(header: AbstractSet[str]) -> Format:
    """The format of a file with these folded header cells; our own for students where nothing tells otherwise."""
    for marked in _MARKED:
        if marked.marks.issubset(header):
            return marked
    homerooms = {HOMEROOMS.columns.get(cell) for cell in header}
    if (
        "class_code" in homerooms
        and homerooms & _ABOUT_A_HOMEROOM
        and not _ABOUT_A_STUDENT & {STUDENTS.columns.get(cell) for cell in header}
    ):
        return HOMEROOMS
    return _of_parents(header) or STUDENTS


def _of_parents(header: AbstractSet[str]) -> Format | None:
    names = {name for cell in header if (name := STUDENTS.columns.get(cell))}
    if "student_id" not in names or "class_code" in names:
        return None
    about_parents = not names.intersection(_STUDENTS_NAMES) and any(name.startswith("parent") for name in names)
    if not (about_parents or _PARENT_IDS.intersection(header)):
        return None
    says_whose = {"parent_email", *_STUDENTS_NAMES} & {STUDENTS.columns.get(cell) for cell in header - _BARE_NAMES}
    return PARENTS if says_whose else PARENTS_WITHOUT_SAYING_SO


def may_be_parents_names(header: AbstractSet[str]) -> bool:
    """Whether nobody can know of a file of STUDENTS with these folded header cells whose names it holds."""
    names = [STUDENTS.columns.get(cell) for cell in header if cell not in _BARE_NAMES]
    says_whose = any(name and (name.startswith("parent") or name in _STUDENTS_NAMES) for name in names)
    return not says_whose and bool(_PARENT_IDS.intersection(header)) and bool(_BARE_NAMES.intersection(header))


def lacking(names: Collection[str], wanted: Collection[str]) -> tuple[str, ...]:
    """Those of the wanted columns that are not among `names`, neither themselves nor in a full name."""
    return tuple(name for name in wanted if name not in names and FULL_NAMES.get(name) not in names)
