"""The form about a parent: one message for each field that is wrong, all at once, in the order of the form."""

from typing import Any

import pytest

from homeroom.domain.families.parent_contact import LivesWith, Relation
from homeroom.domain.families.sharing import Audience
from homeroom.domain.kernel.message import Message
from homeroom.web.forms.families.contact_form import ContactForm, OtherParentForm, language_code, read_contact_form
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
        read_contact_form(model, FILLED | typed, [NOE])
    return invalid.value.errors


def test_what_was_typed_is_tidied_and_sharing_is_private() -> None:
    filled = read_contact_form(ContactForm, FILLED, [NOE])
    assert (filled.details.first_name, filled.details.email) == ("Ada", "ada@example.org")
    assert filled.details.sharing.email is Audience.NOBODY
    assert filled.students == {"s1": Relation(relationship="Mother", lives_with=LivesWith.PART)}


@pytest.mark.parametrize(
    ("typed", "problem", "values"),
    [
        ({"first_name": ""}, "contact_form.first_name", {}),
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
