"""What becomes of files that are broken, or only odd: the whole table, sentence by sentence."""

import io
from pathlib import Path

import pytest

from tests.spreadsheets import broken
from tests.steps.sheet_lines import lines_of

HERE = Path(__file__).parent / "broken"

JOSE = "3-A, 00417, García, José, ana@example.org"
BOB = "3-B, 00418, Smith, Bob, sam@example.com"
NO_ROWS = "The file has a header and no rows below it. Add one row for each student."
EMPTY = "The file is empty. It needs a header and one row for each student."
NO_HEADER = "Row 1 should be the header, with the columns class_code, student_last_name, and student_first_name."
ZIP = "This is a zip archive without any tables that are known here. Unpack it and import the CSV file inside."
SAVE_AS = "Open it in your spreadsheet program, save it as “CSV UTF-8” and import that file."
IN_EXCEL = "Open it in Excel, save it as “CSV UTF-8” and import that file."
TAKE_OUT = "Take out the rows above it and import the file again."
HEADER_IN_ROW_2 = f"Row 1 should be the header, and the header seems to be in row 2. {TAKE_OUT}"
GZIP = "This is a compressed file (gzip), not a table. Unpack it and import the file inside."
NAME_THEM = "Name the columns in row 1 as they are written here."
NAME = "A name is needed here."
UNREADABLE = "A letter in this cell cannot be read. Type it again and save the file as “CSV UTF-8”."
CONTROL = "There is a line break, a tab, or an invisible character in this cell. Type it again."
UNCLOSED = 'A quote (") is opened in this row and never closed. Close it, or take it out.'
UNMATCHED = "The quotes (\") in this row do not match. Use none, or one before and one after the cell's text."
CHANGED = "This looks changed by Excel. Set the column's format to Text and type the original again."
NO_AT = "This is not an email address: it has no @. Type it like name@example.org."
TWO = "There is more than one email address in this cell. Keep one, and use parent2_email for the second parent's."
WEB = "This is a web address. Type the name here."
ONE_CAPITAL = "write it with one capital letter (Null, Na, Nan, Nil) and fill in the other name."
NULL_IS_A_NAME = f"If one of them is somebody's name, {ONE_CAPITAL}"
IGNORED = "This column was ignored: “notes”."
DAMAGED = "They may have been lost when the file was saved; compare with the original."

