"""An Excel workbook as it comes."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet import FileProblem, Sheet, SheetRow, open_sheet
from tests.factories import TODAY
from tests.steps.english import english
from tests.steps.spreadsheet_files import notices_of, problems_of
from tests.steps.zip_bomb import with_huge_part

YEAR = "2026-2027"
HEADER = ["Class Code", "Student ID", "Last Name", "First Name", "Parent Email"]
ROW = ["3-A", 10023, "García López", "Noé", "maria@example.org"]


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(*rows: list[Any]) -> Workbook:
    book = Workbook()
    for row in rows:
        sheet_of(book).append(row)
    return book


def sheet_of(book: Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


class Stream:
    """Read once, in small pieces, as a body of S3."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._file.read(min(size, 1000) if size > 0 else 1000)


def opened(data: bytes) -> Sheet:
    return open_sheet(Stream(data), default_year=YEAR, today=TODAY)


def refusal_of(data: bytes) -> str:
    with pytest.raises(FileProblem) as refused:
        list(opened(data).rows())
    return english(*refused.value.problems)


def rows_of(*rows: list[Any]) -> list[SheetRow]:
    return list(opened(saved(workbook(*rows))).rows())


def test_a_workbook_gives_the_rows_that_its_csv_file_gives() -> None:
    from_excel = rows_of(HEADER, ROW, ["3-A", None, "Li", "Mei", None])
    text = "Class Code,Student ID,Last Name,First Name,Parent Email\n"
    text += "3-A,10023,García López,Noé,maria@example.org\n3-A,,Li,Mei,\n"
    from_csv = list(opened(text.encode()).rows())
    assert [row.placement for row in from_excel] == [row.placement for row in from_csv]
    assert [row.number for row in from_excel] == [2, 3]


def test_it_says_what_it_was_read_as() -> None:
    assert opened(saved(workbook(HEADER, ROW))).kind is FileKind.WORKBOOK


def test_row_numbers_are_those_of_the_sheet_also_after_empty_rows() -> None:
    book = workbook(HEADER, ROW)
    for column, value in enumerate(["3-A", 7, "Li", "Mei", None], start=1):
        sheet_of(book).cell(row=9, column=column, value=value)
    assert [row.number for row in opened(saved(book)).rows()] == [2, 9]


def test_hidden_sheets_are_passed_over() -> None:
    book = workbook(["nothing", "here"])
    sheet_of(book).sheet_state = "hidden"
    sheet = book.create_sheet()
    sheet.append(HEADER)
    sheet.append(ROW)
    assert len(list(opened(saved(book)).rows())) == 1


@pytest.mark.parametrize(
    ("code", "word"), [(date(2026, 4, 3), "changed by Excel"), (1.23457e11, None), (3.0, None), (True, None)]
)
def test_numbers_and_dates_become_what_excel_shows(code: Any, word: str | None) -> None:
    [row] = rows_of(HEADER, [code, 1, "Li", "Mei", None])
    sentences = "; ".join(sentence for _, sentence in problems_of(row))
    assert (word in sentences) if word else not sentences, sentences


def test_whole_numbers_have_no_decimal_point() -> None:
    [row] = rows_of(HEADER, ["3-A", 10023.0, "Li", "Mei", None])
    assert row.placement
    assert row.placement.student_id == "10023"


def test_cells_with_line_breaks_and_quotes_stay_one_cell() -> None:
    [row] = rows_of(HEADER, ["3-A", 1, 'O"Brien, Jr.', "Mei", None])
    assert row.placement
    assert row.placement.last_name == 'O"Brien, Jr.'


def test_thousands_of_empty_columns_are_no_columns() -> None:
    book = workbook(HEADER, ROW)
    sheet_of(book).cell(row=2, column=16_384, value=" ")
    assert next(iter(opened(saved(book)).rows())).placement


def without_a_visible_sheet() -> bytes:
    book = workbook(HEADER, ROW)
    book.create_sheet()
    for sheet in book.worksheets:
        sheet.sheet_state = "hidden"
    book.worksheets[0].sheet_state = "visible"
    data = saved(book)
    return rewritten(data, "xl/workbook.xml", lambda xml: xml.replace(b'state="visible"', b'state="hidden"'))


def rewritten(data: bytes, part: str, change: Any) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            content = before.read(info)
            after.writestr(info.filename, change(content) if info.filename == part else content)
    return file.getvalue()


