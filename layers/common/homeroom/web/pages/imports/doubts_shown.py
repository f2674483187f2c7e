"""What looks wrong with a file, as its page shows it: the whole file first, then kinds of rows, in order of harm."""

from collections.abc import Sequence

from homeroom.domain.imports.import_part import RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.spreadsheet import ANSWER, Doubt, answered, choices_of
from homeroom.domain.kernel.message import Message
from homeroom.use_cases.imports.show_import import waiting_rows
from homeroom.use_cases.ports.services import Services
from homeroom.web.pages.imports.contexts import AnswerLine, AnswersShown, DoubtLine, DoubtsShown, RowDoubtsLine

ANSWER_TO, ROWS_WITH, ROW = "answer_", "rows_", "row_"
"""What the names of fields begin with: the id of a doubt follows, or the number of a row."""


def shown_doubts(run: ImportRun, services: Services) -> DoubtsShown:
    """Of a check, or of an import some of whose rows wait."""
    rows = waiting_rows(run, services)
    return DoubtsShown(
        about_file=[_line(doubt) for doubt in run.look.doubts],
        about_rows=_by_kind(rows),
        rows=rows,
        more_rows=run.counts.get("waiting", 0) > len(rows),
    )


def shown_answers(run: ImportRun, services: Services) -> AnswersShown:
    """That it is read with, if it is with any."""
    if not (sentences := answered(run.look.answers)):
        return AnswersShown()
    stored = services.site.answers(run.look.header_key)
    return AnswersShown(sentences, still_count=bool(stored and stored.answers))


def _line(doubt: Message) -> DoubtLine:
    answers = [AnswerLine(str(choice.values[ANSWER]), choice) for choice in choices_of(doubt)]
    return DoubtLine(f"{ANSWER_TO}{doubt.id}", doubt, answers)


def _by_kind(rows: Sequence[RowOutcome]) -> list[RowDoubtsLine]:
    lines = []
    for kind in Doubt:
        of_kind = [(row.number, doubt) for row in rows for doubt in row.messages if doubt.is_(kind)]
        if of_kind:
            lines.append(RowDoubtsLine(f"{ROWS_WITH}{kind.value}", of_kind[0][1], [number for number, _ in of_kind]))
    return lines