NEVER_CALCULATED = (
    "This workbook has formulas that were never calculated (see column C), so their cells say nothing. Open and save it"
    " in Excel. Then import it again."
)
EXPECTED = {
    "only-commas.csv": [EMPTY],
    "two-files-joined-with-byte-order-marks.csv": [
        f"row 2: {JOSE}",
        "row 3: This row repeats the header. Take it out.",
        f"row 4: {BOB}",
    ],
    "two-files-joined-without-addresses.csv": [
        "row 2: 3-A, 00417, García, José",
        "row 3: This row repeats the header. Take it out.",
        "row 4: 3-B, 00418, Smith, Bob",
    ],
    "workbook-with-a-password.xlsx": [f"This Excel workbook is protected by a password. {IN_EXCEL}"],
    "zero-bytes.csv": [EMPTY],
    "one-byte.csv": [f"{NO_HEADER} Row 1 has “x”."],
    "only-spaces-and-line-ends.csv": [EMPTY],
    "only-a-byte-order-mark.csv": [EMPTY],
    "picture-called.csv": ["This is a picture (PNG). Import the table itself, saved as CSV."],
    "zip-called.csv": [ZIP],
    "students.csv.zip": [ZIP],
    "empty.zip": [ZIP],
    "students.csv.gz": [GZIP],
    "web-page-called.xls": [f"row 2: {JOSE}", f"row 3: {BOB}"],
    "web-page-without-a-table.xls": [
        (
            "This is a web page without a table in it. If your spreadsheet program shows a table, save it there as "
            "“CSV UTF-8” and import that file; otherwise download the table again."
        )
    ],
    "flat-table.fods": [f"This is an XML file. {SAVE_AS}"],
    "xml-table-called.xls": [f"This is an XML file. {SAVE_AS}"],
    "word-document.docx": [
        "This is a Word document. Copy its table into a spreadsheet program, save that as CSV and import it."
    ],
    "binary-workbook.xlsb": [f"This is an Excel binary workbook (.xlsb). {IN_EXCEL}"],
    "utf16-without-byte-order-mark.csv": [f"This file is not text, so it cannot be read as a table. {SAVE_AS}"],
    "nothing-but-nul-bytes.csv": [f"This file is not text, so it cannot be read as a table. {SAVE_AS}"],
    "cut-off-in-a-row.csv": [f"row 2: {BOB}", f"row 3 student_first_name: {NAME}"],
    "cut-off-in-an-address.csv": [
        f"row 2: {BOB}",
        "row 3: 3-A, 00417, García, José",
        "row 3 parent_email: This is not an email address: after the @ it needs an ending such as .com or .org.",
    ],
    "cut-off-in-a-quoted-cell.csv": [f"row 2: {BOB}", f"row 3: {UNCLOSED}"],
    "cut-off-in-a-utf8-letter.csv": [f"row 2: {BOB}", f"row 3 student_first_name: {UNREADABLE}"],
    "cut-off-in-a-utf16-letter.csv": [f"row 2: {BOB}", f"row 3 student_first_name: {UNREADABLE}"],
    "only-a-header.csv": [NO_ROWS],
    "only-a-header-and-commas.csv": [NO_ROWS],
    "header-missing.csv": [f"{NO_HEADER} Row 1 has “3-A”, “00417”, “García”, “José”, and “ana@example.org”."],
    "header-misspelt.csv": [
        (
            "These columns are missing: class_code (did you mean “Clas”?) and student_first_name "
            f"(did you mean “Frist name”?). The file has “Clas”, “Lastname”, and “Frist name”. {NAME_THEM}"
        )
    ],
    "column-missing.csv": [
        (
            "This column is missing: class_code. The file has “student_id”, “student_last_name”, and "
            f"“student_first_name”. {NAME_THEM}"
        )
    ],
    "title-above-the-header.csv": [f"Row 1 should be the header, and the header seems to be in row 3. {TAKE_OUT}"],
    "powershell-type-line.csv": [HEADER_IN_ROW_2],
    "two-columns-with-one-name.csv": [
        "The columns E “parent_email” and F “parent_email” mean the same (parent_email). Keep one of them."
    ],
    "two-columns-that-mean-the-same.csv": [
        "The columns E “parent_email” and F “Guardian 1 E-Mail” mean the same (parent_email). Keep one of them."
    ],
    "header-with-odd-spaces.csv": [f"row 2: {JOSE}"],
    "header-with-line-breaks.csv": [f"row 2: {JOSE}"],
    "every-row-in-one-cell.csv": [
        (
            "Each row is in a single cell, in quotes. Split it into columns in your spreadsheet program "
            "(in Excel: Data, Text to Columns), save the file as “CSV UTF-8” and import it again."
        )
    ],
    "two-files-joined.csv": [f"row 2: {JOSE}", "row 3: This row repeats the header. Take it out.", f"row 4: {BOB}"],
    "sep-line-that-is-wrong.csv": [f"row 2: {JOSE}"],
    "ragged-rows.csv": ["row 2: 3-A, 00417, García, José", f"row 3: {BOB}", f"row 4 student_first_name: {NAME}"],
    "comma-without-quotes.csv": [
        (
            "row 2: This row has more cells than the header: “ana@example.org” is one too many. "
            "One of the texts may contain a comma. Put that text in quotes."
        ),
        f"row 3: {BOB}",
    ],
    "blank-lines.csv": [f"row 3: {JOSE}", f"row 7: {BOB}"],
    "trailing-commas.csv": [f"row 2: {JOSE}", f"row 3: {BOB}"],
    "quoted-line-breaks.csv": [f"row 2: {JOSE}", f"row 3: {BOB}", IGNORED],
    "line-break-in-a-name.csv": [f"row 2 student_last_name: {CONTROL}", f"row 3: {BOB}"],
    "unclosed-quote.csv": [f"row 2: {UNCLOSED}", f"row 3: {BOB}", "row 4: 3-B, 00419, Li, Jr., Mei"],
    "quotes-that-do-not-match.csv": [f"row 2: {UNMATCHED}", f"row 3: {BOB}"],
    "quotes-in-tab-separated-values.tsv": [f"row 2: {UNMATCHED}", f"row 3: {BOB}"],
    "quote-in-a-nickname.csv": ['row 2: 3-A, 00417, García, José "Pepe", ana@example.org', f"row 3: {BOB}"],
    "total-at-the-end.csv": [
        f"row 2: {JOSE}",
        f"row 3: {BOB}",
        f"row 4 student_last_name: {NAME}",
        f"row 4 student_first_name: {NAME}",
    ],
    "mojibake.csv": [
        "row 2: 3-A, 00417, GarcÃa, JosÃ©, ana@example.org",
        f"Some letters look damaged, for example “GarcÃa”. {DAMAGED}",
    ],
    "mojibake-of-an-apostrophe.csv": [
        "row 2: 3-A, 00417, Oâ€™Brien, Ann",
        f"Some letters look damaged, for example “Oâ€™Brien”. {DAMAGED}",
    ],
    "windows1252-row-in-a-utf8-file.csv": [
        f"row 2: {JOSE}",
        "row 3: 3-A, 00420, Weiß, Zoë",
        f"row 4 student_last_name: {UNREADABLE}",
        f"row 4 student_first_name: {UNREADABLE}",
    ],
    "byte-that-is-no-letter.csv": [
        f"row 2 student_last_name: {UNREADABLE}",
        (
            "The file was read as Windows-1252, for example “Garc�a”. "
            "If that looks wrong, save it as “CSV UTF-8” and import it again."
        ),
    ],
    "odd-characters-in-a-name.csv": [
        f"row 2 student_last_name: {CONTROL}",
        f"row 3 student_last_name: {CONTROL}",
        f"row 4 student_last_name: {CONTROL}",
        f"row 5 student_last_name: {CONTROL}",
        f"row 6 student_last_name: {CONTROL}",
    ],
    "nul-bytes.csv": [f"row 2 student_first_name: {CONTROL}", f"row 3: {BOB}"],
    "invisible-characters.csv": [f"row 2: {JOSE}"],
    "letters-of-the-whole-world.csv": [
        "row 2: 3-A, 1, 山田, 太郎",
        "row 3: 3-A, 2, Петренко, Оксана",
        "row 4: 3-A, 3, Đặng, Thị Hà",
    ],
    "id-as-1.23457E+11.csv": [f"row 2 student_id: {CHANGED}", f"row 3 student_id: {CHANGED}", f"row 4: {BOB}"],
    "class-code-3-Apr.csv": [
        f"row 2 class_code: {CHANGED}",
        f"row 3 class_code: {CHANGED}",
        f"row 4 class_code: {CHANGED}",
        f"row 5: {BOB}",
    ],
    "errors-of-excel.csv": [
        f"row 2 class_code: {CHANGED}",
        "row 2 student_last_name: #NAME? is an error of a formula. Type the name here.",
        f"row 3: {BOB}",
        "2 cells said “#N/A” and “#VALUE!” or the like, and were taken as empty.",
    ],
    "words-for-nothing.csv": [
        "row 2: 3-A, García, José",
        "row 3: 3-A, 00419, Null, Mei",
        f"row 4 student_last_name: {NAME}",
        "row 5 class_code: A homeroom code is needed here, such as 3-A.",
        "row 6: 3-A, 00422, Osei, Ama",
        f"row 7: {BOB}",
        "6 cells said “nan”, “NULL”, and “(null)” or the like, and were taken as empty.",
        NULL_IS_A_NAME,
    ],
    "ids-as-numbers.csv": [
        "row 2: 3-A, 12345678, García, José",
        "row 3: 101, 12345679, Li, Mei",
        f"row 4 student_id: {CHANGED}",
        f"row 5 student_id: {CHANGED}",
        f"row 6: {BOB}",
        "3 IDs or homeroom codes were written as numbers, such as 12345678.0, which was read as 12345678.",
    ],
    "ids-as-formulas.csv": ["row 2: 3-A, 00417, García, José"],
    "several-addresses.csv": [
        "row 2: 3-A, 1, García, José",
        f"row 2 parent_email: {TWO}",
        "row 3: 3-A, 2, García, Ana",
        f"row 3 parent_email: {TWO}",
        "row 4: 3-A, 3, García, Eva, a@example.org",
    ],
    "addresses-to-mend.csv": [
        "row 2: 3-A, 1, Smith, One, b@example.com",
        "row 3: 3-A, 2, Smith, Two, b@example.com",
        "row 4: 3-A, 3, Smith, Three, b@example.com",
        "row 5: 3-A, 4, Smith, Four, b@example.com",
        "row 6: 3-A, 5, Smith, Five, b@example.com",
        "row 7: 3-A, 6, Smith, Six, b@example.com",
        "row 8: 3-A, 7, Smith, Seven, b@example.com",
        "row 9: 3-A, 8, Smith, Eight, o'brien@example.com",
    ],
    "addresses-that-cannot-be.csv": [
        "row 2: 3-A, 1, Smith, One",
        "row 2 parent_email: Letters such as é cannot be used before the @ of an email address.",
        "row 3: 3-A, 2, Smith, Two",
        f"row 3 parent_email: {NO_AT}",
        "row 4: 3-A, 3, Smith, Three",
        "row 4 parent_email: This is not an email address: after the @ it needs an ending such as .com or .org.",
        "row 5: 3-A, 4, Smith, Four",
        "row 5 parent_email: This is not an email address: it has more than one @.",
        "row 6: 3-A, 5, Smith, Five",
        f"row 6 parent_email: {NO_AT}",
        "row 7: 3-A, 6, Smith, Six",
        "row 7 parent_email: This is not an email address: take out the spaces.",
        "row 8: 3-A, 7, Smith, Seven",
        "row 8 parent_email: This is not an email address: something is missing before or after the @.",
        "row 9: 3-A, 8, Smith, Eight",
        "row 9 parent_email: This is not a valid email address. Type it like name@example.org.",
        "row 10: 3-A, 9, Smith, Nine",
        "row 11: 3-A, 10, Smith, Ten",
        "row 11 parent_email: This is not a valid email address. Type it like name@example.org.",
        "One cell said “none”, and was taken as empty.",
    ],
    "one-parent-in-two-cases.csv": [
        "row 2: 3-A, 1, Smith, One, A@Example.com",
        "row 3: 3-A, 2, Smith, Two, a@example.com",
    ],
    "formulas.csv": [
        "row 2: 3-A, 1, García, José",
        "row 3: 3-A, 2, =1+1, Bob",
        "row 4: 3-A, -3, @SUM(A1), =cmd|' /C calc'!A0",
        f"row 5 student_last_name: {WEB}",
        IGNORED,
    ],
    "markup-as-names.csv": ["row 2: 3-A, 1, <script>alert(1)</script>, José", "row 3: 3-A, 2, {{7*7}}, ${7*7}"],
    "web-address-as-a-name.csv": [f"row 2 student_last_name: {WEB}", f"row 3 student_first_name: {WEB}"],
    "address-as-a-name.csv": ["row 2 student_first_name: This is an email address. Type the name here."],
    "slash-in-a-class-code.csv": [
        "row 2: 3-A, 1, Smith, Bob",
        "row 3: 3\\A, 2, Smith, Ann",
    ],
    "same-row-twice.csv": [f"row 2: {JOSE}", f"row 3: {BOB}", f"row 4: {JOSE}"],
    "student-twice-with-two-addresses.csv": [f"row 2: {JOSE}", "row 3: 3-A, 00417, García, José, luis@example.org"],
    "three-siblings-on-one-address.csv": [
        f"row 2: {JOSE}",
        "row 3: 4-B, 1, García, Zoë, ana@example.org",
        "row 4: K, 2, García, Eva, ANA@example.org",
    ],
    "one-id-with-two-names.csv": [f"row 2: {JOSE}", "row 3: 3-A, 00417, Smith, Bob"],
    "two-students-of-one-name.csv": [
        "row 2: 3-A, 1, Smith, Bob",
        "row 3: 3-B, 2, Smith, Bob",
        "row 4: 3-A, Smith, Bob",
    ],
    "lost-leading-zeros.csv": [f"row 2: {JOSE}", "row 3: 3-A, 417, García, José, ana@example.org"],
    "workbook-with-a-formula.xlsx": [f"row 2: {JOSE}", f"row 3: {BOB}"],
    "workbook-with-a-formula-never-calculated.xlsx": [NEVER_CALCULATED],
    "workbook-with-a-merged-header.xlsx": [HEADER_IN_ROW_2],
    "workbook-with-a-hidden-sheet.xlsx": [f"row 2: {JOSE}", f"row 3: {BOB}"],
    "workbook-with-a-cover-sheet.xlsx": [f"{NO_HEADER} Row 1 has “Lincoln School”."],
    "workbook-with-dates-and-numbers.xlsx": [
        f"row 2: {JOSE}",
        f"row 3 class_code: {CHANGED}",
        "row 4: 3-B, 00417, Li, Mei",
        "row 5: 3-B, 123456789012, Li, Bao",
        "row 6: 3-B, 10023, Li, Fan",
    ],
    "workbook-with-errors.xlsx": [
        f"row 2: {JOSE}",
        f"row 3: {BOB}",
        f"row 4 student_last_name: {NAME}",
        "2 cells said “#REF!” and “#N/A” or the like, and were taken as empty.",
    ],
    "workbook-with-a-table-name.xlsx": [HEADER_IN_ROW_2],
    "workbook-that-says-a-wrong-size.xlsx": [f"row 2: {JOSE}", f"row 3: {BOB}"],
    "workbook-with-only-a-header.xlsx": [NO_ROWS],
    "workbook-that-is-empty.xlsx": [EMPTY],
    "workbook-cut-off.xlsx": ["This file is damaged or incomplete. Save it once more and import that."],
    "workbook-with-a-damaged-part.xlsx": [f"This Excel workbook is damaged. {IN_EXCEL}"],
    "workbook-that-is-packed-otherwise-than-it-says.xlsx": [
        f"This Excel workbook is damaged or protected by a password. {IN_EXCEL}"
    ],
    "workbook-with-wrong-xml.xlsx": [f"This Excel workbook cannot be read. {IN_EXCEL}"],
    "workbook-saved-as-strict-open-xml.xlsx": [f"This Excel workbook cannot be read. {IN_EXCEL}"],
    "students.ods": [f"row 2: {JOSE}", f"row 3: {BOB}"],
    "students.pdf": ["This is a PDF document. Import the table it was made from, saved as CSV."],
    "students.xls": [f"row 2: {JOSE}", f"row 3: {BOB}"],
}

