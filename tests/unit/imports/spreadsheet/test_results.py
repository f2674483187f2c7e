"""The results file: safe to open, and safe to correct and drop in again."""

import codecs
import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.spreadsheet import FileProblem, SheetRow, open_sheet, results_header, results_row
from homeroom.domain.kernel.safe_cell import as_before, neutralised
from tests.steps.spreadsheet_files import GOOD, HEADER, notices_of, rows_of, sheet_of, table

TRICKY = st.text(alphabet="'=+-@,;\t \r\n|%＝aé\ufeff", max_size=6) | st.text(max_size=6)


def results_of(data: str, outcome: str = Outcome.FAILED, message: str = "-1 is odd") -> str:
    """The results file of a file, as the import writes it."""
    sheet = sheet_of(data)
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(results_header(sheet.header))
    writer.writerows(results_row(row, outcome, message) for row in sheet.rows())
    return written.getvalue()


def quoted(rows: list[list[str]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    return written.getvalue()


@given(TRICKY)
def test_neutralising_is_undone_exactly(cell: str) -> None:
    assert as_before(neutralised(cell)) == cell


@given(TRICKY)
def test_no_neutralised_cell_begins_a_formula(cell: str) -> None:
    assert not neutralised(cell).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not neutralised(cell).startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("Smith,=HYPERLINK(1)", "Smith,'=HYPERLINK(1)"),
        ("x;=1+1", "x;'=1+1"),
        ("x\n@SUM", "x\n'@SUM"),
        ("a,'=b", "a,''=b"),
    ],
)
def test_a_formula_behind_the_separator_of_another_country_is_neutralised(cell: str, safe: str) -> None:
    assert neutralised(cell) == safe
    assert as_before(safe) == cell


@given(TRICKY, st.sampled_from(",;|\t\n"))
def test_no_separator_splits_off_a_formula(cell: str, separator: str) -> None:
    for piece in neutralised(cell).split(separator):
        assert not piece.lstrip(" \ufeff").startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    "cell",
    [
        "García, José",
        "a@x.org; b@x.org",
        "Smith-Jones, Ana",
        "Ana",
        "3-A",
        "2026-2027",
        "O'Brien",
        "a@x.org",
        "",
        "'s-Gravenhage",
        "00123",
    ],
)
def test_ordinary_cells_are_left_alone(cell: str) -> None:
    assert neutralised(cell) == cell


def test_a_results_row_is_the_original_and_what_became_of_it() -> None:
    sheet = sheet_of(table("=cmd,x,y,+1", header=HEADER))
    (row,) = sheet.rows()
    assert results_header(sheet.header) == [*HEADER.split(","), "row_number", "outcome", "message"]
    assert results_row(row, Outcome.FAILED, "=odd") == ["'=cmd", "x", "y", "'+1", "2", "failed", "'=odd"]


def test_a_results_file_dropped_again_is_the_file_it_was_made_of() -> None:
    data = table(GOOD, "3-B,=HYPERLINK(),'+1,", ",,x,nobody")
    sheet, again = sheet_of(data), sheet_of(results_of(data))
    assert again.header == sheet.header
    assert again.columns == sheet.columns
    assert again.notices == ()
    assert list(again.rows()) == list(sheet.rows())


@given(st.lists(st.lists(TRICKY, min_size=4, max_size=4), min_size=1, max_size=4))
def test_any_file_survives_the_round_trip(rows: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow([*HEADER.split(","), "=note"])
    writer.writerows([["3-A", *row] for row in rows])
    data = written.getvalue()
    assert [r.cells for r in rows_of(results_of(data))] == [r.cells for r in rows_of(data)]
    assert results_of(results_of(data)) == results_of(data)


def test_an_apostrophe_in_an_ordinary_file_stays_unless_it_says_that_a_formula_is_none() -> None:
    (row,) = rows_of(table("3-A,'t Hart,''=x,'+1"))
    assert row.cells[1:] == ("'t Hart", "'=x", "+1")


@given(st.lists(st.lists(TRICKY, min_size=4, max_size=4), min_size=1, max_size=4))
def test_results_whose_added_columns_were_deleted_are_the_file_they_were_made_of(rows: list[list[str]]) -> None:
    data = quoted([[*HEADER.split(","), "=note"], *(["3-A", *row] for row in rows)])
    added = len(HEADER.split(",")) + 1
    left = quoted([cells[:added] for cells in csv.reader(io.StringIO(results_of(data), newline=""))])
    assert [r.cells for r in rows_of(left)] == [r.cells for r in rows_of(data)]
    assert sheet_of(left).header == sheet_of(data).header


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("cell", ["Noé", "\0\0=1", "\0" * 300, "a\0b", "\ud800"])
def test_results_of_a_file_can_be_dropped_again_whatever_its_encoding_and_its_signs(cell: str, encoding: str) -> None:
    data = table(f"3-A,García,{cell},").encode(encoding, errors="surrogatepass" if encoding != "utf-8" else "replace")
    try:
        sheet = open_sheet(io.BytesIO(data), default_year="2026-2027", today=date(2026, 9, 1))
    except FileProblem:
        return  # it has no results but those that say why
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(results_header(sheet.header))
    rows = list(sheet.rows())
    writer.writerows(results_row(row, Outcome.FAILED, "no") for row in rows)
    results = io.BytesIO(written.getvalue().encode("utf-8-sig"))
    again = open_sheet(results, default_year="2026-2027", today=date(2026, 9, 1))
    assert list(again.rows()) == rows


def test_a_file_in_utf_32_is_read() -> None:
    for order, mark in (("le", codecs.BOM_UTF32_LE), ("be", codecs.BOM_UTF32_BE)):
        body = io.BytesIO(mark + table(GOOD).encode(f"utf-32-{order}"))
        sheet = open_sheet(body, default_year="2026-2027", today=date(2026, 9, 1))
        assert [row.cells for row in sheet.rows()] == [tuple(GOOD.split(","))]
        assert (sheet.encoding, sheet.notices) == ("UTF-32", ())


def test_a_file_with_a_column_called_message_is_no_results_file() -> None:
    sheet = sheet_of(table("3-A,x,y,z", header="class,last name,first name,message"))
    assert notices_of(sheet) == ["This column was ignored: “message”."]
    assert next(sheet.rows()).cells == ("3-A", "x", "y", "z")


def test_cells_beyond_the_header_come_after_the_outcome_and_are_found_again() -> None:
    data = table("3-A,Smith, Jr,Bob,b@example.org")
    (row,) = rows_of(results_of(data))
    assert row.surplus == ("b@example.org",)
    assert results_row(row, Outcome.FAILED, "m")[-4:] == ["2", "failed", "m", "b@example.org"]


def test_a_corrected_results_file_is_read_as_corrected() -> None:
    corrected = results_of(table(",x,y,")).replace('"",', '"3-A",', 1)
    (row,) = rows_of(corrected)
    assert isinstance(row, SheetRow)
    assert row.placement
    assert row.placement.class_code == "3-A"


def test_a_row_with_a_broken_quote_can_be_written_and_read_again() -> None:
    (row,) = rows_of(results_of(table('3-A,"Smith,Bob,')))
    assert row.cells == ("3-A", '"Smith', "Bob", "")
