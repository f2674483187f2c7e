"""How far the tables of an OpenDocument spreadsheet (.ods) reach, told by its XML as it streams by.

A cell or a row says how often it is repeated: a few bytes may stand for millions of cells.
"""

import zipfile
from collections.abc import Mapping
from functools import partial
from typing import IO
from xml.parsers.expat import ParserCreate

from homeroom.domain.imports.spreadsheet.sheet_extent import Extents, SheetExtent, TooLarge

_CELLS = ("table:table-cell", "table:covered-table-cell")
_VALUES = ("office:", "calcext:", "table:formula")
_HIDDEN = ("collapse", "filter")
_MOST_UNPACKED = 300 * 1024 * 1024
_MOST_IN_A_TAG = 7 * 1024 * 1024
_CHUNK_BYTES = 256 * 1024


def extents_of(file: IO[bytes]) -> list[SheetExtent]:
    """Of each table. Raises TooLarge, and whatever zipfile and expat raise for what is damaged."""
    with zipfile.ZipFile(file) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
            raise TooLarge
        tables, since_tag = _Tables(), 0
        with archive.open("content.xml") as content:
            for chunk in iter(partial(content.read, _CHUNK_BYTES), b""):
                at = chunk.rfind(b"<")
                since_tag = since_tag + len(chunk) if at < 0 else len(chunk) - at
                if since_tag > _MOST_IN_A_TAG:
                    raise TooLarge
                tables.parse(chunk)
        tables.end()
    return tables.extents.sheets


class _Tables:
    def __init__(self) -> None:
        self.extents = Extents()
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended
        self._parser.CharacterDataHandler = self._read_text
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._row = self._rows = 0
        self._column = self._columns = self._width = self._text_in_row = 0
        self._text, self._is_filled, self._is_hidden = 0, False, False

    def parse(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)

    def end(self) -> None:
        self._parser.Parse(b"", True)

    def _refuse(self, *_: object) -> None:
        raise ValueError("no such file has a document type")

    def _started(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table:table":
            self.extents.begin_sheet()
            self._row = 0
        elif name == "table:table-row":
            self._rows = _repeated(attributes, "table:number-rows-repeated")
            self._is_hidden = attributes.get("table:visibility") in _HIDDEN
            self._column = self._width = self._text_in_row = 0
        elif name in _CELLS:
            self._columns = _repeated(attributes, "table:number-columns-repeated")
            values = [text for key, text in attributes.items() if key.startswith(_VALUES)]
            self._is_filled, self._text = bool(values), sum(map(len, values))
            if attributes.get("calcext:value-type") == "error":
                self.extents.sheets[-1].errors += 1
        elif name == "text:s":
            self._text += _repeated(attributes, "text:c")

    def _read_text(self, text: str) -> None:
        self._text += len(text)

    def _ended(self, name: str) -> None:
        if name in _CELLS:
            self._column += self._columns
            if self._is_filled or self._text:
                self._width = self._column
                self._text_in_row += self._text * self._columns
        elif name == "table:table-row":
            if self._width:
                self.extents.reach(self._row + self._rows, self._width)
                self.extents.add_text(self._text_in_row * self._rows)
                if self._is_hidden:
                    self.extents.sheets[-1].hide(self._row, self._rows)
            self._row += self._rows


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, "1")))