EXPECTED_OF_HUGE_ONES = {
    "a row of 10 MB": [
        "row 2: This row is too long to be read. Shorten it, and look for a missing line break.",
        f"row 3: {BOB}",
    ],
    "a cell of 11,000 characters": [
        "row 2: A cell in this row has more than 10,000 characters. Shorten it.",
        f"row 3: {BOB}",
        IGNORED,
    ],
    "a million empty lines": [f"row 2: {JOSE}", f"row 1000003: {BOB}"],
    "a million empty lines and no row": [NO_ROWS],
    "a million lines of commas": [f"row 2: {JOSE}", f"row 1000003: {BOB}"],
    "a million empty lines above the header": [EMPTY],
    "16,384 columns": ["The file has 16,384 columns, and at most 100 can be read. Take out those that are not needed."],
    "16,384 columns of which five have names": [f"row 2: {JOSE}"],
    "10,000 trailing commas": [f"row 2: {JOSE}", f"row 3: {BOB}"],
    "10,000 quotes": [f"row 2: {UNCLOSED}", f"row 3: {BOB}"],
    "a workbook that unpacks to 610 MB": [f"This Excel workbook unpacks to more than 500 MB. {IN_EXCEL}"],
    "a workbook with 70 MB beside its sheet": [
        f"This Excel workbook holds more text than can be read from one. {IN_EXCEL}"
    ],
    "a zip archive that unpacks to 610 MB": [ZIP],
    "a gzip that unpacks to 100 MB": [
        "This is a compressed file (gzip), not a table. Unpack it and import the file inside."
    ],
    "a workbook with a row below the last one": [
        f"row 2: {JOSE}",
        f"row 3: {BOB}",
        f"This Excel workbook is damaged: it has more rows than Excel allows. {IN_EXCEL}",
    ],
    "a workbook that says less of itself than it holds": [f"This Excel workbook is damaged. {IN_EXCEL}"],
}


