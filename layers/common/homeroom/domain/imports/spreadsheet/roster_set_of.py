"""Which set of tables an archive holds, and what it lacks."""

from collections.abc import Iterable

from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.roster_clever import CLEVER_SET
from homeroom.domain.imports.spreadsheet.roster_parent_square import PARENT_SQUARE_SET
from homeroom.domain.imports.spreadsheet.roster_sds_1 import SDS_1
from homeroom.domain.imports.spreadsheet.roster_sets import (
    ONE_ROSTER_SETS,
    ONE_ROSTER_USERS,
    RosterSet,
    table_name,
)

_ENOUGH = 2  # tables that are no accident
_SETS = (*ONE_ROSTER_SETS, CLEVER_SET, SDS_1, PARENT_SQUARE_SET)


def roster_set_of(names: Iterable[str]) -> RosterSet | None:
    """The set that an archive with these file names holds; None when it is no roster.

    Raises FileProblem for a set of which a table is missing.
    """
    tables = {table_name(name) for name in names}
    if whole := next((roster for roster in _SETS if roster.needed <= tables), None):
        return whole
    if ONE_ROSTER_USERS.needed <= tables and not tables & {"classes", "enrollments"}:
        return ONE_ROSTER_USERS
    nearest = max(_SETS, key=lambda roster: (len(roster.needed & tables), -len(roster.needed)))
    if len(nearest.needed & tables) >= _ENOUGH:
        missing = tuple(f"{table}.csv" for table in sorted(nearest.needed - tables))
        raise wrong_file(WrongFile.TABLES_MISSING, count=len(missing), missing=missing)
    return None
