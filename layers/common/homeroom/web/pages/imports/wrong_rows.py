"""Rows to correct, as the check of a file shows them: whose row it is, and the cells that are wrong."""

from collections.abc import Iterable

from homeroom.domain.imports.import_part import RowOutcome
from homeroom.domain.imports.spreadsheet.formats import PLACE
from homeroom.domain.kernel.text import listed_name
from homeroom.web.pages.imports.contexts import WrongRow

_TELLING = ("student_name", "student_id", "class_code")
"""Columns that tell whose row it is where there is no name, the best one first."""


def wrong_rows(rows: Iterable[RowOutcome]) -> list[WrongRow]:
    return [_wrong_row(row) for row in rows]


def _wrong_row(row: RowOutcome) -> WrongRow:
    texts = {cell.column: cell.text.strip() for cell in row.cells}
    named = listed_name(texts.get("student_first_name", ""), texts.get("student_last_name", ""))
    wrong = [cell for cell in row.cells if cell.problem]
    return WrongRow(
        number=row.number,
        name=row.student or named or next((texts[column] for column in _TELLING if texts.get(column)), ""),
        place=texts.get(PLACE, ""),
        cells=wrong,
        why=() if wrong else row.messages,
    )
