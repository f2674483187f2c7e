"""The form about a parent: one message for each field that is wrong, all at once, in the order of the form."""

from typing import Any

import pytest

from homeroom.domain.families.parent_contact import LivesWith, Relation
from homeroom.domain.families.sharing import Audience
from homeroom.domain.kernel.message import Message, message
from homeroom.web.forms.families.contact_form import (
    ContactForm,
    ContactProblem,
    OtherParentForm,
    language_code,
    read_contact_form,
)
from homeroom.web.forms.form_parsing import FormInvalid
from tests.factories import a_student

NOE = a_student("Noé", id="s1")
FILLED = {
    "first_name": " Ada ",
    "last_name": "Li",
    "email": "Ada <ada@example.org>",
    "relationship_s1": "Mother",
    "lives_with_s1": "part",
}


def errors_of(model: type[OtherParentForm], **typed: str) -> dict[str, Message]:
    with pytest.raises(FormInvalid) as invalid:
        read_contact_form(model, FILLED | typed, [NOE], "US")
    return invalid.value.errors


def test_what_was_typed_is_tidied_and_sharing_is_private() -> None:
    filled = read_contact_form(ContactForm, FILLED, [NOE], "US")
    assert (filled.details.first_name, filled.details.email) == ("Ada", "ada@example.org")
    assert filled.details.sharing.email is Audience.NOBODY
    assert filled.students == {"s1": Relation(relationship="Mother", lives_with=LivesWith.PART)}


@pytest.mark.parametrize(
    ("typed", "problem", "values"),
    [
        ({"first_name": "", "last_name": " "}, "contact_form.name", {}),
        ({"first_name": "x" * 201}, "form.too_long", {"most": 200}),
        ({"last_name": "www.example.org"}, "form.web_address_as_name", {}),
        ({"last_name": "Li\x00"}, "form.characters", {}),
        ({"email": ""}, "contact_form.email", {}),
        ({"email": "ada@"}, "email.incomplete", {}),
        ({"mobile_phone": "call me"}, "form.phone", {}),
        ({"share_email": "everybody"}, "contact_form.share_email", {}),
        ({"relationship_s1": ""}, "contact_form.my_relationship", {"student": "Noé"}),
        ({"lives_with_s1": "maybe"}, "contact_form.lives_with_me", {"student": "Noé"}),
    ],
)
def test_a_field_that_is_wrong_has_its_message(typed: dict[str, str], problem: str, values: dict[str, Any]) -> None:
    [(field, message)] = errors_of(ContactForm, **typed).items()
    assert field == next(iter(typed))
    assert (message.id, message.values) == (problem, values)


def test_about_another_parent_the_form_asks_in_other_words_and_wants_no_address() -> None:
    errors = errors_of(OtherParentForm, email="", relationship_s1="", lives_with_s1="")
    assert [message.id for message in errors.values()] == [
        "contact_form.their_relationship",
        "contact_form.lives_with_them",
    ]


@pytest.mark.parametrize(("typed", "code"), [("Español", "es"), ("ES", "es"), ("en", "en"), ("Klingon", "en")])
def test_a_language_is_known_by_code_and_by_name(typed: str, code: str) -> None:
    assert language_code(typed) == code


@pytest.mark.parametrize("only", ["first_name", "last_name"])
def test_one_name_is_enough_in_either_field(only: str) -> None:
    nameless = {"first_name": "", "last_name": ""}
    filled = read_contact_form(ContactForm, FILLED | nameless | {only: "Oyelaran"}, [NOE], "US")
    assert (filled.details.name, filled.details.called) == ("Oyelaran", "Oyelaran")


@pytest.mark.parametrize("nothing", ["...", "-", "\u115f", "\u1160\u3164", "\ufe0f", "\u0301", "\U000e0041", "\u202e"])
def test_what_shows_no_letter_is_no_name(nothing: str) -> None:
    wrong = errors_of(ContactForm, first_name=nothing, last_name=nothing)
    assert wrong == {"first_name": message(ContactProblem.NAME)}


def test_two_given_names_stay_two() -> None:
    details = read_contact_form(ContactForm, FILLED | {"first_name": "Mary Ann"}, [NOE], "US").details
    assert (details.name, details.called) == ("Mary Ann Li", "Mary Ann")


def test_numbers_are_kept_as_they_are_shown_in_the_schools_country() -> None:
    typed = FILLED | {"mobile_phone": "4155552671 (cell)", "home_phone": "555 0100"}
    details = read_contact_form(ContactForm, typed, [NOE], "US").details
    assert (details.mobile_phone, details.home_phone) == ("(415) 555-2671 (cell)", "555 0100")
    abroad = read_contact_form(ContactForm, typed, [NOE], "MX").details
    assert abroad.mobile_phone == "415 555 2671 (cell)"


@pytest.mark.parametrize(
    ("school", "typed", "kept"),
    [
        *(("US", typed, "") for typed in ("", "US", "usa", "U.S.A.", "United States", "United States of America")),
        *(("US", typed, typed) for typed in ("México", "Canada", "CA", "Georgia")),
        *(("MX", "méxico", ""), ("MX", "USA", "USA"), ("ZZ", "Kenya", "Kenya")),
    ],
)
def test_the_schools_own_country_is_left_out_of_an_address(school: str, typed: str, kept: str) -> None:
    assert read_contact_form(ContactForm, FILLED | {"country": typed}, [NOE], school).details.country == kept


def test_an_address_abroad_has_a_line_for_each_part_and_ends_with_the_country() -> None:
    address = {
        "street": "Calle 5 #12",
        "apartment": "Depto. 3",
        "city": "Oaxaca",
        "state": "OAX",
        "postal_code": "68000",
    }
    at_home = read_contact_form(ContactForm, FILLED | address, [NOE], "MX").details
    assert at_home.address_lines == ("Calle 5 #12", "Depto. 3", "Oaxaca, OAX 68000")
    abroad = read_contact_form(ContactForm, FILLED | address | {"country": "México"}, [NOE], "US").details
    assert abroad.address_lines == ("Calle 5 #12", "Depto. 3", "Oaxaca", "OAX", "68000", "México")
