"""Writes the roster with Python's libraries: `python with_python.py INPUTS OUTPUTS`, in an environment that has them."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

INPUTS, OUTPUTS = Path(sys.argv[1]), Path(sys.argv[2])
WRITERS: dict[str, Callable[[Path], object]] = {}
"""The name of a file -> what writes it. A name begins with that of a library, then what was done."""
HEADER, *ROWS = json.loads((INPUTS / "roster.json").read_text(encoding="utf-8"))
TABLES = ("roster", "hyphens", "hours", "exponents", "digits")
IDS = HEADER.index("student_id")


def writer(name: str) -> Callable[[Callable[[Path], object]], None]:
    def add(write: Callable[[Path], object]) -> None:
        WRITERS[name] = write

    return add


def run(*command: str | Path) -> bytes:
    environment = Path(sys.executable).parent
    return subprocess.run([environment / command[0], *command[1:]], check=True, capture_output=True).stdout


def add_pandas() -> None:
    import pandas as pd

    def frame() -> pd.DataFrame:
        return pd.DataFrame(ROWS, columns=HEADER)

    def no_empty_text() -> pd.DataFrame:
        return frame().replace("", None)

    WRITERS["pandas-strings.csv"] = lambda to: frame().to_csv(to, index=False)
    WRITERS["pandas-strings-with-index.csv"] = lambda to: frame().to_csv(to)
    WRITERS["pandas-strings.tsv"] = lambda to: frame().to_csv(to, index=False, sep="\t")
    WRITERS["pandas-strings-utf16.csv"] = lambda to: frame().to_csv(to, index=False, encoding="utf-16")
    WRITERS["pandas-nothing-as-NULL.csv"] = lambda to: no_empty_text().to_csv(to, index=False, na_rep="NULL")
    WRITERS["pandas-strings.xlsx"] = lambda to: no_empty_text().to_excel(to, index=False)
    WRITERS["pandas-strings-with-index.xlsx"] = lambda to: frame().to_excel(to)
    WRITERS["pandas-strings.ods"] = lambda to: no_empty_text().to_excel(to, index=False, engine="odf")
    WRITERS["pandas-grouped.xlsx"] = lambda to: (
        frame().set_index(["year", "class_code", "student_last_name"]).to_excel(to)
    )
    WRITERS["pandas-categories.csv"] = lambda to: frame().astype("category").to_csv(to, index=False)
    for table in TABLES:
        source = INPUTS / f"{table}.csv"
        WRITERS[f"pandas-read-{table}.csv"] = lambda to, source=source: pd.read_csv(source).to_csv(to, index=False)
        WRITERS[f"pandas-read-{table}.xlsx"] = lambda to, source=source: pd.read_csv(source).to_excel(to, index=False)
        WRITERS[f"pandas-pyarrow-{table}.csv"] = lambda to, source=source: pd.read_csv(
            source, engine="pyarrow", dtype_backend="pyarrow"
        ).to_csv(to, index=False)
        WRITERS[f"pandas-nullable-{table}.csv"] = lambda to, source=source: pd.read_csv(
            source, dtype_backend="numpy_nullable"
        ).to_csv(to, index=False)
    WRITERS["pandas-read-workbook.csv"] = lambda to: pd.read_excel(INPUTS / "roster.xlsx").to_csv(to, index=False)
    WRITERS["pandas-read-as-text.xlsx"] = lambda to: pd.read_csv(
        INPUTS / "roster.csv", dtype=str, keep_default_na=False
    ).to_excel(to, index=False)


def add_polars() -> None:
    import polars as pl

    for table in TABLES:
        source = INPUTS / f"{table}.csv"
        WRITERS[f"polars-read-{table}.csv"] = lambda to, source=source: pl.read_csv(source).write_csv(to)
        WRITERS[f"polars-dates-{table}.csv"] = lambda to, source=source: pl.read_csv(
            source, try_parse_dates=True
        ).write_csv(to)
        WRITERS[f"polars-read-{table}.xlsx"] = lambda to, source=source: pl.read_csv(source).write_excel(to)
    WRITERS["polars-read-as-text.xlsx"] = lambda to: pl.read_csv(INPUTS / "roster.csv", infer_schema=False).write_excel(
        to
    )
    WRITERS["polars-strings.csv"] = lambda to: pl.DataFrame(ROWS, schema=HEADER, orient="row").write_csv(to)
    WRITERS["polars-read-workbook.csv"] = lambda to: pl.read_excel(INPUTS / "roster.xlsx").write_csv(to)


def add_arrow_and_duckdb() -> None:
    import duckdb
    from pyarrow import csv as arrow

    for table in TABLES:
        source = INPUTS / f"{table}.csv"
        WRITERS[f"pyarrow-read-{table}.csv"] = lambda to, source=source: arrow.write_csv(arrow.read_csv(source), to)
        WRITERS[f"duckdb-read-{table}.csv"] = lambda to, source=source: duckdb.sql(
            f"COPY (SELECT * FROM read_csv('{source}')) TO '{to}' (HEADER)"
        )
    WRITERS["duckdb-tab.tsv"] = lambda to: duckdb.sql(
        f"COPY (SELECT * FROM read_csv('{INPUTS / 'roster.csv'}', all_varchar = true)) TO '{to}' (DELIMITER '\t')"
    )


def add_workbook_writers() -> None:
    import excelize
    import openpyxl
    import pyexcelerate
    import xlsxwriter
    from openpyxl.cell import WriteOnlyCell

    def by_openpyxl(to: Path, *, write_only: bool = False, numbers: bool = False) -> None:
        book = openpyxl.Workbook(write_only=write_only)
        sheet = book.create_sheet("students", 0)
        for row in (HEADER, *ROWS):
            cells = [WriteOnlyCell(sheet, value=cell) for cell in row] if write_only else list(row)
            if numbers and row is not HEADER and row[IDS].isdigit():
                cells[IDS] = int(row[IDS])
            sheet.append(cells)
            if numbers:
                sheet.cell(sheet.max_row, IDS + 1).number_format = "00000"
        book.save(to)

    def by_xlsxwriter(to: Path, **options: bool) -> None:
        with xlsxwriter.Workbook(to, options) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate((HEADER, *ROWS)):
                sheet.write_row(at, 0, row)

    def by_pyexcelerate(to: Path) -> None:
        book = pyexcelerate.Workbook()
        book.new_sheet("students", data=[HEADER, *ROWS])
        book.save(to)

    def by_excelize(to: Path) -> None:
        book = excelize.new_file()
        for at, row in enumerate((HEADER, *ROWS), 1):
            book.set_sheet_row("Sheet1", f"A{at}", list(row))
        book.save_as(str(to))

    WRITERS["openpyxl-text.xlsx"] = by_openpyxl
    WRITERS["openpyxl-write-only.xlsx"] = lambda to: by_openpyxl(to, write_only=True)
    WRITERS["openpyxl-ids-as-00000.xlsx"] = lambda to: by_openpyxl(to, numbers=True)
    WRITERS["xlsxwriter-text.xlsx"] = by_xlsxwriter
    WRITERS["xlsxwriter-strings-to-numbers.xlsx"] = lambda to: by_xlsxwriter(to, strings_to_numbers=True)
    WRITERS["xlsxwriter-constant-memory.xlsx"] = lambda to: by_xlsxwriter(to, constant_memory=True)
    WRITERS["pyexcelerate-text.xlsx"] = by_pyexcelerate
    WRITERS["excelize-text.xlsx"] = by_excelize


def add_rust() -> None:
    import rustpy_xlsxwriter as rust

    records = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    WRITERS["rust_xlsxwriter-text.xlsx"] = lambda to: rust.write_worksheet(records, str(to))


def add_all_formats() -> None:
    import petl
    import pyexcel
    import tablib

    for ending in ("csv", "tsv", "xlsx", "ods", "xls"):
        table = tablib.Dataset(*ROWS, headers=HEADER)
        WRITERS[f"tablib-text.{ending}"] = lambda to, table=table, ending=ending: to.write_bytes(
            out.encode() if isinstance(out := table.export(ending), str) else out
        )
        WRITERS[f"pyexcel-text.{ending}"] = lambda to: pyexcel.save_as(array=[HEADER, *ROWS], dest_file_name=str(to))
    for table_name in TABLES:
        source = INPUTS / f"{table_name}.csv"
        WRITERS[f"pyexcel-read-{table_name}.csv"] = lambda to, source=source: pyexcel.save_as(
            file_name=str(source), dest_file_name=str(to)
        )
        WRITERS[f"pyexcel-read-{table_name}.xlsx"] = lambda to, source=source: pyexcel.save_as(
            file_name=str(source), dest_file_name=str(to)
        )
        WRITERS[f"tablib-read-{table_name}.xlsx"] = lambda to, source=source: to.write_bytes(
            tablib.Dataset().load(source.read_text(encoding="utf-8"), format="csv").export("xlsx")
        )
    WRITERS["petl-read.xlsx"] = lambda to: petl.fromcsv(INPUTS / "roster.csv", encoding="utf-8").toxlsx(to)
    WRITERS["tablib-read-workbook.csv"] = lambda to: to.write_bytes(
        tablib.Dataset().load((INPUTS / "roster.xlsx").read_bytes(), format="xlsx").export("csv").encode()
    )


def add_commands() -> None:
    for table in TABLES:
        source = INPUTS / f"{table}.csv"
        WRITERS[f"csvkit-in2csv-{table}.csv"] = lambda to, source=source: to.write_bytes(run("in2csv", source))
        WRITERS[f"csvkit-csvsort-{table}.csv"] = lambda to, source=source: to.write_bytes(
            run("csvsort", "-c", "student_last_name", source)
        )
        WRITERS[f"csvkit-csvjson-{table}.csv"] = lambda to, source=source: to.write_bytes(
            through_json(source, to.with_suffix(".json"))
        )
    WRITERS["csvkit-in2csv-workbook.csv"] = lambda to: to.write_bytes(run("in2csv", INPUTS / "roster.xlsx"))
    WRITERS["csvkit-csvclean.csv"] = lambda to: to.write_bytes(run("csvclean", "-a", INPUTS / "roster.csv"))
    WRITERS["csvkit-csvformat.tsv"] = lambda to: to.write_bytes(run("csvformat", "-T", INPUTS / "roster.csv"))
    WRITERS["csvkit-csvstack.csv"] = lambda to: to.write_bytes(
        run("csvstack", INPUTS / "upper.csv", INPUTS / "lower.csv")
    )
    WRITERS["visidata-saved.tsv"] = lambda to: run("vd", "-b", INPUTS / "roster.csv", "-o", to)
    WRITERS["visidata-saved.xlsx"] = lambda to: run("vd", "-b", INPUTS / "roster.csv", "-o", to)


def through_json(source: Path, scratch: Path) -> bytes:
    scratch.write_bytes(run("csvjson", source))
    written = run("in2csv", scratch)
    scratch.unlink()
    return written


@writer("python-DictWriter.csv")
def by_dict_writer(to: Path) -> None:
    with to.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, HEADER)
        table.writeheader()
        table.writerows(dict(zip(HEADER, row, strict=True)) for row in ROWS)


@writer("python-None-as-text.csv")
def by_str(to: Path) -> None:
    lines = [",".join(str(cell or None) for cell in row if "\n" not in cell and "," not in cell) for row in ROWS[2:3]]
    to.write_text("\n".join([",".join(HEADER), *lines]), encoding="utf-8")


def main() -> None:
    for add in (
        add_pandas,
        add_polars,
        add_arrow_and_duckdb,
        add_workbook_writers,
        add_rust,
        add_all_formats,
        add_commands,
    ):
        try:
            add()
        except ImportError as missing:
            print(f"skipped\t{add.__name__}\t{missing}")
    for name, write in WRITERS.items():
        try:
            write(OUTPUTS / name)
        except Exception as error:
            print(f"failed\t{name}\t{type(error).__name__}: {str(error).splitlines()[:1]}")
    for package in (
        *("pandas", "polars", "pyarrow", "duckdb", "openpyxl", "xlsxwriter", "pyexcelerate", "excelize"),
        *("rustpy-xlsxwriter", "tablib", "pyexcel", "petl", "csvkit", "visidata"),
    ):
        print(f"version\t{package}\t{version(package)}")


if __name__ == "__main__":
    main()