def bomb() -> bytes:
    return with_huge_part(saved(workbook(HEADER, ROW)), "xl/styles.xml", b"", bytes(10 * 1024 * 1024), 60)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (saved(workbook(HEADER, ROW))[:-200], "damaged"),
        (rewritten(saved(workbook(HEADER, ROW)), "xl/workbook.xml", lambda _: b"<oops"), "cannot be read"),
        (without_a_visible_sheet(), "no visible sheet"),
        (saved(workbook(["club", "member"], ["chess", "Noah"])), "class_code"),
        (saved(Workbook()), "empty"),
    ],
    ids=["cut off", "wrong inside", "all hidden", "no roster", "empty"],
)
def test_what_cannot_be_read_gets_one_plain_sentence(data: bytes, words: str) -> None:
    assert words in refusal_of(data)


def test_a_zip_bomb_is_never_unpacked() -> None:
    assert "more than 500 MB" in refusal_of(bomb())


SHEET = "xl/worksheets/sheet1.xml"


def with_rows(more: bytes) -> bytes:
    return rewritten(
        saved(workbook(HEADER, ROW)), SHEET, lambda xml: xml.replace(b"</sheetData>", more + b"</sheetData>")
    )


@pytest.mark.parametrize(
    "more",
    [
        b'<row r="3">' + b"<c><v>1</v></c>" * 600_000 + b"</row>",
        b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + b"a" * 9_000_000 + b"</t></is></c></row>",
    ],
    ids=["of many cells", "of one cell"],
)
def test_a_row_that_would_fill_the_memory_is_refused_before_it_is_taken_apart(more: bytes) -> None:
    assert "a row that is too long to be read" in refusal_of(with_rows(more))


def test_more_texts_than_can_be_held_are_refused() -> None:
    texts = b"<sst>" + b"<si><t>xy</t></si>" * 1_000_000 + b"</sst>"  # in whatever part
    assert "more text than can be read" in refusal_of(
        rewritten(saved(workbook(HEADER, ROW)), "xl/styles.xml", lambda _: texts)
    )


def test_rows_whose_numbers_go_back_are_not_lost_silently() -> None:
    def out_of_order(xml: bytes) -> bytes:
        return xml.replace(b'<row r="2"', b'<row r="7"')

    data = rewritten(saved(workbook(HEADER, ROW, ROW)), SHEET, out_of_order)
    assert "row 3 comes after row 7" in refusal_of(data)


def test_a_number_of_more_digits_than_excel_keeps_looks_changed_by_excel() -> None:
    [row] = rows_of(HEADER, ["3-A", 123456789012345678, "Li", "Mei", None])
    assert [problem.column for problem in row.problems] == ["student_id"]
    assert "changed by Excel" in problems_of(row)[0][1]


def test_what_excel_writes_in_place_of_a_line_break_is_one() -> None:
    good, bad = rows_of(HEADER, ["3-A", 1, "Li_x000D_", "Mei", None], ["3-A", 1, "Li_x000A_Lo", "Mei", None])
    assert good.placement
    assert good.placement.last_name == "Li"
    assert "line break" in problems_of(bad)[0][1]


def test_a_chart_in_front_is_passed_over() -> None:
    book = workbook(HEADER, ROW)
    book.create_chartsheet("Chart", 0)
    assert len(list(opened(saved(book)).rows())) == 1


def test_other_sheets_that_hold_rows_are_named_and_not_read() -> None:
    book = workbook(HEADER, ROW)
    for title, rows in (("Grade 4", [HEADER, ROW]), ("Sheet3", []), ("Old", [HEADER, ROW])):
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title == "Old" else "visible"
        for row in rows:
            sheet.append(row)
    read = opened(saved(book))
    assert len(list(read.rows())) == 1
    assert notices_of(read) == ["This sheet of the workbook was not read: “Grade 4”. Import it as a file of its own."]


def test_hidden_rows_are_read_and_named_in_a_notice() -> None:
    book = workbook(HEADER, ROW, ROW, ["3-A", 8, "Li", "Mei", None])
    sheet_of(book).row_dimensions[3].hidden = True
    sheet = opened(saved(book))
    assert len(list(sheet.rows())) == 3
    assert notices_of(sheet) == ["Row 3 is hidden in the workbook, and was read like the others."]
