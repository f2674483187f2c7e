"""Old Excel workbooks (.xls) and OpenDocument spreadsheets (.ods): read, within the memory that there is."""

from collections.abc import Callable

import pytest

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet import workbook_process
from homeroom.domain.imports.spreadsheet.sheet_extent import MOST_CELLS, MOST_TEXT
from tests.steps.old_workbooks import ERROR, Cell, Rows, ods, ods_cell, ods_row, ole, record, xls
from tests.steps.spreadsheet_files import notices_of, placement_of, problems_of, refusal_of, rows_of, sheet_of

HEADER: list[Cell] = ["Class Code", "Student ID", "Last Name", "First Name", "Parent Email"]
NOE: list[Cell] = ["3-A", 10023, "García", "Noé", "ana@example.org"]
BOB: list[Cell] = ["3-B", "00418", "Smith", "Bob", None]


def ods_of(rows: Rows) -> bytes:
    return ods("".join(ods_row(*row) for row in rows))


OF_BOTH = pytest.mark.parametrize("written", [xls, ods_of], ids=["xls", "ods"])
Written = Callable[[Rows], bytes]


# ------------------------------------------------------------------- what is read
@pytest.mark.parametrize(
    ("data", "kind"),
    [(xls([HEADER, NOE, BOB]), FileKind.OLD_WORKBOOK), (ods_of([HEADER, NOE, BOB]), FileKind.OPEN_DOCUMENT)],
)
def test_an_old_workbook_is_read(data: bytes, kind: FileKind) -> None:
    sheet = sheet_of(data)
    assert [row.cells for row in sheet.rows()] == [
        ("3-A", "10023", "García", "Noé", "ana@example.org"),
        ("3-B", "00418", "Smith", "Bob", ""),
    ]
    assert (sheet.kind, notices_of(sheet)) == (kind, [])


@OF_BOTH
def test_rows_and_columns_keep_their_places_where_the_sheet_begins_with_empty_ones(written: Written) -> None:
    sheet = sheet_of(written([[], [], [None, *HEADER], [], [None, *NOE]]))
    assert [row.number for row in sheet.rows()] == [5]
    assert sheet.columns["class_code"] == 1


@pytest.mark.parametrize(
    ("written", "notice"),
    [
        (xls, "2 cells of the sheet hold errors such as #N/A, and were read as empty."),
        (ods_of, "2 cells said “#N/A” or the like, and were taken as empty."),
    ],
)
def test_errors_are_told_because_they_are_read_as_empty_cells(written: Written, notice: str) -> None:
    sheet = sheet_of(written([HEADER, [*NOE[:4], ERROR], [ERROR, *NOE[1:]]]))
    good, bad = sheet.rows()
    assert good.placement
    assert good.placement.parents == ()
    assert [column for column, _ in problems_of(bad)] == ["class_code"]
    assert notices_of(sheet) == [notice]


@pytest.mark.parametrize(
    "data",
    [
        xls([HEADER, NOE, BOB], hidden_rows=[2]),
        ods(ods_row(*HEADER) + ods_row(*NOE) + ods_row(*BOB, visibility="collapse")),
        ods(ods_row(*HEADER) + ods_row(*NOE) + ods_row(*BOB, visibility="filter")),
    ],
)
def test_hidden_rows_are_told(data: bytes) -> None:
    sheet = sheet_of(data)
    assert len(list(sheet.rows())) == 2
    assert notices_of(sheet) == ["Row 3 is hidden in the workbook, and was read like the others."]


@pytest.mark.parametrize(
    "data",
    [
        xls([["no"]], [HEADER, NOE], hidden_sheets=[0]),
        ods(ods_row("no"), ods_row(*HEADER) + ods_row(*NOE), hidden_tables=[0]),
    ],
)
def test_hidden_sheets_are_not_read(data: bytes) -> None:
    assert placement_of(data).name == "Noé García"


@pytest.mark.parametrize(
    "data", [xls([HEADER, NOE], hidden_sheets=[0]), ods(ods_row(*HEADER) + ods_row(*NOE), hidden_tables=[0])]
)
def test_where_every_sheet_is_hidden_that_is_said(data: bytes) -> None:
    assert "no visible sheet" in refusal_of(data)[0]


def test_a_cell_of_an_ods_is_read_as_it_is_shown() -> None:
    shown = {
        "417": '<table:table-cell office:value-type="float" office:value="417"><text:p>00417</text:p>'
        "</table:table-cell>",
        "García": "<table:table-cell><office:annotation><text:p>a note</text:p></office:annotation>"
        "<text:p><text:span>Garc</text:span><text:span>ía</text:span><text:s/>López</text:p></table:table-cell>",
    }
    row = ods_row("3-A", "417", "García", "Noé")
    for written, cell in shown.items():
        row = row.replace(ods_cell(written), cell)
    indented = (ods_row(*HEADER) + row).replace("<table:", "\n  <table:")
    placement = placement_of(ods(indented))
    assert (placement.student_id, placement.name) == ("00417", "Noé García López")


