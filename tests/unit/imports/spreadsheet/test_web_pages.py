"""Tables that programs saved as web pages and called `.xls`."""

import pytest

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet import open_sheet
from tests.factories import TODAY, YEAR
from tests.steps.spreadsheet_files import Stream, notices_of, placement_of, refusal_of, rows_of, sheet_of

HEADER = ["class_code", "student_id", "student_last_name", "student_first_name", "parent_email"]
NOE = ["3-A", "00417", "Garc&iacute;a", "No\u00e9", "ana@example.org"]
AS_READ = ("3-A", "00417", "García", "Noé", "ana@example.org")


def row(*cells: str, tag: str = "td") -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>\n"


def table(*rows: str) -> str:
    return f"<table border=1>{row(*HEADER, tag='th')}{''.join(rows)}</table>"


def page(inside: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{inside}</body></html>"


@pytest.mark.parametrize(
    "text",
    [
        *(page(table(row(*NOE))), f"<!DOCTYPE html>\r\n{page(table(row(*NOE)))}", table(row(*NOE))),
        f"<style>td {{mso-number-format:'@'}}</style>{table(row(*NOE))}",
        f'<?xml version="1.0"?>{page(table(row(*NOE)))}',
        f"\ufeff <TABLE><TR><TH>{'<TH>'.join(HEADER)}<TR><TD>{'<TD>'.join(NOE)}",
        page(f"<table><tr><td>{table(row(*NOE))}</td></tr></table>"),
        page(f"<table><tr><td>Lincoln School</td><td>2026</td></tr></table>{table(row(*NOE))}"),
    ],
)
def test_the_table_with_the_header_is_read(text: str) -> None:
    sheet = sheet_of(text)
    assert [(found.number, found.cells) for found in sheet.rows()] == [(2, AS_READ)]
    assert (sheet.kind, notices_of(sheet)) == (FileKind.WEB_PAGE, [])


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-2"])
def test_letters_are_read_as_the_page_says(codec: str) -> None:
    text = page(table(row(*NOE)), f'<meta http-equiv="Content-Type" content="text/html; charset={codec}">')
    assert placement_of(text.encode(codec)).name == "Noé García"


@pytest.mark.parametrize("charset", ["zlib", "no-such-thing", "utf-8"])
def test_a_page_that_says_nonsense_of_its_letters_is_read_by_its_bytes(charset: str) -> None:
    text = page(table(row(*NOE)), f"<meta charset={charset}>")
    assert placement_of(text.encode("windows-1252")).name == "Noé García"


def test_a_page_whose_letters_cannot_be_proved_is_refused() -> None:
    text = table(row("3-A", "1", "Łukasz", "Wałęsa", ""))
    assert refusal_of(text.encode("cp1250"))[0].startswith("This web page does not say how its letters are written")
    said = page(text, "<meta charset=windows-1250>")
    assert placement_of(said.encode("cp1250")).name == "Wałęsa Łukasz"
    as_entities = table(row("3-A", "1", "&#321;ukasz", "José", ""))
    assert placement_of(as_entities.encode("cp1252")).name == "José Łukasz"


def test_a_cell_is_read_as_a_browser_shows_it() -> None:
    cells = [
        "3-A",
        "1",
        "Garc&iacute;a<br>L&oacute;pez",
        "\n  No&eacute;&nbsp;<b>Luis</b> <!-- x -->",
        "<a href=x>a@x.org</a>",
    ]
    placement = placement_of(table(row(*cells)))
    assert (placement.name, placement.parents[0].email) == ("Noé Luis García López", "a@x.org")


@pytest.mark.parametrize(
    "mark", ["<![if supportMisalignedColumns]>", "<![endif]>", "<![what ever[x]]>", "<!x>", "<?x?>"]
)
def test_marks_of_programs_between_the_cells_say_nothing(mark: str) -> None:
    assert [found.cells for found in rows_of(table(mark + row(*NOE).replace("<td>", f"{mark}<td>") + mark))] == [
        AS_READ
    ]


def test_a_merged_cell_is_filled_in_its_first_row_and_moves_none_of_the_others() -> None:
    merged = "<tr><td rowspan=2>3-A<td colspan=2>x<td>A</tr><tr><td>2<td>y<td>B</tr>"
    first, second = rows_of(table(merged))
    assert (first.cells, second.cells) == (("3-A", "x", "", "A", ""), ("", "2", "y", "B", ""))


def test_a_hidden_row_is_told() -> None:
    hidden = row(*NOE).replace("<tr>", '<tr style="height:0;display:none">')
    sheet = sheet_of(table(row("3-A", "1", "Ito", "Ren", ""), hidden))
    assert len(list(sheet.rows())) == 2
    assert notices_of(sheet) == ["Row 3 is hidden in the workbook, and was read like the others."]


@pytest.mark.parametrize("text", [page("<h1>Please log in</h1>"), "<!doctype html><p>404</p>", page("<table></table>")])
def test_a_page_without_a_table_is_told_what_to_do(text: str) -> None:
    assert refusal_of(text)[0].startswith("This is a web page without a table in it.")


def test_a_text_that_begins_with_a_tag_is_no_web_page() -> None:
    assert sheet_of("class_code,<b>,last_name,first_name\r\n<table>,x,a,b\r\n").kind is FileKind.TEXT


@pytest.mark.parametrize("endless", [b"<!--" + b"x" * 2_000_000, b"<td title='" + b"x" * 2_000_000, b"<table>" * 60])
def test_what_would_fill_the_memory_is_refused(endless: bytes) -> None:
    assert refusal_of(b"<table><tr><td>" + endless)[0].startswith("This web page cannot be read.")


def test_a_cell_or_a_row_without_end_costs_no_more_than_others() -> None:
    long = row("3-A", "1", "x" * 500_000, "A", "")
    wide = f"<tr><td colspan=999999999>{'<td>y' * 20_000}</tr>"
    (first, second, third) = rows_of(table(long, wide, row(*NOE)))
    assert first.placement is None
    assert second.placement is None
    assert third.cells == AS_READ


def test_a_page_is_read_from_a_body_that_can_only_be_read_forwards() -> None:
    data = table(row(*NOE)).encode()
    body = Stream(data[n : n + 7] for n in range(0, len(data), 7))
    sheet = open_sheet(body, default_year=YEAR, today=TODAY)
    assert [found.cells for found in sheet.rows()] == [AS_READ]
    assert sheet.share_read == 1.0
