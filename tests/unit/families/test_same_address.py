"""The home address of a parent who is known, taken over into the form about another."""

import pytest

from homeroom.web.forms.families.same_address import with_an_address, with_same_address
from tests.factories import a_contact, details

HOME = {"street": "12 Long Street", "apartment": "4", "city": "Oaxaca", "state": "", "postal_code": "", "country": "MX"}
MARIA = a_contact(id="maria", details=details("María", "García", **HOME))
LUIS = a_contact(id="luis", details=details("Luis", "Ito"))
EMPTY = dict.fromkeys(HOME, "")
CHECKED = {"same_address_maria": "yes"}


def test_the_address_is_taken_over_whole() -> None:
    assert with_same_address(EMPTY | CHECKED, [LUIS, MARIA]) == HOME | CHECKED


def test_a_country_that_the_form_begins_with_is_no_address() -> None:
    assert with_same_address(EMPTY | CHECKED | {"country": "US"}, [MARIA]) == HOME | CHECKED


@pytest.mark.parametrize("field", ["street", "apartment", "city", "state", "postal_code"])
def test_what_was_typed_counts(field: str) -> None:
    typed = EMPTY | CHECKED | {field: "other"}
    assert with_same_address(typed, [MARIA]) == typed


@pytest.mark.parametrize(
    "typed", [{}, {"same_address_maria": "no"}, {"same_address_luis": "yes"}, {"same_address_x": "yes"}]
)
def test_without_a_box_of_somebody_who_has_an_address_nothing_is_taken_over(typed: dict[str, str]) -> None:
    assert with_same_address(EMPTY | typed, [MARIA, LUIS]) == EMPTY | typed
    assert with_same_address(EMPTY | CHECKED, [LUIS]) == EMPTY | CHECKED, "nobody whom the form does not offer"


def test_only_who_has_an_address_is_offered() -> None:
    assert with_an_address([LUIS, MARIA]) == [MARIA]
