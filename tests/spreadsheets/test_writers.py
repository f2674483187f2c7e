"""However a program writes the roster, the same families come out of it, or a sentence says why not."""

from pathlib import Path

import pytest

from tests.spreadsheets.writers.reading import SAME, read
from tests.spreadsheets.writers.roster import table_of

HERE = Path(__file__).parent / "writers"
FILES = sorted((HERE / "files").iterdir())

# What becomes of a file in a site that has the homerooms only, and in one that knows the students, too.
READINGS = {
    "Excel-Writer-XLSX-write.xlsx": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "Gnumeric-read-roster.csv": ("same families, 4 other IDs", "4 of 12 rows left out"),
    "Gnumeric-read-roster.ods": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "Gnumeric-read-roster.xls": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "LibreOffice-read-hours.xlsx": ("same families, 1 other IDs", "1 of 3 rows left out"),
    "LibreOffice-read-roster.csv": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "LibreOffice-read-roster.xls": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "LibreOffice-workbook-default.csv": ("4 of 12 rows left out", "4 of 12 rows left out"),
    "Miller-put-roster.csv": ("4 of 12 rows left out", "4 of 12 rows left out"),
    "Miller-two-files.csv": ("1 of 13 rows left out", "1 of 13 rows left out"),
    "POI-numbers-toString.csv": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "POI-numbers.xls": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "R-data.table-read-roster.csv": ("same families, 4 other IDs", "4 of 12 rows left out"),
    "R-read.csv-roster.csv": ("same families, 5 other IDs", "5 of 12 rows left out"),
    "R-write.table-default.txt": ("refused", "refused"),
    "R-write.table-text.tsv": ("2 of 13 rows left out", "2 of 13 rows left out"),
    "Ruby-csv-numeric-roster.csv": ("same families, 4 other IDs", "4 of 12 rows left out"),
    "Spreadsheet-WriteExcel-write.xls": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "csvkit-csvjson-digits.csv": ("2 of 3 rows left out, 1 other IDs", "3 of 3 rows left out"),
    "csvkit-csvjson-roster.csv": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "csvkit-in2csv-exponents.csv": ("3 of 3 rows left out", "3 of 3 rows left out"),
    "csvkit-in2csv-hours.csv": ("3 of 3 rows left out", "3 of 3 rows left out"),
    "csvkit-in2csv-hyphens.csv": ("3 of 3 rows left out", "3 of 3 rows left out"),
    "duckdb-read-exponents.csv": ("3 of 3 rows left out", "3 of 3 rows left out"),
    "exceljs-read-roster.csv": ("same families, 5 other IDs", "5 of 12 rows left out"),
    "openpyxl-ids-as-00000.xlsx": ("1 of 12 rows left out", "1 of 12 rows left out"),
    "pandas-read-roster.csv": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "pandas-read-roster.xlsx": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "papaparse-typed-roster.csv": ("same families, 4 other IDs", "4 of 12 rows left out"),
    "polars-read-roster.xlsx": ("1 of 12 rows left out, 4 other IDs", "5 of 12 rows left out"),
    "pyarrow-read-roster.csv": ("same families, 4 other IDs", "4 of 12 rows left out"),
    "pyexcel-read-hours.csv": ("same families, 1 other IDs", "1 of 3 rows left out"),
    "pyexcel-read-roster.xlsx": ("1 of 12 rows left out", "1 of 12 rows left out"),
    "readr-read-digits.csv": ("1 of 3 rows left out, 2 other IDs", "2 of 3 rows left out"),
    "readr-read-hours.csv": ("3 of 3 rows left out", "3 of 3 rows left out"),
    "sheetjs-read-hyphens.ods": ("3 of 3 rows left out, damaged letters", "3 of 3 rows left out, damaged letters"),
    "sheetjs-read-roster.csv": ("waits", "waits"),
    "sheetjs-utf8-hyphens.csv": ("3 of 3 rows left out", "3 of 3 rows left out"),
    "sheetjs-utf8-roster.csv": ("3 of 12 rows left out", "3 of 12 rows left out"),
    "sqlite3-list.csv": ("1 of 13 rows left out", "1 of 13 rows left out"),
    "sqlite3-tabs.tsv": ("1 of 13 rows left out", "1 of 13 rows left out"),
    "visidata-saved.tsv": ("1 of 13 rows left out", "1 of 13 rows left out"),
}
"""Of files that are read otherwise than as the same families: ids have lost zeros or digits, codes became dates, and
rows fail or wait.
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_read_as_the_families_in_it_or_says_why_not(path: Path) -> None:
    data, table = path.read_bytes(), table_of(path)
    new, known = (read(path.name, data, table, known=known) for known in (False, True))
    assert (new.others, known.others) == ((), ())
    assert (new.result, known.result) == READINGS.get(path.name, (SAME, SAME))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("readr-read-hours.csv", "row 2: class_code: There is no homeroom 1 in 2026-2027. Did you mean 1D?"),
        ("Miller-two-files.csv", "row 9: This row is the header in another order. The rows below are read by it."),
        ("Ruby-csv-numeric-roster.csv", "One ID or homeroom code was written as a number, 418.0, and was read as 418."),
        ("python-None-as-text.csv", "32 cells said “None” or the like, and were taken as empty."),
    ],
)
def test_what_a_program_changed_is_told(name: str, sentence: str) -> None:
    path = HERE / "files" / name
    assert sentence in read(name, path.read_bytes(), table_of(path)).sentences


def test_an_id_that_another_program_changed_finds_no_second_child() -> None:
    path = HERE / "files" / "Ruby-csv-numeric-roster.csv"
    reading = read(path.name, path.read_bytes(), table_of(path), known=True)
    assert reading.sentences[0] == (
        "row 2: José García López is in 3-A already, with the ID 00417. Here the ID is 271. "
        "If you go on, the student gets the new ID."
    )


def test_the_paper_names_every_writer_whose_files_are_kept() -> None:
    paper = (HERE.parent / "README.md").read_text("utf-8")
    assert [path.name for path in FILES if f"`{path.name.partition('-')[0]}" not in paper] == []
