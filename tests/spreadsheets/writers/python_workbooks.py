"""What libraries of workbooks write."""

from pathlib import Path

from tests.spreadsheets.writers.python_writers import HEADER, INPUTS, ROWS, SOURCES, WRITERS

IDS = HEADER.index("student_id")


def add_openpyxl() -> None:
    import openpyxl

    def text(to: Path, *, write_only: bool) -> None:
        book = openpyxl.Workbook(write_only=write_only)
        sheet = book.create_sheet("students", 0)
        for row in (HEADER, *ROWS):
            sheet.append(row)
        book.save(to)

    def ids_as_numbers(to: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for row in (HEADER, *ROWS):
            sheet.append([int(cell) if at == IDS and cell.isdigit() else cell for at, cell in enumerate(row)])
            sheet.cell(sheet.max_row, IDS + 1).number_format = "00000"
        book.save(to)

    WRITERS["openpyxl-text.xlsx"] = lambda to: text(to, write_only=False)
    WRITERS["openpyxl-write-only.xlsx"] = lambda to: text(to, write_only=True)
    WRITERS["openpyxl-ids-as-00000.xlsx"] = ids_as_numbers


def add_xlsxwriter() -> None:
    import xlsxwriter

    def write(to: Path, **options: bool) -> None:
        with xlsxwriter.Workbook(to, options) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate((HEADER, *ROWS)):
                sheet.write_row(at, 0, row)

    WRITERS["xlsxwriter-text.xlsx"] = write
    WRITERS["xlsxwriter-strings-to-numbers.xlsx"] = lambda to: write(to, strings_to_numbers=True)
    WRITERS["xlsxwriter-constant-memory.xlsx"] = lambda to: write(to, constant_memory=True)


def add_pyexcelerate() -> None:
    import pyexcelerate

    def write(to: Path) -> None:
        book = pyexcelerate.Workbook()
        book.new_sheet("students", data=[HEADER, *ROWS])
        book.save(to)

    WRITERS["pyexcelerate-text.xlsx"] = write


def add_go_and_rust() -> None:
    import excelize
    import rustpy_xlsxwriter

    def by_excelize(to: Path) -> None:
        book = excelize.new_file()
        for at, row in enumerate((HEADER, *ROWS), 1):
            book.set_sheet_row("Sheet1", f"A{at}", list(row))
        book.save_as(str(to))

    records = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    WRITERS["excelize-text.xlsx"] = by_excelize
    WRITERS["rust_xlsxwriter-text.xlsx"] = lambda to: rustpy_xlsxwriter.write_worksheet(records, str(to))


def add_tablib() -> None:
    import tablib

    def exported(table: tablib.Dataset, to: Path) -> None:
        written = table.export(to.suffix[1:])
        to.write_bytes(written.encode() if isinstance(written, str) else written)

    def read(source: Path) -> tablib.Dataset:
        return tablib.Dataset().load(source.read_text(encoding="utf-8"), format="csv")

    for ending in ("csv", "tsv", "xlsx", "ods", "xls"):
        WRITERS[f"tablib-text.{ending}"] = lambda to: exported(tablib.Dataset(*ROWS, headers=HEADER), to)
    WRITERS["tablib-read-roster.xlsx"] = lambda to: exported(read(INPUTS / "roster.csv"), to)
    book = INPUTS / "roster.xlsx"
    WRITERS["tablib-read-workbook.csv"] = lambda to: exported(
        tablib.Dataset().load(book.read_bytes(), format="xlsx"), to
    )


def add_pyexcel_and_petl() -> None:
    import petl
    import pyexcel

    def converted(source: Path, to: Path) -> None:
        pyexcel.save_as(file_name=str(source), dest_file_name=str(to))

    for ending in ("csv", "tsv", "xlsx", "ods", "xls"):
        WRITERS[f"pyexcel-text.{ending}"] = lambda to: pyexcel.save_as(array=[HEADER, *ROWS], dest_file_name=str(to))
    for source in SOURCES:
        for ending in ("csv", "xlsx"):
            WRITERS[f"pyexcel-read-{source.stem}.{ending}"] = lambda to: converted(_source_of(to), to)
    WRITERS["petl-read.xlsx"] = lambda to: petl.fromcsv(INPUTS / "roster.csv", encoding="utf-8").toxlsx(to)


def _source_of(to: Path) -> Path:
    return INPUTS / f"{to.stem.rpartition('-')[2]}.csv"
