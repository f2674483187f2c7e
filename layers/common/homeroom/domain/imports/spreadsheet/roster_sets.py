"""The sets of tables that other systems export together: which files make one, and what each of them fills.

All are read into tables such as OneRoster's. A file may fill several: Clever's `students.csv` has the contacts, too.
"""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.junk_files import is_junk

TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "users": (
            *("sourcedId", "status", "enabledUser", "role", "givenName", "familyName", "identifier"),
            *("email", "username", "grades", "agentSourcedIds"),
        ),
        "classes": (
            *("sourcedId", "status", "title", "classCode", "classType", "grades", "termSourcedIds"),
            *("schoolSourcedId", "courseSourcedId", "subjects", "periods", "beginDate", "endDate"),
        ),
        "enrollments": ("status", "classSourcedId", "userSourcedId", "role", "beginDate", "endDate"),
        "roles": ("status", "userSourcedId", "role", "grade", "endDate"),
        "academicSessions": ("sourcedId", "schoolYear", "startDate", "endDate"),
        "relationships": ("userSourcedId", "relationshipUserSourcedId", "relationshipRole", "relation"),
        "orgs": ("sourcedId", "name"),
        "courses": ("sourcedId", "title"),
    }
)
"""Table -> the columns that are read of it. Files leave some blank, and the systems differ in what they have."""

Cells = dict[str, str]
"""Column of ours -> text."""
FLAG = "flag"


class Filled(NamedTuple):
    """A table that a file fills. `columns` says how the file calls ours, where it is another name, with the best one
    first; `needed` are those of ours that the file must have. `change` makes the row that is kept, or none; it also
    gets those of `more`, which are no columns of the table.
    """

    table: str
    needed: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    change: Callable[[Cells], Cells | None] | None = None
    more: tuple[str, ...] = ()

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that are read of the file."""
        return (*TABLES[self.table], *self.more)

    def names(self, column: str) -> tuple[str, ...]:
        """What the file may call a column."""
        return self.columns.get(column, (column,))


class RosterSet(NamedTuple):
    """`files` are by the names of files in small letters, without their ending. A zip that has the `needed` ones holds
    this set.
    """

    kind: FileKind
    needed: frozenset[str]
    files: Mapping[str, tuple[Filled, ...]]


ONE_ROSTER_FILES: Mapping[str, tuple[Filled, ...]] = {
    "users": (
        Filled(
            "users",
            ("sourcedId", "givenName", "familyName"),
            {"agentSourcedIds": ("agentSourcedIds", "agents")},
        ),
    ),
    "classes": (
        Filled(
            "classes",
            ("sourcedId", "title"),
            {
                "termSourcedIds": ("termSourcedIds", "termSourcedId", "sessionSourcedIds"),
                "schoolSourcedId": ("schoolSourcedId", "orgSourcedId"),
                "classCode": ("classCode", "code"),
            },
        ),
    ),
    "enrollments": (Filled("enrollments", ("classSourcedId", "userSourcedId", "role")),),
    "roles": (Filled("roles", ("userSourcedId", "role")),),
    "academicsessions": (Filled("academicSessions", ("sourcedId",)),),
    "relationships": (Filled("relationships", ("userSourcedId", "relationshipUserSourcedId")),),
    "orgs": (Filled("orgs", ("sourcedId", "name")),),
    "courses": (Filled("courses", ("sourcedId", "title")),),
}
_ONE_ROSTER_NEEDS = ("users", "enrollments", "classes")


def _one_roster(kind: FileKind, *more: str) -> RosterSet:
    return RosterSet(kind, frozenset((*_ONE_ROSTER_NEEDS, *more)), ONE_ROSTER_FILES)


ONE_ROSTER_USERS = RosterSet(FileKind.ONE_ROSTER_USERS, frozenset(("users",)), ONE_ROSTER_FILES)
"""They tell who belongs together, and nothing of classes."""
ONE_ROSTER_SETS = (
    _one_roster(FileKind.SDS_2_1, "relationships"),
    _one_roster(FileKind.ONE_ROSTER_1_2, "roles"),
    _one_roster(FileKind.ONE_ROSTER_1_1),
)
"""The first one that fits is the set that an archive holds."""


def table_name(path: str) -> str:
    """`export/Users.csv` -> `users`; empty for what is no table."""
    file = PurePosixPath(path)
    return file.stem.lower() if file.suffix.lower() in (".csv", ".txt", ".tsv") and not is_junk(path) else ""
