"""School years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.roster.school_year import InvalidSchoolYear, parse_school_year, school_year_on
from tests.steps.english import english


@pytest.mark.parametrize(
    "typed",
    [
        "2026-2027",
        " 2026-2027 ",
        "2026/27",
        "2026-27",
        "2026/2027",
        "2026–2027",
        "2026 - 2027",
        "26-27",
        "26/27",
        "SY 2026-27",
        "sy26-27",
        "2026-2027 School Year",
    ],
)
def test_a_school_year_can_be_typed_in_several_ways(typed: str) -> None:
    assert parse_school_year(typed) == "2026-2027"


@pytest.mark.parametrize("typed", ["", "2026", "26", "2026-2027-2028", "soon", "202-2027", "0026-0027", "٢٠٢٦-٢٠٢٧"])
def test_other_text_is_no_school_year(typed: str) -> None:
    with pytest.raises(InvalidSchoolYear) as refused:
        parse_school_year(typed)
    assert "two years, such as 2026-2027" in english(refused.value.message)


@pytest.mark.parametrize("typed", ["2026-2028", "2027-2026", "2026-2026", "2026/25"])
def test_the_years_of_a_school_year_follow_each_other(typed: str) -> None:
    with pytest.raises(InvalidSchoolYear) as refused:
        parse_school_year(typed)
    assert "is followed by" in english(refused.value.message)


def test_a_century_may_end_within_a_school_year() -> None:
    assert parse_school_year("1999-00") == "1999-2000"


def test_the_new_school_year_begins_in_august() -> None:
    assert school_year_on(date(2026, 7, 31)) == "2025-2026"
    assert school_year_on(date(2026, 8, 1)) == "2026-2027"


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2150, 1, 1)))
def test_the_school_year_of_any_day_can_be_read(day: date) -> None:
    assert parse_school_year(school_year_on(day)) == school_year_on(day)
