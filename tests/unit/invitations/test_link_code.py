"""The code beside a link: what it is made of, and that it is read however people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.invitations.link_code import ALPHABET, CODE_LENGTH, new_code, read_code, shown_code

CODES = st.text(ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)
SEPARATORS = st.text(" -.\t\n\u00a0\u2011\u2013\u2014\u200b\ufeff", max_size=3)
ALIKE = {"0": "0Oo", "1": "1IilL", "5": "5Ss", "2": "2Zz", "V": "VvUu"}


def test_the_alphabet_has_thirty_signs_and_none_that_look_alike() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 30
    assert not set("ILOSUZ") & set(ALPHABET)


@given(CODES)
def test_a_code_as_it_is_shown_is_read_as_the_same(code: str) -> None:
    assert read_code(shown_code(code)) == code


@given(CODES, st.data())
def test_it_is_read_whatever_stands_between_its_signs_and_however_its_letters_are_written(
    code: str, data: st.DataObject
) -> None:
    signs = [data.draw(st.sampled_from(ALIKE.get(sign, sign + sign.lower()))) for sign in code]
    typed = "".join(data.draw(SEPARATORS) + sign for sign in signs) + data.draw(SEPARATORS)
    assert read_code(typed) == code


@given(st.text())
def test_anything_that_is_typed_is_a_code_or_none_and_reading_it_again_changes_nothing(typed: str) -> None:
    code = read_code(typed)
    assert code == "" or (len(code) == CODE_LENGTH and set(code) <= set(ALPHABET))
    assert read_code(code) == code


@given(st.lists(CODES, min_size=2, max_size=2, unique=True))
def test_two_codes_are_never_read_as_one(codes: list[str]) -> None:
    assert len({read_code(shown_code(code)) for code in codes}) == 2


@pytest.mark.parametrize("typed", ["", "7KX4M-Q2RT", "7KX4M-Q2RTBB", "7KX4M/Q2RTB", "7KX4M-Q2RTÉ", "maria@example.org"])
def test_what_has_another_shape_is_no_code(typed: str) -> None:
    assert read_code(typed) == ""


def test_letters_of_full_width_are_read() -> None:
    assert read_code("７ｋｘ４ｍ　ｑ２ｒｔｂ") == "7KX4MQ2RTB"


def test_new_codes_have_the_shape_of_codes_and_every_sign_occurs_in_them() -> None:
    codes = {new_code() for _ in range(300)}
    assert len(codes) == 300
    assert all(read_code(code) == code for code in codes)
    assert set("".join(codes)) == set(ALPHABET)