# What is not as it should be yet: name -> what it should be.
@pytest.mark.parametrize(("name", "lines"), EXPECTED.items(), ids=EXPECTED)
def test_a_file_that_is_broken_or_odd_gets_its_plain_sentences(name: str, lines: list[str]) -> None:
    with (HERE / name).open("rb") as body:
        assert lines_of(body) == lines


@pytest.fixture(scope="module")
def huge_files() -> dict[str, bytes]:
    return broken.huge_files()


@pytest.mark.parametrize(("name", "lines"), EXPECTED_OF_HUGE_ONES.items(), ids=EXPECTED_OF_HUGE_ONES)
def test_a_file_that_is_huge_gets_its_plain_sentences(
    name: str, lines: list[str], huge_files: dict[str, bytes]
) -> None:
    assert lines_of(io.BytesIO(huge_files[name])) == lines


def test_every_file_is_in_the_table_and_is_the_one_that_the_script_writes() -> None:
    files = {path.name: path.read_bytes() for path in HERE.iterdir()}
    assert set(files) == set(EXPECTED)
    of_programs = {"students.xls", "students.ods", "students.pdf", "workbook-with-a-password.xlsx"}
    packed = (b"PK", b"\x1f\x8b", b"\x89PNG")  # not byte for byte the same with every zlib
    texts = {name: data for name, data in broken.small_files().items() if not data.startswith(packed)}
    assert {name: files[name] for name in texts} == texts
    assert set(files) - set(broken.small_files()) == of_programs
    assert set(broken.huge_files()) == set(EXPECTED_OF_HUGE_ONES)
