"""Phone numbers: what a person could dial is taken, shown well, and dialed."""

from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.kernel.phone import is_dialable, nice_phone, phone_link

MOST_THAT_IS_DIALED_BEFORE = 6
"""Digits of an exit code, a country code and what Mexico had: some may go, with what they say kept."""


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("4155552671", "(415) 555-2671"),
        ("1-415-555-2671", "(415) 555-2671"),
        ("+1 604 555 2671", "(604) 555-2671"),
        ("٤١٥٥٥٥٢٦٧١", "(415) 555-2671"),
        ("cell: 415.555.2671", "cell: (415) 555-2671"),
        ("415-555-2671 (Mom)", "(415) 555-2671 (Mom)"),
        ("415-555-2671 opt 2", "(415) 555-2671 opt 2"),
        ("415 555 2671 x12", "(415) 555-2671 ext. 12"),
        ("+7 495 1234567 доб. 12", "+7 495 123-45-67 ext. 12"),
        ("0049 30 12345678", "+49 30 12345678"),
        ("011 44 20 7946 0018", "+44 20 7946 0018"),
        ("+52 1 55 1234 5678", "+52 55 1234 5678"),
        ("0052 1 55 1234 5678", "+52 55 1234 5678"),
    ],
)
def test_a_number_is_shown_as_one_dials_it_here(typed: str, shown: str) -> None:
    assert nice_phone(typed, "US") == shown


@pytest.mark.parametrize(
    "typed",
    [
        *("555 0100", "138 1234 5678", "4321-5", "1-800-FLOWERS", "415-555-2671Mom", "555-01"),
        *("415-555-2671 or 415-555-2672", "415 555 2671 415 555 2672", "(work) 000 000 0000"),
    ],
)
def test_what_is_not_surely_one_number_stays_as_it_was_typed(typed: str) -> None:
    assert is_dialable(typed)
    assert nice_phone(typed, "US") == typed


@pytest.mark.parametrize(
    ("country", "shown"),
    [("GB", "020 7946 0018"), ("US", "+44 20 7946 0018"), ("ZZ", "+44 20 7946 0018"), ("", "+44 20 7946 0018")],
)
def test_the_schools_country_decides_how_a_number_is_shown(country: str, shown: str) -> None:
    assert nice_phone("+44 (0)20 79460018", country) == shown


@pytest.mark.parametrize("typed", ["call me", "12 A", "home", "-", "1" * 41])
def test_what_nobody_could_dial_is_no_number(typed: str) -> None:
    assert not is_dialable(typed)


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("(415) 555-2671", "tel:4155552671"),
        ("2 jobs: (415) 555-2671 ext. 12 (Mom)", "tel:4155552671;ext=12"),
        ("+44 20 7946 0018", "tel:+442079460018"),
        ("+44 (0)20 7946 0018 / +44 20 7946 0019", "tel:+442079460018"),
        ("415-555-2671 or 415-555-2672", "tel:4155552671"),
        ("٤١٥٥٥٥٢٦٧١", "tel:4155552671"),
        ("555 0100", "tel:5550100"),
        ("415 555 2671 415 555 2672", ""),
        ("1-800-FLOWERS", ""),
        ("", ""),
    ],
)
def test_the_first_number_is_the_one_that_a_tap_dials(phone: str, link: str) -> None:
    assert phone_link(phone) == link


NUMBERS = st.text("0123456789", min_size=5, max_size=20)
WORDS = st.sampled_from(
    ["", " ", "-", ".", "(", ") ", "+", " x", " ext. ", "/", " or ", " cell", "Mom ", "00", "\u2013", "#"]
)
TYPED = st.lists(st.one_of(NUMBERS, WORDS), min_size=1, max_size=6).map("".join)
COUNTRIES = st.sampled_from(["US", "MX", "GB", "DE", "IT", "BR", "AR", "RU", "ZZ"])


def digits_of(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


def alike(one: str, other: str) -> int:
    """How many characters they begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@given(TYPED.filter(lambda typed: 5 <= len(digits_of(typed)) <= 20))
def test_whatever_has_five_to_twenty_digits_is_taken(typed: str) -> None:
    assert is_dialable(typed)


@given(TYPED, COUNTRIES)
def test_made_nice_twice_it_is_made_nice_once(typed: str, country: str) -> None:
    assert nice_phone(nice_phone(typed, country), country) == nice_phone(typed, country)


@given(st.text(max_size=30), COUNTRIES)
def test_no_text_breaks_it(text: str, country: str) -> None:
    is_dialable(text)
    nice = nice_phone(text, country)
    assert phone_link(nice).isascii()


@given(TYPED)
def test_no_digit_gets_lost_but_those_that_are_dialed_before_a_number(typed: str) -> None:
    before, after = digits_of(typed), digits_of(nice_phone(typed, "US"))
    first = alike(before, after)
    last = alike(before[first:][::-1], after[first:][::-1])
    assert len(before) - first - last <= MOST_THAT_IS_DIALED_BEFORE
    assert len(after) <= len(before)
