"""Formulas of a workbook that no program has calculated: their cells are empty or 0, and whoever they name is lost.

openpyxl, exceljs and Apache POI write a formula without a value, and XlsxWriter with 0; what Excel has saved has one.
"""

import re
from collections import Counter
from typing import NoReturn

from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.imports.spreadsheet.columns import folded
from homeroom.domain.imports.spreadsheet.problems import SpoiltFile
from homeroom.domain.kernel.message import message

_HEADER_ROWS = 20
_TEXT_COLUMN = re.compile("name|mail|parent|guardian|contact|mother|father|homeroom|classcode|relation|language")
_NO_TEXT_COLUMN = re.compile("id$|number|phone|count")


class Formulas:
    """Of one sheet. `may_be_new`: nothing tells that a spreadsheet program has calculated the workbook."""

    def __init__(self, *, may_be_new: bool) -> None:
        self._may_be_new = may_be_new
        self._all: Counter[int] = Counter()
        self._empty: Counter[int] = Counter()
        self._zero: Counter[int] = Counter()
        self._text_columns: set[int] = set()

    def note(self, column: int, value: object) -> None:
        """Of a cell with a formula; `column` counts from 1, and None is a value that is missing."""
        self._all[column] += 1
        self._empty[column] += value is None
        self._zero[column] += value == 0 and not isinstance(value, bool)

    def note_header(self, number: int, texts: list[str]) -> None:
        """Any of the first rows may be the header."""
        if number > _HEADER_ROWS:
            return
        for column, text in enumerate(texts, start=1):
            if _TEXT_COLUMN.search(name := folded(text)) and not _NO_TEXT_COLUMN.search(name):
                self._text_columns.add(column)

    def refuse_those_never_calculated(self) -> None:
        """When all rows are read. Raises SpoiltFile where none of the formulas of a column was calculated."""
        for column, count in self._all.items():
            if self._empty[column] == count:
                _refuse(column)
            if self._may_be_new and column in self._text_columns and self._zero[column] == count:
                _refuse(column)


def _refuse(column: int) -> NoReturn:
    from openpyxl.utils import get_column_letter

    raise SpoiltFile(message(WrongFile.WORKBOOK_NOT_CALCULATED, column=get_column_letter(column)))
