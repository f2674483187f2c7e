"""A file of contacts is made: read in portions, written to a file of this process, put into the bucket as a whole.

It may die anywhere and be delivered twice: whatever was begun is made anew and takes the place of what was there under
the same key, and what is over stays. Of two deliveries at once, the one that says second how far it is goes on, and the
other one stops.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from homeroom.domain.exports.export import Export, ExportShape, ExportState
from homeroom.domain.exports.powerschool import powerschool_table
from homeroom.domain.exports.shapes import contacts_table, students_table
from homeroom.domain.exports.table import Table
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.use_cases.exports.read_families import Families, Portion, all_students
from homeroom.use_cases.exports.write_table import TooManyRows, write_table
from homeroom.use_cases.ports.services import Services

EnoughTime = Callable[[], bool]


class _NoTime(HomeroomError):
    """The rest cannot be read within this invocation, and no other one could go on with half of a file."""


def make_export(export_id: str, services: Services, enough_time: EnoughTime = lambda: True) -> Export | None:
    """As it is afterwards; None where nobody has asked for it, or its time is long over."""
    export = services.exports.get(export_id)
    if export is None or export.is_over:
        return export
    try:
        return _Making(export, services, enough_time).run()
    except Conflict:
        return services.exports.get(export_id)


class _Making:
    def __init__(self, export: Export, services: Services, enough_time: EnoughTime) -> None:
        self._export, self._services, self._enough_time = export, services, enough_time
        self._families = Families(export, services)
        self._rows = 0

    def run(self) -> Export:
        table, file_type = self._table(), self._export.options.file_type
        with TemporaryFile() as file:
            try:
                write_table(replace(table, rows=self._counted(table.rows)), file_type, cast("BinaryIO", file))
            except (_NoTime, TooManyRows):
                return self._ended(ExportState.TOO_LARGE)
            if not self._rows:
                return self._ended(ExportState.EMPTY)
            file.seek(0)
            version = self._services.files.write_export(self._export, cast("BinaryIO", file))
        now, without_id = self._services.clock(), self._families.without_id
        return self._saved(self._export.ready(version, self._rows, without_id, now))

    def _table(self) -> Table:
        if self._export.options.shape is ExportShape.POWERSCHOOL:
            contacts = (one for portion in self._portions() for one in self._families.with_students(portion.students))
            return powerschool_table(contacts)
        make = contacts_table if self._export.options.shape is ExportShape.CONTACTS else students_table
        return make(all_students(self._portions()))

    def _portions(self) -> Iterator[Portion]:
        """Before each one is written, what was written so far is said."""
        for portion in self._families.portions():
            if not self._enough_time():
                raise _NoTime
            yield portion
            now = self._services.clock()
            self._saved(self._export.at(portion.homerooms_done, portion.homerooms, self._rows, now))

    def _counted(self, rows: Iterator[Sequence[str]]) -> Iterator[Sequence[str]]:
        for row in rows:
            self._rows += 1
            yield row

    def _ended(self, state: ExportState) -> Export:
        return self._saved(self._export.ended(state, self._families.without_id, self._services.clock()))

    def _saved(self, after: Export) -> Export:
        change = Change(self._export, after)
        self._services.store.save(change)
        stored = as_stored(change)
        assert isinstance(stored, Export)  # noqa: S101  narrows the type
        self._export = stored
        return stored
