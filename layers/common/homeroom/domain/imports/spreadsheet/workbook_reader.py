"""Reads an old workbook in a process of its own, whose memory is bounded: `python -m` this, with the file as its input.

The reader stops a whole process where a damaged file makes it ask for more memory than there is. Writes JSON, a line
each: first a `SheetRead`, then the texts of each row.
"""

import json
import sys
from contextlib import suppress
from typing import Any

from homeroom.domain.imports.spreadsheet.sheet_lines import cell_text

_MOST_MEMORY = 512 * 1024 * 1024


def main() -> None:
    """Ends with an exit code other than 0 where the file cannot be read."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    _bound_memory()
    book = CalamineWorkbook.from_filelike(sys.stdin.buffer)
    shown = (
        number
        for number, sheet in enumerate(book.sheets_metadata)
        if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
    )
    number = next(shown, -1)
    if number < 0:
        _write([number, 0, 0])
        return
    sheet = book.get_sheet_by_index(number)
    _, first_column = sheet.start or (0, 0)
    _write([number, sheet.total_height, first_column])
    for values in sheet.iter_rows():
        _write([cell_text(value) for value in values])


def _bound_memory() -> None:
    """Where the system can: Linux does, and so does Lambda."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _write(line: list[Any]) -> None:
    sys.stdout.write(f"{json.dumps(line)}\n")


if __name__ == "__main__":
    main()
