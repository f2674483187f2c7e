"""The results file: the original columns plus row number, outcome and message, fit to correct and drop again."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile

from homeroom.domain.import_run import ImportRun, RowOutcome
from homeroom.domain.spreadsheet import FileProblem, Sheet, SheetRow, open_sheet, results_header, results_row
from homeroom.domain.spreadsheet.header import DELIMITERS
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.site_settings import site_settings

_IN_MEMORY = 4 * 1024 * 1024


def write_results(run: ImportRun, outside: Outside) -> None:
    """Read the very same file once more and write it beside its outcomes. Raises UploadGone.

    A separator that only a line `sep=` makes one, which results do not have, would not be found again.
    """
    settings = site_settings(outside)
    with (
        outside.files.open(run.upload) as file,
        SpooledTemporaryFile(max_size=_IN_MEMORY) as results,
    ):
        sheet = open_sheet(file.body, default_year=settings.school_year)
        text = TextIOWrapper(results, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text, delimiter=sheet.delimiter if sheet.delimiter in DELIMITERS else ",")
        writer.writerow(results_header(sheet.header))
        for row, outcome in zip(_readable(sheet), _outcomes(run, outside), strict=True):
            writer.writerow(results_row(row, outcome.outcome.value, outcome.message))
        text.flush()
        results.seek(0)
        outside.files.write_results(run.upload, results)  # type: ignore[arg-type]
        text.detach()


def _readable(sheet: Sheet) -> Iterator[SheetRow]:
    """Up to where the file is damaged, as the import read it."""
    with suppress(FileProblem):
        yield from sheet.rows()


def _outcomes(run: ImportRun, outside: Outside) -> Iterator[RowOutcome]:
    for part in outside.imports.parts(run.id):
        yield from part.rows
