"""Any text in any cell comes back as it was, and no spreadsheet program runs it."""

import csv
import io
import re

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from homeroom.domain.exports.export import ExportFileType
from homeroom.domain.exports.table import Table
from homeroom.domain.kernel.safe_cell import as_before
from homeroom.use_cases.exports import write_table as module
from homeroom.use_cases.exports.write_table import TooManyRows, write_table

CELL = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")) | st.sampled_from(
    ["=1+1", "@SUM(A1)", "+1 555 0100", "-2", "007", "1E5", "3-4", "TRUE", "https://example.org", "<r>&</r>", "<r>x",
     " two  spaces ", "'=1", '"', "a,b;c|d", "=a;=b", "NULL", "é😀"]
)  # fmt: skip
"""As forms take it: no control characters. A literal `_x0041_` is escaped as Excel asks; not every reader undoes it."""
_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_")


def written(rows: list[list[str]], file_type: ExportFileType) -> bytes:
    to = io.BytesIO()
    write_table(Table([f"column {n}" for n in range(len(rows[0]))], iter(rows)), file_type, to)
    return to.getvalue()


def csv_rows(file: bytes) -> list[list[str]]:
    assert file.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))[1:]


def openpyxl_rows(file: bytes) -> list[list[str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type not in ("s", "inlineStr", "n")]
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]  # type: ignore[misc]


def calamine_rows(file: bytes) -> list[list[str]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()[1:]  # type: ignore[return-value]


@given(CELL)
@settings(max_examples=60)
def test_any_text_comes_back_from_csv_and_from_a_workbook(text: str) -> None:
    assume(not _ESCAPED.search(text))
    rows = [["0042", text, "x"]]
    workbook = written(rows, ExportFileType.XLSX)
    for read in (csv_rows(written(rows, ExportFileType.CSV)), openpyxl_rows(workbook), calamine_rows(workbook)):
        assert [[as_before(cell) for cell in row] for row in read] == rows
        assert not read[0][1].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_more_rows_than_a_sheet_holds_are_no_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_ROWS", 3)
    assert len(calamine_rows(written([["a"], ["b"]], ExportFileType.XLSX))) == 2
    with pytest.raises(TooManyRows):
        written([["a"], ["b"], ["c"]], ExportFileType.XLSX)
    assert len(csv_rows(written([["a"], ["b"], ["c"]], ExportFileType.CSV))) == 3
