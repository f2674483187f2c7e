"""What can be wrong, at three levels that are never mixed: the file, the row, the cell."""

from typing import NamedTuple

from homeroom.domain.kernel.errors import HomeroomError


class FileProblem(HomeroomError):
    """The file as a whole cannot be used. Each of `problems` is a sentence: what was needed and what was found."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class CellProblem(NamedTuple):
    """`column` is the canonical name, None for the whole row; `message` a sentence for whoever typed the cell."""

    column: str | None
    message: str
