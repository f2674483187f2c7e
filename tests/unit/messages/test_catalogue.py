"""Sentences from codes, in the language of whoever reads them."""

from datetime import UTC, datetime, timedelta
from gettext import NullTranslations

import pytest

from homeroom.domain.kernel.message import Code, Labeled, Message, message
from homeroom.messages.catalogue import Catalogue, catalogue


class Fruit(Code):
    EATEN = "fruit.eaten"
    LEFT = "fruit.left"
    WHY = "fruit.why"
    NEAR = "fruit.near"
    COLUMNS = "fruit.columns"
    ROW = "fruit.row"


class Taste(Labeled):
    SWEET = "sweet"


ONE = {
    "fruit.eaten": "{who} ate {what}.",
    "fruit.left": "{count} apple is left.",
    "fruit.why": "Nobody came: {reason}",
    "fruit.near": "Did you mean {near:or}?",
    "fruit.columns": "Ignored: {columns:quoted}.",
    "fruit.row": "Look at row {row:d}.",
    "Taste.sweet": "Sweet",
}


class Sentences(NullTranslations):
    def gettext(self, message: str) -> str:
        return ONE.get(message, message)

    def ngettext(self, one: str, many: str, number: int) -> str:  # noqa: ARG002
        return self.gettext(one) if number == 1 else "{count} apples are left."


HERE = Catalogue("en", Sentences())


def test_a_code_becomes_a_sentence_with_its_values() -> None:
    assert HERE.say(message(Fruit.EATEN, who="Noé {x}", what=("an apple", "a pear", "a plum"))) == (
        "Noé {x} ate an apple, a pear, and a plum."
    )


@pytest.mark.parametrize(("count", "sentence"), [(1, "1 apple is left."), (1200, "1,200 apples are left.")])
def test_a_sentence_goes_by_its_count(count: int, sentence: str) -> None:
    assert HERE.say(message(Fruit.LEFT, count=count)) == sentence


def test_a_message_may_stand_in_another_one() -> None:
    reason = message(Fruit.LEFT, count=1)
    assert HERE.say(message(Fruit.WHY, reason=reason)) == "Nobody came: 1 apple is left."


def test_what_was_perhaps_meant_is_a_choice() -> None:
    assert HERE.say(message(Fruit.NEAR, near=("3-A", "3-B"))) == "Did you mean 3-A or 3-B?"


def test_a_list_of_three_has_a_comma_before_its_last_word_and_one_of_two_has_none() -> None:
    assert HERE.names([]) == ""
    assert HERE.names(["Noé"]) == "Noé"
    assert HERE.names(["Noé", "Ana"]) == "Noé and Ana"
    assert HERE.names(["Noé", "Ana", "Li"]) == "Noé, Ana, and Li"
    assert HERE.choices(["3-A", "3-B"]) == "3-A or 3-B"
    assert HERE.choices(["3-A", "3-B", "3-C"]) == "3-A, 3-B, or 3-C"


def test_texts_of_a_file_stand_in_quotation_marks_and_what_we_say_of_them_does_not() -> None:
    columns = ("Bus", Taste.SWEET.label)
    assert HERE.say(message(Fruit.COLUMNS, columns=columns)) == "Ignored: “Bus” and Sweet."


def test_a_row_is_called_by_its_number_as_the_spreadsheet_shows_it() -> None:
    assert HERE.say(message(Fruit.ROW, row=12000)) == "Look at row 12000."


def test_a_sentence_that_wants_a_value_the_message_lacks_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        HERE.say(message(Fruit.EATEN, who="Noé"))


def test_a_label_is_found_by_class_and_value() -> None:
    assert HERE.say(Taste.SWEET.label) == "Sweet"
    assert Taste.SWEET.label == Message("Taste.sweet")


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=1), "about 1 minute"),
        (timedelta(seconds=170), "about 3 minutes"),
        (timedelta(minutes=99), "about 99 minutes"),
        (timedelta(minutes=100), "about 2 hours"),
        (timedelta(minutes=150), "about 2 hours"),
        (timedelta(hours=20), "about 20 hours"),
    ],
)
def test_a_span_is_rounded_and_never_to_nothing(span: timedelta, words: str) -> None:
    assert catalogue().span(span) == words


def test_dates_and_numbers_read_as_an_american_writes_them() -> None:
    moment = datetime(2026, 11, 5, 9, 3, tzinfo=UTC)
    english = catalogue()
    assert english.number(1234567) == "1,234,567"
    assert english.day(moment) == "November 5, 2026"
    assert english.short_day(moment) == "Nov 5, 2026"
    assert english.day_and_time(moment) == "Nov 5, 2026, 9:03 AM UTC"
