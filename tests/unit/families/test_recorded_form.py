"""What another parent has recorded, in the form of whom it is about: enough to recognize it, and no more."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.web.forms.families.contact_form import contact_values
from homeroom.web.forms.families.recorded import recorded_hints, recorded_values, with_recorded
from tests.factories import a_contact, a_student, details

RECORDED: dict[str, Any] = {
    "mobile_phone": "415-555-2671",
    "home_phone": "415-555-2699",
    "street": "12 Long Street",
    "apartment": "Unit 9",
    "city": "Springfield",
    "state": "IL",
    "postal_code": "62701",
}


def recorded() -> ParentContact:
    return a_contact(a_student(), details=details("Petra", "Lindqvist", email="petra@example.org", **RECORDED))


def test_the_form_shows_the_first_name_and_of_everything_else_less_than_a_stranger_could_use() -> None:
    shown = repr([recorded_values(recorded()), recorded_hints(recorded())])
    assert "Petra" in shown
    for secret in ("Lindqvist", "petra@", "415", "2671", "Long", "Unit", "Springfield", "62701"):
        assert secret not in shown


@given(st.text(max_size=12))
def test_no_hint_shows_a_short_name_or_number_whole(text: str) -> None:
    contact = a_contact(details=details("P", text + "xyz", mobile_phone=f"{text}123"))
    assert all(hint not in (text + "xyz", f"{text}123") for hint in recorded_hints(contact).values())


def test_what_is_left_empty_stays_and_what_is_typed_counts() -> None:
    merged = with_recorded({"first_name": "Petra", "last_name": "", "mobile_phone": " ", "home_phone": "1"}, recorded())
    assert merged == {
        "first_name": "Petra",
        **{k: contact_values(recorded())[k] for k in merged if k != "first_name"},
    } | {"home_phone": "1"}
    assert (merged["last_name"], merged["mobile_phone"], merged["city"]) == ("Lindqvist", "415-555-2671", "Springfield")


ADDRESS = ("street", "apartment", "city", "state", "postal_code", "country")


@pytest.mark.parametrize("field", ADDRESS)
def test_an_address_is_kept_whole_or_not_at_all(field: str) -> None:
    merged = with_recorded({field: "new"}, recorded())
    assert [merged.get(name, "") for name in ADDRESS if name != field] == [""] * 5


@pytest.mark.parametrize("field", ["mobile_phone", "home_phone", "street"])
def test_what_is_to_be_removed_is_not_kept(field: str) -> None:
    assert not with_recorded({f"remove_{field}": "yes"}, recorded()).get(field)


@pytest.mark.parametrize("phone", ["(415) 555-2671 ext. 88", "+49 30 123471 (work, floor 9)", "55-71", "the 71st"])
def test_the_end_of_a_number_is_that_of_the_number_itself(phone: str) -> None:
    assert recorded_hints(a_contact(details=details("P", "", mobile_phone=phone)))["mobile_phone"] == "71"


def test_of_somebody_with_one_name_and_nothing_else_there_is_nothing_to_hint_at() -> None:
    assert recorded_hints(a_contact(details=details("Oyelaran", "", email=""))) == {}
