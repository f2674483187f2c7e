"""What a file tells, in lines that a table of expectations can hold."""

from collections.abc import Iterator
from typing import BinaryIO

from homeroom.domain.imports.spreadsheet import FileProblem, Placement, open_sheet
from tests.factories import TODAY, YEAR
from tests.steps.english import english


def lines_of(body: BinaryIO) -> list[str]:
    """A line for each placement, problem and notice; or for each reason why the file is refused."""
    return list(_lines(body))


def _lines(body: BinaryIO) -> Iterator[str]:
    try:
        sheet = open_sheet(body, default_year=YEAR, today=TODAY)
        for row in sheet.rows():
            if row.placement:
                yield f"row {row.number}: {_placed(row.placement)}"
            for problem in row.problems:
                column = f" {problem.column}" if problem.column else ""
                yield f"row {row.number}{column}: {english(problem.message)}"
        yield from map(english, sheet.notices)
    except FileProblem as refusal:
        yield from map(english, refusal.problems)


def _placed(placement: Placement) -> str:
    addresses = " and ".join(parent.email for parent in placement.parents)
    parts = (placement.class_code, placement.student_id, placement.last_name, placement.first_name, addresses)
    return ", ".join(text for text in parts if text)
