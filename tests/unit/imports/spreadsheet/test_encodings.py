"""Encodings: everything is read as it was meant, or the person hears of it."""

import codecs

import pytest

from homeroom.domain.imports.spreadsheet import open_sheet
from homeroom.domain.imports.spreadsheet.encoding import _BEGIN_ODD_LETTERS
from homeroom.domain.imports.spreadsheet.lost_letters import READ_WRONG_ONCE
from tests.factories import TODAY
from tests.steps.spreadsheet_files import (
    GOOD,
    HEADER,
    Stream,
    notices_of,
    placement_of,
    problem_of,
    problems_of,
    rows_of,
    sheet_of,
    table,
)

TEXT = table(GOOD)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("cp1252"), "Windows-1252"),
    ],
)
def test_every_usual_encoding_gives_the_same_rows(data: bytes, encoding: str) -> None:
    sheet = sheet_of(data)
    assert [row.placement for row in sheet.rows()] == [placement_of(TEXT)]
    assert sheet.header[0] == "class_code"
    assert sheet.encoding == encoding


def test_windows_1252_is_told_with_a_sample() -> None:
    (notice,) = notices_of(sheet_of(TEXT.encode("cp1252")))
    assert "Windows-1252" in notice
    assert "“García”" in notice


def test_lone_crs_tell_letters_of_a_mac_and_those_within_cells_do_not() -> None:
    of_a_mac = sheet_of(TEXT.replace("\r\n", "\r").encode("mac_roman"))
    assert [row.placement for row in of_a_mac.rows()] == [placement_of(TEXT)]
    (notice,) = notices_of(of_a_mac)
    assert "read as Mac Roman, for example “García”" in notice
    note = table(f'{GOOD},"two\rlines"', header=f"{HEADER},note").encode("cp1252")
    assert sheet_of(note).encoding == "Windows-1252"


def test_utf_8_needs_no_notice() -> None:
    assert sheet_of(TEXT).notices == ()


def test_letters_that_were_read_wrongly_once_are_told_with_a_sample() -> None:
    damaged = table("3-A,Smith,José,").encode().decode("cp1252")
    (notice,) = notices_of(sheet_of(damaged))
    assert "“JosÃ©”" in notice


@pytest.mark.parametrize("name", ["Ãlvaro", "Åsa", "Zoë", "Đặng", "Ñandú", "São", "BÂRSAN"])
def test_names_with_rare_letters_are_not_taken_for_damaged(name: str) -> None:
    assert sheet_of(table(f"3-A,{name},{name},")).notices == ()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_encoding_may_show_late_in_the_file(encoding: str) -> None:
    plain = (table() + "3-A,Smith,Bob,\r\n" * 10_000).encode()
    sheet = open_sheet(Stream([plain, "3-A,García,Noé,\r\n".encode(encoding)]), default_year="2026-2027", today=TODAY)
    *_, last = sheet.rows()
    assert last.placement
    assert last.placement.name == "Noé García"
    assert (sheet.encoding == "Windows-1252") == (encoding == "cp1252")
    assert len(sheet.notices) == (encoding == "cp1252")


def test_a_letter_cut_in_two_by_a_chunk_is_still_a_letter() -> None:
    data = (table() + "3-A,García,Noé,\r\n").encode()
    for size in (1, 2, 3, 7):
        chunks = [data[at : at + size] for at in range(0, len(data), size)]
        padded = [table().encode() + b"3-A,Smith,Bob,\r\n" * 5_000, *chunks[len(table()) // size + 1 :]]
        sheet = open_sheet(Stream(padded), default_year="2026-2027", today=TODAY)
        *_, last = sheet.rows()
        assert "Noé" in "".join(last.cells)
        assert sheet.encoding == "UTF-8"


def test_a_byte_that_does_not_fit_later_on_costs_one_row_and_garbles_nothing() -> None:
    utf_8 = (table() + "3-A,García,Noé,\r\n" * 10_000).encode()
    data = utf_8 + "3-A,García,Zoé,\r\n".encode("cp1252") + b"3-A,Smith,Bob,\r\n"
    sheet = open_sheet(Stream([data]), default_year="2026-2027", today=TODAY)
    *_, before, damaged, after = sheet.rows()
    assert before.placement
    assert after.placement
    assert {p.column for p in damaged.problems} == {"student_last_name", "student_first_name"}
    assert all("cannot be read" in sentence for _, sentence in problems_of(damaged))
    assert sheet.encoding == "UTF-8"


def test_one_damaged_byte_does_not_make_a_utf_8_file_windows_1252() -> None:
    good, damaged = rows_of(table(GOOD).encode() + b"3-A,Garc\xeda,Ana,\r\n")
    assert good.placement
    assert good.placement.last_name == "García"
    assert damaged.placement is None


def test_a_byte_that_no_encoding_knows_is_a_problem_of_its_cell() -> None:
    column, sentence = problem_of(table("3-A,Garc\xeda,No").encode("cp1252").rstrip() + b"\x81,\r\n")
    assert column == "student_first_name"
    assert "Type it again" in sentence


def test_results_can_always_be_written_in_utf_8() -> None:
    odd = codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"3\x00\x00\xd8,\x00a\x00,\x00b\x00"
    for row in rows_of(odd):
        "".join(row.cells).encode()


def test_whatever_looks_read_wrong_is_looked_at() -> None:
    """Rows are looked at only once a byte was seen that begins one of these letters."""
    tails = [chr(n) for n in range(0x80, 0x2200) if READ_WRONG_ONCE.search(f"Ã{chr(n)}")]
    assert len(tails) > 64
    assert {tail.encode()[:1] for tail in tails} <= {*_BEGIN_ODD_LETTERS}