def test_a_cell_that_is_repeated_stands_in_each_place() -> None:
    rows = ods_row(*HEADER) + f"<table:table-row>{ods_cell('A', number_columns_repeated='4')}</table:table-row>"
    assert rows_of(ods(rows))[0].cells == ("A", "A", "A", "A", "")


def test_empty_cells_to_the_end_of_the_sheet_cost_nothing() -> None:
    """LibreOffice writes them where a column or row has a style."""
    end = ods_cell(None, number_columns_repeated="16379", style_name="ce1")
    rows = [row.replace("</table:table-row>", f"{end}</table:table-row>") for row in (ods_row(*HEADER), ods_row(*NOE))]
    below = f'<table:table-row table:number-rows-repeated="1048574">{end}</table:table-row>'
    assert placement_of(ods("".join((*rows, below)))).name == "Noé García"
    assert placement_of(xls([HEADER, NOE], size=(65_536, 90))).name == "Noé García"


def test_a_long_text_that_goes_on_in_another_record_is_counted_once() -> None:
    long = "é" * 9_000
    assert placement_of(xls([[*HEADER, "Notes"], [*NOE, long], [*NOE, None]][:2])).name == "Noé García"


# ------------------------------------------------------------------- what would take too much memory
FAR = MOST_CELLS // 5 + 1


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(ods(ods_row(*HEADER) + ods_row(*NOE, number_rows_repeated=str(FAR))), id="a row repeated"),
        pytest.param(
            ods(ods_row(*HEADER) + ods_row(None, number_rows_repeated="1000000000") + ods_row(*NOE)), id="a gap"
        ),
        pytest.param(
            ods(f"<table:table-row>{ods_cell('A', number_columns_repeated='2000000')}</table:table-row>"),
            id="a cell repeated",
        ),
        pytest.param(
            ods(ods_row("A").replace(">A<", f'><text:s text:c="{MOST_TEXT + 1}"/><')), id="spaces in one cell"
        ),
        pytest.param(ods(ods_row("A" * 2000, number_rows_repeated="20000")), id="a text repeated"),
        pytest.param(ods(ods_row("A" * 8_000_000)), id="a text without end"),
    ],
)
def test_a_small_ods_that_would_fill_the_memory_is_refused_before_it_is_opened(data: bytes) -> None:
    assert len(data) < 50_000
    assert "larger than can be read" in refusal_of(data)[0]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(xls([HEADER, NOE], size=(65_536, 65_535)), id="it says so itself"),
        pytest.param(xls([HEADER], size=(1, 1), at=(65_000, 250)), id="a cell far away"),
        pytest.param(xls([["A" * 30_000] * 200] * 4), id="a text in many cells"),
    ],
)
def test_a_small_xls_that_would_fill_the_memory_is_refused_before_it_is_opened(data: bytes) -> None:
    assert len(data) < 100_000
    assert "larger than can be read" in refusal_of(data)[0]


# ------------------------------------------------------------------- what cannot be read
def test_an_xls_with_a_password_is_told_so() -> None:
    assert "protected by a password" in refusal_of(xls([HEADER], more=record(0x002F, bytes(54))))[0]


@pytest.mark.parametrize(
    ("stream", "sentence"),
    [("WordDocument", "Word document"), ("PowerPoint Document", "PowerPoint"), ("__properties", "not text")],
)
def test_other_files_of_old_office_programs_are_told_as_what_they_are(stream: str, sentence: str) -> None:
    assert sentence in refusal_of(ole({stream: b"x"}))[0]


WHOLE = xls([HEADER, NOE])


@pytest.mark.parametrize("data", [WHOLE[:600], WHOLE[:4000], WHOLE[:30] + b"\xff" * 40 + WHOLE[70:]])
def test_an_xls_that_is_damaged_is_told_so(data: bytes) -> None:
    assert "This old Excel workbook (.xls) cannot be read." in refusal_of(data)[0]


@pytest.mark.parametrize(
    "data",
    [
        ods(ods_row(*HEADER) + "</table:table-row>"),
        ods(ods_row(*HEADER, number_rows_repeated="many")),
        ods(ods_row(*HEADER), head="<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>]>"),
    ],
)
def test_an_ods_that_is_damaged_is_told_so(data: bytes) -> None:
    assert "This LibreOffice workbook (.ods) cannot be read." in refusal_of(data)[0]


def test_a_file_that_stops_its_reader_stops_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library ends its process where it cannot have the memory that a damaged file asks for."""
    monkeypatch.setattr(workbook_process, "_READER", "no.such.module")
    assert "This old Excel workbook (.xls) cannot be read." in refusal_of(WHOLE)[0]


def test_a_file_that_keeps_its_reader_busy_is_told_as_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_process, "_MOST_SECONDS", 0)
    assert "This old Excel workbook (.xls) cannot be read." in refusal_of(WHOLE)[0]


def test_letters_are_unicode_whatever_code_page_an_old_workbook_names() -> None:
    named = record(0x0042, b"\xe4\x04")  # Windows-1252, as Perl's Spreadsheet::WriteExcel says
    assert placement_of(xls([HEADER, NOE], more=named)).name == placement_of(xls([HEADER, NOE])).name == "Noé García"
