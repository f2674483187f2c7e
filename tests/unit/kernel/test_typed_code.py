"""Codes as people type them."""

import pytest

from homeroom.domain.kernel.typed_code import typed_code


@pytest.mark.parametrize(
    "typed", [" 7kx4m-q2rtb\n", "7KX4M – Q2RTB", "7KX4M\u200bQ2RTB.", "７ＫＸ４Ｍ　Ｑ２ＲＴＢ", "٧KX٤M-Q٢RTB"]
)
def test_what_stands_between_the_signs_and_how_they_are_written_makes_no_other_code(typed: str) -> None:
    assert typed_code(typed) == "7KX4MQ2RTB"


def test_what_is_no_letter_or_digit_stays_and_makes_it_another_code() -> None:
    assert typed_code("12+34") == "12+34"
