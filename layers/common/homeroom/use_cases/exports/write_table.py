"""A table becomes a file: CSV, or a workbook of one sheet. Rows are written as they come; memory does not grow."""

import csv
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO

from homeroom.domain.exports.export import ExportFileType
from homeroom.domain.exports.table import Table
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.safe_cell import neutralised

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_MOST_ROWS = 1_048_576
"""Of a sheet, with its header."""
_WIDTH = 18
_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class TooManyRows(HomeroomError):
    """A sheet of a workbook does not hold them."""


def write_table(table: Table, file_type: ExportFileType, to: BinaryIO) -> None:
    """`to` can be written and sought in. Every cell is text that no spreadsheet program takes for a formula. Raises
    TooManyRows, and whatever the rows raise.
    """
    write = _write_workbook if file_type is ExportFileType.XLSX else _write_csv
    write(table, to)


def _write_csv(table: Table, to: BinaryIO) -> None:
    """UTF-8 with a byte-order mark, by which Excel knows that it is."""
    text = TextIOWrapper(to, encoding="utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(table.columns)
        writer.writerows([neutralised(cell) for cell in row] for row in table.rows)
    finally:
        text.detach()  # also when rows raise: the file is its owner's to close


def _write_workbook(table: Table, to: BinaryIO) -> None:
    import xlsxwriter  # nothing else needs it: it is loaded by whoever makes a workbook

    with xlsxwriter.Workbook(to, {"constant_memory": True, **_TEXT_ONLY}) as workbook:
        sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns) - 1, _WIDTH)
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(table.rows, start=1):
            if number == _MOST_ROWS:
                raise TooManyRows
            _write_row(sheet, number, row)


def _write_row(sheet: "Worksheet", number: int, row: Sequence[str]) -> None:
    for column, cell in enumerate(row):
        if not cell:
            continue
        text = neutralised(cell)
        if text.startswith("<r>") and text.endswith("</r>"):  # which XlsxWriter would write into the XML as it is
            sheet.write_rich_string(number, column, text[:1], text[1:2], text[2:])
        else:
            sheet.write_string(number, column, text)
