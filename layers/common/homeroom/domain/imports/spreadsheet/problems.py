"""What can be wrong, at three levels that are never mixed: the file, the row, the cell."""

from typing import NamedTuple

from homeroom.domain.imports.spreadsheet.codes import WrongFile
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.message import Message, Value, message


class FileProblem(HomeroomError):
    """The file as a whole cannot be used. `problems` say what was needed and what is there, one or several."""

    def __init__(self, *problems: Message) -> None:
        super().__init__(", ".join(problem.id for problem in problems))
        self.problems = problems


class SpoiltFile(FileProblem):
    """It is found only when all rows are read, and nothing that was read by then can be used."""


def wrong_file(code: WrongFile, **values: Value) -> FileProblem:
    return FileProblem(message(code, **values))


class CellProblem(NamedTuple):
    """`column` is the canonical name, None for the whole row; `message` is for whoever typed the cell."""

    column: str | None
    message: Message
