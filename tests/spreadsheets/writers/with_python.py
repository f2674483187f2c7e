"""Writes the roster with Python's libraries, in an environment that has them: `python -m ... INPUTS OUTPUTS`."""

import csv
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from tests.spreadsheets.writers import python_frames as frames
from tests.spreadsheets.writers import python_workbooks as workbooks
from tests.spreadsheets.writers.python_writers import HEADER, INPUTS, OUTPUTS, ROWS, SOURCES, WRITERS

PACKAGES = (
    *("pandas", "polars", "pyarrow", "duckdb", "openpyxl", "xlsxwriter", "pyexcelerate", "excelize"),
    *("rustpy-xlsxwriter", "tablib", "pyexcel", "petl", "csvkit", "visidata"),
)


def main() -> None:
    for add in (
        *(frames.add_pandas, frames.add_polars, frames.add_pyarrow_and_duckdb),
        *(workbooks.add_openpyxl, workbooks.add_xlsxwriter, workbooks.add_pyexcelerate, workbooks.add_go_and_rust),
        *(workbooks.add_tablib, workbooks.add_pyexcel_and_petl, add_csvkit, add_others),
    ):
        add()
    for name, write in WRITERS.items():
        try:
            write(OUTPUTS / name)
        except Exception as error:
            print(f"failed\t{name}\t{type(error).__name__}: {str(error).splitlines()[:1]}")
    for package in PACKAGES:
        print(f"version\t{package}\t{version(package)}")


def add_csvkit() -> None:
    for source in SOURCES:
        add_csvkit_reading(source)
    roster, upper, lower = (INPUTS / f"{name}.csv" for name in ("roster", "upper", "lower"))
    WRITERS["csvkit-in2csv-workbook.csv"] = lambda to: _printed(to, "in2csv", INPUTS / "roster.xlsx")
    WRITERS["csvkit-csvclean.csv"] = lambda to: _printed(to, "csvclean", "-a", roster)
    WRITERS["csvkit-csvformat.tsv"] = lambda to: _printed(to, "csvformat", "-T", roster)
    WRITERS["csvkit-csvstack.csv"] = lambda to: _printed(to, "csvstack", upper, lower)


def add_csvkit_reading(source: Path) -> None:
    def through_json(to: Path) -> None:
        scratch = to.with_suffix(".json")
        _printed(scratch, "csvjson", source)
        _printed(to, "in2csv", scratch)
        scratch.unlink()

    by_name = ("csvsort", "-c", "student_last_name", source)
    WRITERS[f"csvkit-in2csv-{source.stem}.csv"] = lambda to: _printed(to, "in2csv", source)
    WRITERS[f"csvkit-csvsort-{source.stem}.csv"] = lambda to: _printed(to, *by_name)
    WRITERS[f"csvkit-csvjson-{source.stem}.csv"] = through_json


def add_others() -> None:
    def none_as_text(to: Path) -> None:
        with to.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[str(cell or None) for cell in row] for row in (HEADER, *ROWS)])

    WRITERS["python-None-as-text.csv"] = none_as_text
    for ending in ("tsv", "xlsx"):
        WRITERS[f"visidata-saved.{ending}"] = lambda to: _run("vd", "-b", INPUTS / "roster.csv", "-o", to)


def _printed(to: Path, *command: str | Path) -> None:
    to.write_bytes(_run(*command))


def _run(*command: str | Path) -> bytes:
    program = Path(sys.executable).parent / command[0]
    return subprocess.run([program, *command[1:]], check=True, capture_output=True).stdout


if __name__ == "__main__":
    main()
