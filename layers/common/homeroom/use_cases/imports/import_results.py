"""The results file: the original columns plus row number, outcome and message, fit to correct and drop again."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from io import TextIOWrapper
from itertools import chain, repeat
from tempfile import SpooledTemporaryFile

from homeroom.domain.imports.detected_file import DELIMITERS
from homeroom.domain.imports.import_part import RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.spreadsheet import FileProblem, Sheet, SheetRow, results_header, results_row
from homeroom.domain.kernel.message import Message
from homeroom.domain.kernel.safe_cell import neutralised
from homeroom.use_cases.imports.open_file import open_file
from homeroom.use_cases.ports.services import Services

_IN_MEMORY = 4 * 1024 * 1024


def write_results(run: ImportRun, services: Services) -> ImportRun:
    """Read the very same file once more and write it next to its outcomes. The run with what leads there.

    A separator that only a line `sep=` makes one, which results do not have, would not be found again.
    Raises UploadGone.
    """
    return _write_rows(run, _outcomes(run, services), services)


def write_same(run: ImportRun, outcome: Outcome, why: tuple[Message, ...], services: Services) -> ImportRun:
    """Of a file all of whose rows have one outcome. Raises UploadGone."""
    return _write_rows(run, repeat(RowOutcome(0, "", outcome, why)), services)


def _write_rows(run: ImportRun, outcomes: Iterator[RowOutcome], services: Services) -> ImportRun:
    with services.files.open(run.upload) as file:
        sheet = open_file(file.body, run, services)
        rows = (
            results_row(row, outcome.outcome.value, services.sentences(outcome.messages))
            for row, outcome in zip(_readable(sheet), outcomes, strict=False)
        )
        return _write(run, sheet.delimiter, chain([results_header(sheet.header)], rows), services)


def write_problems(run: ImportRun, problems: Sequence[Message], services: Services) -> ImportRun:
    """Of a file that cannot be read, or not any more: why, and what became of the rows that were done. Whoever drops
    files into the bucket looks there.
    """
    say = services.sentences
    why = (["", Outcome.FAILED.value, say([problem])] for problem in problems)
    rows = ([str(row.number), row.outcome.value, say(row.messages)] for row in _outcomes(run, services))
    lines = ([neutralised(cell) for cell in line] for line in chain(why, rows))
    return _write(run, ",", chain([results_header(())], lines), services)


def _write(run: ImportRun, delimiter: str, lines: Iterable[Sequence[str]], services: Services) -> ImportRun:
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as results:
        text = TextIOWrapper(results, encoding="utf-8-sig", newline="", write_through=True)
        separator = delimiter if delimiter in DELIMITERS else ","
        csv.writer(text, delimiter=separator).writerows(lines)
        text.flush()
        results.seek(0)
        version = services.files.write_results(run.upload, results)  # type: ignore[arg-type]
        text.detach()
    return replace(run, results_version=version)


def _readable(sheet: Sheet) -> Iterator[SheetRow]:
    """Up to where the file is damaged, as the import read it."""
    with suppress(FileProblem):
        yield from sheet.rows()


def _outcomes(run: ImportRun, services: Services) -> Iterator[RowOutcome]:
    for part in services.imports.parts(run.id):
        yield from part.rows
