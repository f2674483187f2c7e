"""A column that says just `Email`, beside the student's name: it may hold the child's own address.

A column that names the parent wins, and without one the Site Admin is asked.
"""

from typing import Final

from homeroom.domain.imports.spreadsheet.code_pages import PAGES
from homeroom.domain.imports.spreadsheet.columns import SOMEBODYS_EMAIL
from homeroom.domain.imports.spreadsheet.doubts import Answered, Answers, Choice, Doubt
from homeroom.domain.imports.spreadsheet.header import Header
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import one_line

PARENT: Final = "parent"
STUDENT: Final = "student"
_CHOICES = (message(Choice.PARENTS, answer=PARENT), message(Choice.STUDENTS, answer=STUDENT))
_LONGEST_SHOWN = 40


def with_whose_address(header: Header, answers: Answers) -> tuple[Header, tuple[Message, ...]]:
    """The header with the column as the parent's, unless it was said to be the student's; and the question, if nothing
    was said. Until it is answered a check shows who would be emailed.
    """
    at = header.columns.get(SOMEBODYS_EMAIL)
    if at is None:
        return header, ()
    columns = {name: positions for name, positions in header.columns.items() if name != SOMEBODYS_EMAIL}
    answer = answers.get(Doubt.WHOSE_ADDRESS.value)
    if answer == STUDENT:
        return header._replace(columns=columns), ()
    column = one_line(header.cells[at[0]], _LONGEST_SHOWN)
    doubts = () if answer == PARENT else (message(Doubt.WHOSE_ADDRESS, column=column, choices=_CHOICES),)
    return header._replace(columns={**columns, "parent_email": at}), doubts


def answered(answers: Answers) -> tuple[Message, ...]:
    """What to say of a file that is read with these answers."""
    said = []
    if whose := answers.get(Doubt.WHOSE_ADDRESS.value):
        said.append(message(Answered.PARENTS if whose == PARENT else Answered.STUDENTS))
    if page := PAGES.get(answers.get(Doubt.LETTERS.value, "")):
        said.append(message(Answered.LETTERS, encoding=page))
    return tuple(said)
