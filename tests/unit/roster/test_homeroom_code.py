"""Codes of homerooms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.roster.homeroom_code import InvalidClassCode, class_code_key, parse_class_code
from tests.steps.english import english


def test_a_code_is_kept_as_typed_but_for_spaces_around_it() -> None:
    assert parse_class_code("  3-A ") == "3-A"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "is needed"),
        ("3/A", "type 3-A instead"),
        ("x" * 41, "at most 40"),
        ("3\tA", "invisible character"),
    ],
)
def test_what_cannot_be_a_code_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(InvalidClassCode) as refused:
        parse_class_code(typed)
    assert sentence in english(refused.value.message)


@pytest.mark.parametrize("other", ["3-a", "3 - A", "3–A", "３－Ａ", "3-A\u00a0"])
def test_small_differences_of_typing_name_the_same_homeroom(other: str) -> None:
    assert class_code_key(other) == class_code_key("3-A")


@pytest.mark.parametrize("other", ["3A", "3-B", "3-Á", "3-A+", "13-A"])
def test_other_codes_name_other_homerooms(other: str) -> None:
    assert class_code_key(other) != class_code_key("3-A")


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert class_code_key(class_code_key(text)) == class_code_key(text)
