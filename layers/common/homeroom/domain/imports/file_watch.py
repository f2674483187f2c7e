"""What only a whole file can tell: gathered from its first row to its last, before anything of it is done."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress

from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.former_codes import as_called_now, is_stored_in
from homeroom.domain.imports.former_student import find_former_student
from homeroom.domain.imports.grades import SeenGrades
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.look import Look
from homeroom.domain.imports.matching import RowDoubtful, RowFailed, find_student, is_known_otherwise
from homeroom.domain.imports.no_contact import ForbiddenContacts
from homeroom.domain.imports.shared_addresses import SeenAddresses, SharedAddresses, doubts_of
from homeroom.domain.imports.spreadsheet import Doubt, Placement
from homeroom.domain.imports.spreadsheet.codes import ColumnName
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.school_year import next_school_year
from homeroom.domain.roster.student import Student

_FEW = 5
"""So many students move, or rows look wrong, in a file that is meant so; and up to one in ten."""
_SHOWN_ROWS = 5
_NOTHING_SHARED = SharedAddresses()  # as long as the file is not read to its end
_MOST_STUDENTS = 200_000
"""Memory must not grow with the file: whoever comes behind so many is not counted."""


class _Rows:
    """How many there are, and the first ones."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[str] = []

    def add(self, number: int) -> None:
        self.count += 1
        if len(self._first) < _SHOWN_ROWS:
            self._first.append(str(number))

    @property
    def shown(self) -> tuple[str | Message, ...]:
        more = self.count - len(self._first)
        return (*self._first, *([message(ColumnName.MORE, count=more)] if more else []))


class FileWatch:
    """`school_year` is the site's current one, `site_admins` are their email keys."""

    def __init__(self, school_year: str, site_admins: Collection[str]) -> None:
        self.rows = 0
        self._usual_years = {school_year, next_school_year(school_year)}
        self._years: dict[str, _Rows] = defaultdict(_Rows)
        self._addresses = SeenAddresses(site_admins)
        self._no_contact = ForbiddenContacts()
        self._grades = SeenGrades()
        self._doubtful = _Rows()
        self._known: set[int] = set()
        self._moved: set[int] = set()
        self._moving = _Rows()

    def note(self, rows: Iterable[KeyedRow], known: WorkingSet) -> None:
        """`known` holds what `find_student` and `find_former_student` need for these rows, and the homerooms of their
        school years.
        """
        for row in (as_called_now(row, known) for row in rows):
            self.rows += 1
            self._addresses.note([row.row])
            self._no_contact.note([row.row])
            self._grades.note([row.row])
            is_doubtful = bool(doubts_of(row.row, _NOTHING_SHARED))
            if isinstance(row.row.entry, Placement):
                self._years[row.row.entry.year].add(row.row.number)
                is_doubtful |= self._note(row, row.row.entry, known)
            if is_doubtful:
                self._doubtful.add(row.row.number)

    def _note(self, row: KeyedRow, placement: Placement, known: WorkingSet) -> bool:
        """Whether what is stored makes the row doubtful."""
        try:
            with suppress(RowFailed):
                student = find_student(placement, row.student_key, known)
                student = student or find_former_student(placement, known, ())
                self._count(student, placement, known, row.row.number)
        except RowDoubtful:
            return True
        return False

    def _count(self, student: Student | None, placement: Placement, known: WorkingSet, number: int) -> None:
        here = student.placement_in(placement.year) if student else None
        if not (student and here and placement.class_code) or len(self._known) == _MOST_STUDENTS:
            return
        self._known.add(hash(student.id))
        moves = not (is_stored_in(student, placement, known) or is_known_otherwise(student, placement))
        if moves and hash(student.id) not in self._moved:
            self._moved.add(hash(student.id))
            self._moving.add(number)

    def notes(self, import_id: str) -> FileNotes:
        """For when the rows are placed."""
        shared, no_contact = self._addresses.shared.students, self._no_contact.digests
        return FileNotes(
            import_id=import_id,
            shared=shared,
            no_contact=no_contact,
            grades_in_codes=self._grades.are_in_codes,
            several_grades=self._grades.of_several,
        )

    def look(self, about_file: tuple[Message, ...]) -> Look:
        """When all rows are noted. `about_file` are the doubts that the sheet itself has raised."""
        moved, known = len(self._moved), len(self._known)
        doubts = [*about_file, *self._other_years()]
        if _is_much(moved, known):
            doubts.append(message(Doubt.MANY_MOVES, count=moved, known=known, rows=self._moving.shown))
        if _is_much(self._doubtful.count, self.rows):
            doubtful = self._doubtful
            doubts.append(message(Doubt.MANY_ROWS, count=doubtful.count, of_all=self.rows, rows=doubtful.shown))
        years = {year: rows.count for year, rows in sorted(self._years.items())}
        return Look(doubts=tuple(doubts), years=years, moved=moved, known=known)

    def _other_years(self) -> list[Message]:
        others = sorted(set(self._years) - self._usual_years)
        found = [(year, self._years[year]) for year in others]
        return [message(Doubt.OTHER_YEAR, year=year, count=rows.count, rows=rows.shown) for year, rows in found]


def _is_much(some: int, of_all: int) -> bool:
    return some > _FEW and some * 10 > of_all
