"""Files as a whole: what cannot be used gets one plain sentence."""

import gzip
import io
import os
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest

from homeroom.domain.imports.spreadsheet import open_sheet
from tests.factories import TODAY
from tests.steps.spreadsheet_files import GOOD, HEADER, YEAR, Stream, placement_of, refusal_of, rows_of, sheet_of, table


def zipped(*names: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 1_000)
    return body.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b" \r\n \t \r\n", "The file is empty"),
        (b"\xef\xbb\xbf", "The file is empty"),
        (b"\xff\xfe", "The file is empty"),
        (b"x", "Row 1 should be the header"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(99), "a picture"),
        (b"%PDF-1.7", "a PDF document"),
        (gzip.compress(table(GOOD).encode(), mtime=0), "a compressed file"),
        (zipped("notes.csv", "orgs.csv"), "a zip archive"),
        (zipped("users.csv", "orgs.csv"), "In users.csv, these columns are missing"),
        (zipped(), "a zip archive"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "This Excel workbook cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "This old Excel workbook (.xls) cannot be read"),
        (b"<!DOCTYPE html><p>", "a web page"),
        (b'<?xml version="1.0"?><office:document><table:table/></office:document>', "an XML file"),  # .fods
        (bytes(range(256)) + bytes(600), "not text"),
    ],
)
def test_a_file_that_is_no_table_gets_one_plain_sentence(data: bytes, words: str) -> None:
    assert words in refusal_of(data)[0]


@pytest.mark.parametrize("data", [HEADER, f"{HEADER}\r\n", f"{HEADER}\r\n,,,\r\n\r\n"])
def test_a_header_without_rows_is_refused(data: str) -> None:
    assert "no rows below it" in refusal_of(data)[0]


def test_no_sentence_shouts_or_blames() -> None:
    for data in (b"", b"x", zipped(), b"%PDF", HEADER.encode()):
        [sentence] = refusal_of(data)
        assert "!" not in sentence
        assert sentence.endswith(".")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_yields_the_known_columns(delimiter: str) -> None:
    sheet = sheet_of(table(GOOD).replace(",", delimiter))
    assert sheet.delimiter == delimiter
    assert [row.placement for row in sheet.rows()] == [placement_of(table(GOOD))]


def test_a_delimiter_that_stands_more_often_in_the_texts_does_not_mislead() -> None:
    data = table("3-A;a,b,c,d,e;Ana;", header=HEADER.replace(",", ";"))
    assert placement_of(data).last_name == "a,b,c,d,e"


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "\ufeffsep=;\r\n"])
def test_a_line_that_names_the_delimiter_is_obeyed_and_is_no_row(first: str) -> None:
    (row,) = rows_of(first + table(GOOD).replace(",", ";"))
    assert row.placement
    assert row.number == 2


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(line_end: str) -> None:
    rows = rows_of(table(GOOD, GOOD).replace("\r\n", line_end))
    assert [row.number for row in rows] == [2, 3]
    assert rows[0].cells == tuple(GOOD.split(","))


def test_row_numbers_are_those_of_the_spreadsheet_program() -> None:
    note = 'class_code,student_last_name,student_first_name,note\r\n\r\n3-A,a,b,"two\r\nlines"\r\n,,,\r\n3-A,c,d,x\r\n'
    assert [row.number for row in rows_of(note)] == [3, 5]


def test_the_header_may_stand_below_empty_rows() -> None:
    (row,) = rows_of("\r\n,,\r\n" + table(GOOD))
    assert row.number == 4
    (row,) = rows_of("\r\n" * 100 + table(GOOD))
    assert row.number == 102


def test_a_file_that_only_reads_forward_is_enough() -> None:
    data = table(*[GOOD] * 50).encode()
    sheet = open_sheet(Stream([data[:10], data[10:11], data[11:]]), default_year=YEAR, today=TODAY)
    assert sum(1 for row in sheet.rows() if row.placement) == 50


def peak_of(stream: Stream) -> tuple[int, int]:
    """Rows, and bytes of memory while they are read one after the other."""
    tracemalloc.start()
    try:
        count = sum(1 for _ in open_sheet(stream, default_year=YEAR, today=TODAY).rows())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return count, peak


def test_memory_does_not_grow_with_the_file() -> None:
    def chunks() -> Iterator[bytes]:
        yield table().encode()
        for at in range(100):
            yield b"".join(b"3-A,Smith,Bob,p%d@example.org\r\n" % (at * 500 + i) for i in range(500))

    stream = Stream(chunks())
    count, peak = peak_of(stream)
    assert count == 50_000
    assert stream.bytes_read > 1_600_000
    assert peak < 600_000, "no more than is needed for a tenth of it"


def test_memory_does_not_grow_with_a_million_empty_lines() -> None:
    count, peak = peak_of(Stream([table(GOOD).encode(), *[b"\r\n" * 50_000] * 20]))
    assert count == 1
    assert peak < 1_600_000


def test_only_the_beginning_is_read_before_the_rows_are_asked_for() -> None:
    stream = Stream([table(*[GOOD] * 100_000).encode()])
    open_sheet(stream, default_year=YEAR, today=TODAY)
    assert stream.bytes_read < 300_000


def test_ordinary_addresses_do_not_cost_a_cold_start_the_library() -> None:
    program = (
        "import io, sys; from datetime import date; from homeroom.domain.imports.spreadsheet import open_sheet\n"
        f"rows = list(open_sheet(io.BytesIO({table(GOOD).encode()!r}), default_year={YEAR!r}, today=date.min).rows())\n"
        "assert rows[0].placement\n"
        "assert not {'email_validator', 'pydantic', 'difflib'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONPATH": os.pathsep.join(sys.path)})
