"""Everything that is true of the files people drop: file > row > cell. Pure: bytes in, placements and messages out.

The check on the page and the run of an import read a file with this package and nothing else.
"""

from homeroom.domain.imports.spreadsheet.doubts import (
    ANSWER,
    Answers,
    AnswersFor,
    Choice,
    Doubt,
    choices_of,
    no_answers,
)
from homeroom.domain.imports.spreadsheet.file_source import ByteSource, refuse_what_is_too_large
from homeroom.domain.imports.spreadsheet.parsed_row import HomeroomEntry, Leaver, NamedParent, Placement, SheetRow
from homeroom.domain.imports.spreadsheet.problems import CellProblem, FileProblem, SpoiltFile
from homeroom.domain.imports.spreadsheet.results_file import results_header, results_row
from homeroom.domain.imports.spreadsheet.rewritten_ids import may_be_a_day
from homeroom.domain.imports.spreadsheet.said_nothing import may_say_no_homeroom
from homeroom.domain.imports.spreadsheet.sheet import Sheet, open_sheet
from homeroom.domain.imports.spreadsheet.whose_address import answered
from homeroom.domain.imports.spreadsheet.wrong_addresses import ADDRESS_COLUMNS

__all__ = [
    "ADDRESS_COLUMNS",
    "ANSWER",
    "Answers",
    "AnswersFor",
    "ByteSource",
    "CellProblem",
    "Choice",
    "Doubt",
    "FileProblem",
    "HomeroomEntry",
    "Leaver",
    "NamedParent",
    "Placement",
    "Sheet",
    "SheetRow",
    "SpoiltFile",
    "answered",
    "choices_of",
    "may_be_a_day",
    "may_say_no_homeroom",
    "no_answers",
    "open_sheet",
    "refuse_what_is_too_large",
    "results_header",
    "results_row",
]
