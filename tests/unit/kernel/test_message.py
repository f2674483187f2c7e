"""How much of a part of an import a message takes."""

import pytest

from homeroom.adapters.dynamodb.codec import encode
from homeroom.domain.imports.import_part import RowOutcome
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowNote, RowProblem
from homeroom.domain.imports.spreadsheet.codes import ColumnName, WrongFile
from homeroom.domain.kernel.email_address import EmailProblem
from homeroom.domain.kernel.message import Message, message

COLUMNS = ("Bus", "a" * 40, message(ColumnName.WITHOUT_NAME, letter="D"))


@pytest.mark.parametrize(
    "sentence",
    [
        message(RowNote.NO_EMAIL),
        message(RowNote.REPEATS, row=1_000_000),
        message(RowNote.INVITED, emails=("maria@example.org", "p@x.org")),
        message(RowProblem.IN_COLUMN, column="parent_email", problem=message(EmailProblem.LETTER, letter="é")),
        message(WrongFile.NO_HEADER, needed=("class_code",), row=1, columns=COLUMNS),
        message(RowProblem.UNKNOWN_HOMEROOM, class_code="x" * 40, year="2026-2027"),
    ],
    ids=lambda each: each.id,
)
def test_the_length_of_a_message_is_about_what_it_takes_where_it_is_stored(sentence: Message) -> None:
    stored = encode(RowOutcome(2, "", Outcome.FAILED, (sentence,)))["messages"]["L"][0]["S"]
    assert len(stored) <= sentence.length + 10
    assert sentence.length <= 1.5 * len(stored)
