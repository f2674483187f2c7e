"""What can be read and is probably not meant. The catalogues in messages/ have the sentences.

A doubt about the file holds all of it until a Site Admin has looked, a doubt about a row that row alone. Some doubts
ask a question (`choices`): its answer is remembered for files with the same header, and ends the doubt there.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256

from homeroom.domain.imports.spreadsheet.columns import folded
from homeroom.domain.kernel.message import Code, Message

CHOICES, ANSWER = "choices", "answer"
"""The names of values: a doubt's choices, each a message, and in a choice what a form sends for it."""


class Doubt(Code):
    """In the order of harm: what may tell a stranger about a child comes first."""

    # About the file.
    WHOSE_ADDRESS = "doubt.whose_address"
    LETTERS = "doubt.letters"
    ROOMS_OF_ONE_CODE = "doubt.rooms_of_one_code"
    OTHER_YEAR = "doubt.other_year"
    MANY_MOVES = "doubt.many_moves"
    MANY_ROWS = "doubt.many_rows"

    # About a row.
    NO_CONTACT_BUT_LINKED = "doubt.no_contact_but_linked"
    SHARED_ADDRESS = "doubt.shared_address"
    OTHERS_ADDRESS = "doubt.others_address"
    STUDENTS_ADDRESS = "doubt.students_address"
    NOBODYS_ADDRESS = "doubt.nobodys_address"
    UNKNOWN_RELATIONSHIP = "doubt.unknown_relationship"
    FORMER_STUDENT = "doubt.former_student"
    NEW_ID = "doubt.new_id"
    OTHER_NAME = "doubt.other_name"
    CHANGED_SINCE = "doubt.changed_since"
    ONCE_CALLED = "doubt.once_called"
    LOST_LETTER = "doubt.lost_letter"
    OTHER_GRADE = "doubt.other_grade"


class Choice(Code):
    """What a Site Admin can answer, with the value ANSWER."""

    PARENTS = "choice.parents"
    STUDENTS = "choice.students"
    READ_AS = "choice.read_as"


class Answered(Code):
    """How a file is read because of what was answered before."""

    PARENTS = "answered.parents"
    STUDENTS = "answered.students"
    LETTERS = "answered.letters"


Answers = Mapping[str, str]
"""The id of a doubt -> the ANSWER of the choice."""
AnswersFor = Callable[[str], Answers]
"""What was answered before, by `header_key`."""


def no_answers(_: str) -> Answers:
    return {}


def choices_of(doubt: Message) -> tuple[Message, ...]:
    """Empty where going on is the only answer."""
    choices = doubt.values.get(CHOICES, ())
    return tuple(c for c in choices if isinstance(c, Message)) if isinstance(choices, tuple) else ()


def header_key(cells: tuple[str, ...]) -> str:
    """Of files with the same columns in whatever order. Letters beyond ASCII do not count: they read differently until
    it is known how the file is written.
    """
    plain = sorted("".join(c for c in folded(cell) if c.isascii()) for cell in cells)
    return sha256("\n".join(plain).encode()).hexdigest()[:32]
