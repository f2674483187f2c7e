"""A file, opened: what was detected, and its rows one by one. Memory does not grow with the file."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain, islice
from types import MappingProxyType

from homeroom.domain.imports.detected_file import DetectedFile, FileFormat, FileKind
from homeroom.domain.imports.spreadsheet.code_pages import PAGES
from homeroom.domain.imports.spreadsheet.codes import WrongFile, WrongRow
from homeroom.domain.imports.spreadsheet.csv_records import Broken, Lines, read_records
from homeroom.domain.imports.spreadsheet.doubts import AnswersFor, Doubt, header_key, no_answers
from homeroom.domain.imports.spreadsheet.encoding import TextSource
from homeroom.domain.imports.spreadsheet.encoding_warnings import LetterWatch
from homeroom.domain.imports.spreadsheet.file_source import (
    ByteSource,
    Source,
    is_archive,
    refuse_what_is_no_table,
)
from homeroom.domain.imports.spreadsheet.formats import PLACE
from homeroom.domain.imports.spreadsheet.header import Header, find_header
from homeroom.domain.imports.spreadsheet.header_problems import ignored_notices, usable_header
from homeroom.domain.imports.spreadsheet.parsed_row import SheetRow
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.results_file import without
from homeroom.domain.imports.spreadsheet.room_watch import RoomWatch
from homeroom.domain.imports.spreadsheet.row_parser import RowReader
from homeroom.domain.imports.spreadsheet.row_place import place_of
from homeroom.domain.imports.spreadsheet.said_nothing import says_nothing
from homeroom.domain.imports.spreadsheet.table_alone import is_users_table
from homeroom.domain.imports.spreadsheet.table_letters import TableLetters
from homeroom.domain.imports.spreadsheet.whose_address import with_whose_address
from homeroom.domain.imports.spreadsheet.zip_file import Archive, open_archive
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.safe_cell import as_before

MOST_ROWS = 1_000_000


def open_sheet(body: ByteSource, *, default_year: str, today: date, answers_for: AnswersFor = no_answers) -> "Sheet":
    """Read the beginning of a file. `default_year` stands in where it names no school year; empty: it must. A student
    whose last day was before `today` has left. `answers_for` knows what was answered about files of this header.

    Raises FileProblem when the file as a whole cannot be used, a header without rows included.
    """
    source, archive, tables = Source(body, remember=True), None, TableLetters(answers_for)
    if is_archive(source.head) or is_users_table(source.head):
        source.forget()
        if archive := open_archive(source, today, tables):
            source = Source(archive)
            if archive.problem:
                raise archive.problem
    refuse_what_is_no_table(source.head)
    text = TextSource(source)
    lines = Lines(text.text)
    header = usable_header(find_header(lines), needs_year=not default_year)
    key = header_key(header.cells)
    answers = answers_for(key)
    if (page := answers.get(Doubt.LETTERS, "")) in PAGES and not archive:
        source.begin_again()
        text = TextSource(source, page)
        lines = Lines(text.text)
        header = usable_header(find_header(lines), needs_year=not default_year)
    source.forget()
    header, doubts = with_whose_address(header, answers)
    reader = RowReader(header, default_year, today, answers, (*tables.doubts(), *doubts))
    return Sheet(text, lines, header, reader, key, archive)


class Sheet:
    """The rows of a file. `rows()` reads on from the body, so there is one pass."""

    def __init__(
        self, text: TextSource, lines: Lines, header: Header, reader: RowReader, key: str, archive: Archive | None
    ) -> None:
        """`key` is that of the header as it was read before anything was answered; `archive` is where the text comes
        from, if the file is one.
        """
        self._key = key
        self._archive = archive
        self._text = text
        self._header = header
        self._reader = reader
        self._notices = ignored_notices(header)
        self._letters = LetterWatch(self._notices, text, tuple(self.columns.values()))
        self._rooms = RoomWatch(header)
        below = self._read(lines)
        first = next(below, None)
        if first is None:
            raise wrong_file(WrongFile.NO_ROWS)
        self._rows = chain([first], below)

    @property
    def kind(self) -> FileKind:
        return self._archive.kind if self._archive else FileKind.TEXT

    @property
    def share_read(self) -> float | None:
        """How much of the rows were read, 0 to 1; None for a text, where the bytes tell."""
        return self._archive.share if self._archive else None

    @property
    def encoding(self) -> str:
        """Such as `UTF-8` or `Windows-1252`; settled when all rows are read."""
        return self._text.encoding

    @property
    def format(self) -> FileFormat:
        return self._header.format.name

    @property
    def delimiter(self) -> str:
        return self._header.delimiter

    @property
    def detected(self) -> DetectedFile:
        """All of that; settled when all rows are read."""
        return DetectedFile(
            kind=self.kind,
            format=self.format,
            encoding=self.encoding,
            delimiter=self.delimiter,
            columns=len(self.header),
        )

    @property
    def header(self) -> tuple[str, ...]:
        """The header cells as in the file, without those that a results file added."""
        return self._header.cells

    @property
    def columns(self) -> Mapping[str, int]:
        """Canonical name -> position in `header` and in the cells of a row."""
        return MappingProxyType({name: at[0] for name, at in self._header.columns.items()})

    @property
    def notices(self) -> tuple[Message, ...]:
        """What was ignored or looks odd; there may be more when all rows are read."""
        of_archive = self._archive.notices if self._archive else ()
        return (*self._notices, *self._reader.leavers.notices, *self._reader.repaired.notices, *of_archive)

    @property
    def header_key(self) -> str:
        """Under which what is answered about this file is remembered."""
        return self._key

    @property
    def doubts(self) -> tuple[Message, ...]:
        """About the file as a whole; settled when all rows are read."""
        return (*self._letters.doubts(), *self._reader.doubts, *self._rooms.doubts())

    def rows(self) -> Iterator[SheetRow]:
        """The rows that hold anything, in order. They can be read once. Raises FileProblem at their end where an
        archive is damaged in the middle.
        """
        return self._rows

    def _read(self, lines: Lines) -> Iterator[SheetRow]:
        header, reader = self._header, self._reader
        original = without(header.result_columns) if header.result_columns else None
        place = header.columns.get(PLACE)
        records = enumerate(read_records(lines, header.delimiter), start=1)
        left, beyond = MOST_ROWS, message(WrongRow.BEYOND_LAST, most=MOST_ROWS)
        for number, record in islice(records, header.number, None):
            if isinstance(record, Broken):
                yield reader.read_broken(number, record)
                continue
            cells = original(record) if original else record
            joined = "\n".join(cells)
            if "'" in joined:
                cells = [as_before(cell) for cell in cells]
                joined = "\n".join(cells)
            if not joined or joined.isspace() or (len(cells) > 1 and all(map(says_nothing, cells))):
                continue
            if not joined.isascii():
                cells = self._letters.look(cells, joined)
            left -= 1
            row = reader.read(number, cells, joined) if left >= 0 else reader.read_broken(number, Broken(cells, beyond))
            if self._rooms:
                self._rooms.look(row)
            yield row._replace(place=place_of(row.cells[place[0]])) if place else row
        self._letters.refuse_two_encodings()
        if self._archive and self._archive.problem:
            raise self._archive.problem
