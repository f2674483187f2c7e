"""Files that still call a homeroom what it was called before a Site Admin renamed it, or merged it into another one."""

from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.spreadsheet import HomeroomEntry, Placement
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.roster.homeroom import Homeroom, homeroom_identity
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Student


def as_called_now(keyed: KeyedRow, known: WorkingSet) -> KeyedRow:
    """The row as if it said the code that the homeroom has now. `known` holds the homeroom of the row's code, and the
    one to which it leads.
    """
    entry = keyed.row.entry
    if not isinstance(entry, Placement | HomeroomEntry) or not entry.class_code:
        return keyed
    meant = homeroom_meant(entry.year, entry.class_code, known)
    if meant is None or meant.key == class_code_key(entry.class_code):
        return keyed
    row = keyed.row._replace(entry=entry._replace(class_code=meant.code))
    return keyed._replace(row=row, former_code=entry.class_code)


def homeroom_meant(year: str, code: str, known: WorkingSet) -> Homeroom | None:
    """None where there is no such homeroom, or no longer."""
    homeroom = known.get(Homeroom, homeroom_identity(year, code))
    if homeroom and homeroom.now:
        homeroom = known.get(Homeroom, homeroom_identity(year, homeroom.now))
    return None if homeroom is None or homeroom.is_over else homeroom


def is_stored_in(student: Student, placement: Placement, known: WorkingSet) -> bool:
    """Whether the student is in the row's homeroom already, also if they are yet to be moved to the code that it has
    now.
    """
    here, code = student.placement_in(placement.year), placement.class_code
    if here is None or not code:
        return False
    homeroom = homeroom_meant(placement.year, code, known)
    return homeroom.holds(here.homeroom) if homeroom else class_code_key(here.homeroom) == class_code_key(code)
