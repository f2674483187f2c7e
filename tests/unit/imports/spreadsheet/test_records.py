"""Rows are kept apart, whatever stands in them."""

import csv
import io
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.imports.spreadsheet.codes import WrongRow
from homeroom.domain.imports.spreadsheet.csv_records import Lines, read_records
from homeroom.domain.kernel.message import message
from tests.steps.english import english
from tests.steps.spreadsheet_files import GOOD, HEADER, problem_of, problems_of, refusal_of, rows_of, table

UNCLOSED = message(WrongRow.UNCLOSED_QUOTE)


def records_of(text: str, delimiter: str = ",") -> list[object]:
    return list(read_records(Lines(io.StringIO(text, newline="")), delimiter))


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4)),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_csv_writes_is_read_back(rows: list[list[str]], delimiter: str, line_end: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(rows)
    assert records_of(written.getvalue(), delimiter) == rows


@given(st.text(alphabet='ab",\r\n '))
def test_any_text_gives_records_and_no_error(text: str) -> None:
    assert len(records_of(text)) <= len(text)


@given(st.lists(st.sampled_from(["a,b", '"a",b', '"a\nb",c', "", "x"])), st.integers(0, 9))
def test_an_unclosed_quote_costs_one_record(rows: list[str], at: int) -> None:
    before, after = rows[:at], [r.replace("\n", " ") for r in rows[at:] if '"' not in r]
    text = "\n".join([*before, '"open', *after]) + "\n"
    records = records_of(text)
    sound = records_of("".join(f"{row}\n" for row in before)), records_of("".join(f"{r}\n" for r in after))
    assert records[: len(before)] == sound[0]
    assert records[len(before)] == (['"open'], UNCLOSED)
    assert records[len(before) + 1 :] == sound[1]


def test_an_unclosed_quote_before_quoted_rows_costs_one_row() -> None:
    rows = rows_of(table('3-A,"Smith,Bob,', '3-B,"García, López",Ana,"ana@example.org"', GOOD))
    assert rows[0].problems == ((None, UNCLOSED),)
    assert [row.number for row in rows] == [2, 3, 4]
    assert rows[1].placement
    assert rows[1].placement.last_name == "García, López"
    assert rows[2].placement


def test_an_unclosed_quote_far_from_the_end_costs_one_row() -> None:
    rows = rows_of(table('3-A,"Smith,Bob,', *[GOOD] * 10_000))
    assert rows[0].problems == ((None, UNCLOSED),)
    assert sum(1 for row in rows if row.placement) == 10_000


def test_an_unclosed_quote_in_the_last_row_is_told() -> None:
    assert problem_of(f'{HEADER}\n3-A,x,"y') == (None, english(UNCLOSED))


def test_text_after_a_closing_quote_is_told() -> None:
    column, sentence = problem_of(table('3-A,"Bob" Smith,y,'))
    assert column is None
    assert "do not match" in sentence


def test_a_quote_within_a_text_is_just_a_quote() -> None:
    (row,) = rows_of(table('3-A,Smith,Bob "Bobby",'))
    assert row.placement
    assert row.placement.first_name == 'Bob "Bobby"'


def test_a_space_before_a_quoted_text_does_no_harm() -> None:
    (row,) = rows_of(table('"3-A", "Smith, Jr", "Bob",'))
    assert row.placement
    assert row.placement.last_name == "Smith, Jr"


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1c", "\x00"])
def test_odd_characters_within_a_cell_do_not_break_the_row(odd: str) -> None:
    (row,) = rows_of(table(f"3-A,a{odd}b,y,"))
    assert row.placement is None
    assert [p.column for p in row.problems] == ["student_last_name"]


def test_a_short_row_is_filled_up() -> None:
    (row,) = rows_of(table("3-A,x,y"))
    assert row.cells == ("3-A", "x", "y", "")
    assert row.placement


def test_a_row_with_more_cells_than_the_header_is_told() -> None:
    (row,) = rows_of(table("3-A,Smith, Jr,Bob,b@example.org,,"))
    assert row.placement is None
    assert "more cells than the header: “b@example.org”" in problems_of(row)[0][1]
    assert "comma" in problems_of(row)[0][1]
    assert row.surplus == ("b@example.org",)


def test_a_cell_of_more_than_ten_thousand_characters_is_told() -> None:
    header = f"{HEADER},note"
    assert rows_of(table(f"3-A,x,y,,{'n' * 10_000}", header=header))[0].placement
    for length in (10_001, 200_000):
        column, sentence = problem_of(table(f"3-A,x,y,,{'n' * length}", header=header))
        assert column is None
        assert "more than 10,000 characters" in sentence


def test_a_row_of_ten_megabytes_costs_that_row_only() -> None:
    huge, good = rows_of(table("3-A,x," + "y" * 10_000_000, GOOD))
    assert "too long to be read" in problems_of(huge)[0][1]
    assert good.placement
    assert good.number == 3


def test_a_header_of_ten_megabytes_is_told() -> None:
    [sentence] = refusal_of("x" * 10_000_000)
    assert sentence.startswith("Row 1 should be the header, and it cannot be read. This row is too long")


def test_a_quote_that_is_opened_in_every_row_costs_no_more_time_than_rows() -> None:
    read_again: list[str] = []

    class Counting(Lines):
        def put_back(self, lines: Iterable[str]) -> None:
            again = list(lines)
            read_again.extend(again)
            super().put_back(again)

    rows = 3_000
    records = list(read_records(Counting(io.StringIO('a","\n' * rows, newline="")), ","))
    assert len(records) == rows
    assert len(read_again) < 600 * rows


def test_a_cell_of_four_hundred_lines_is_one_cell() -> None:
    (row,) = rows_of(table('3-A,x,y,,"' + "line\n" * 400 + '"', header=f"{HEADER},note"))
    assert row.placement
