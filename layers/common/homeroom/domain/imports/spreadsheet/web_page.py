"""A web page with a table, or a piece of one, that was saved as `.xls`: read as the CSV file that Excel would save.

It is read twice, and held never: to find the table that has a header, and for the rows of that one.
"""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO

from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.columns import HOMEROOM_COLUMNS, STUDENT_COLUMNS, by_spelling
from homeroom.domain.imports.spreadsheet.encoding import TextSource
from homeroom.domain.imports.spreadsheet.file_source import HEAD_BYTES, Part, Source
from homeroom.domain.imports.spreadsheet.header_cells import meanings
from homeroom.domain.imports.spreadsheet.html_tables import HtmlTables
from homeroom.domain.imports.spreadsheet.letters_within import LettersWithin
from homeroom.domain.imports.spreadsheet.problems import wrong_file
from homeroom.domain.imports.spreadsheet.sheet_lines import Row, sheet_lines
from homeroom.domain.kernel.message import Message

_CHUNK = 65_536  # characters
_MOST_HELD = 1_000_000  # of a tag or a comment that does not end
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_LATIN = ("iso8859-1", "ascii")  # what says so is Windows-1252
_SAID_BY_BYTES = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
_KNOWN = frozenset((*by_spelling(STUDENT_COLUMNS), *by_spelling(HOMEROOM_COLUMNS)))
_ROWS_LOOKED_AT = 20


def web_page_lines(file: IO[bytes], notice: Callable[[Message], None]) -> Iterator[Part]:
    """Row numbers are those of the table. Closes `file` in the end. Raises FileProblem where there is no table."""
    with file:
        number = _best_table(file)
        size = max(1, file.seek(0, io.SEEK_END))
        yield from _with_share(sheet_lines(_rows_of(file, number), 1, notice), file, size)


def _with_share(lines: Iterator[Part], file: IO[bytes], size: int) -> Iterator[Part]:
    for line, _ in lines:
        yield line, min(1.0, file.tell() / size)


def _best_table(file: IO[bytes]) -> int:
    """The number of the table with the most of our columns in a row; the first one with any rows if no table has."""
    text, is_said = _text(file)
    letters = LettersWithin(text) if isinstance(text, TextSource) and not is_said else None
    best, most = -1, -1
    seen: dict[int, int] = {}
    for table, (_, texts, _) in _rows(text):
        if letters:
            letters.look(filter(_is_of_windows, texts))
        seen[table] = seen.get(table, 0) + 1
        if seen[table] <= _ROWS_LOOKED_AT:
            known = sum(any(meaning in _KNOWN for meaning in meanings(text)) for text in texts)
            if known > most:
                best, most = table, known
    if best < 0:
        raise wrong_file(WrongFile.WEB_PAGE)
    if letters and not letters.are_proved:
        raise wrong_file(WrongFile.WEB_PAGE_LETTERS)
    return best


def _is_of_windows(cell: str) -> bool:
    """A cell whose letters may all be bytes of a code page; `&#321;` is none."""
    return cell.encode("cp1252", "ignore").decode("cp1252") == cell


def _rows_of(file: IO[bytes], number: int) -> Iterator[Row]:
    text, _ = _text(file)
    return (row for table, row in _rows(text) if table == number)


def _rows(source: TextSource | codecs.StreamReader) -> Iterator[tuple[int, Row]]:
    """Of all tables, each with the number of its table."""
    text, page = source.text if isinstance(source, TextSource) else source, HtmlTables()
    for chunk in iter(partial(text.read, _CHUNK), ""):
        page.feed(chunk)
        if len(page.rawdata) > _MOST_HELD:
            raise wrong_file(WrongFile.WEB_PAGE_UNREADABLE)
        yield from page.take()
    page.close()
    page.end_all()
    yield from page.take()


def _text(file: IO[bytes]) -> tuple[TextSource | codecs.StreamReader, bool]:
    """By what the page says of itself; where that may be wrong, by its bytes. And whether it says that it is written
    in Latin letters.
    """
    file.seek(0)
    said = _CHARSET.search(file.read(HEAD_BYTES))
    file.seek(0)
    try:
        codec = codecs.lookup(said[1].decode()).name if said else "utf-8"
        b"x".decode(codec, "replace")  # not all codecs are of texts
    except LookupError:
        codec = "utf-8"
    if codec in _SAID_BY_BYTES or codec in _LATIN:
        return TextSource(Source(file)), codec in (*_LATIN, "cp1252")
    return codecs.getreader(codec)(file, "replace"), True
