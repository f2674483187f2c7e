"""Which set of tables an archive holds, and which it lacks."""

from collections.abc import Iterable

from homeroom.domain.imports.spreadsheet.roster_other_sets import OTHER_SETS
from homeroom.domain.imports.spreadsheet.roster_sets import ONE_ROSTER_SETS, RosterSet, table_name


def roster_set_of(names: Iterable[str]) -> RosterSet | None:
    """The set that an archive with these file names holds; None when it is no roster."""
    tables = {table_name(name) for name in names}
    return next((roster for roster in (*ONE_ROSTER_SETS, *OTHER_SETS) if roster.needed <= tables), None)
