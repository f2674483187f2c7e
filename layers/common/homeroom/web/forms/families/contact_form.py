"""The form about a parent: contact information, sharing, and the relation to each student."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from homeroom.domain.families.edition import ChangedElsewhere
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ContactDetails, FilledForm, ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.kernel.countries import is_in_country
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.kernel.phone import nice_phone
from homeroom.domain.kernel.text import clean
from homeroom.domain.roster.student import Student
from homeroom.web.forms.families.relation_days import days_values
from homeroom.web.forms.families.relation_form import MINE, THEIRS, read_relations
from homeroom.web.forms.form_parsing import (
    Email,
    Form,
    FormInvalid,
    Line,
    Name,
    Phone,
    RequiredEmail,
    read_form,
)


def language_code(typed: str) -> str:
    """`Español`, `es` and `ES` all give `es`; what is none of our languages gives the default."""
    wanted = typed.casefold()
    return next((code for code, name in LANGUAGES.items() if wanted in (code, name.casefold())), "en")


class ContactProblem(Code):
    """What to type or choose instead."""

    NAME = "contact_form.name"
    EMAIL = "contact_form.email"
    UNREACHABLE = "contact_form.unreachable"
    SHARE_EMAIL = "contact_form.share_email"
    SHARE_PHONE = "contact_form.share_phone"
    SHARE_ADDRESS = "contact_form.share_address"
    CHANGED_ELSEWHERE = "contact_form.changed_elsewhere"


class OtherParentForm(Form):
    """What one parent enters about another; sharing is left to that other parent."""

    first_name: Name = ""
    last_name: Name = ""
    email: Email = ""
    mobile_phone: Phone = ""
    home_phone: Phone = ""
    street: Line = ""
    apartment: Line = ""
    city: Line = ""
    state: Line = ""
    postal_code: Line = ""
    country: Line = ""
    language: Line = "en"

    model_config = Form.model_config | {"validate_default": True}
    problems: ClassVar[Mapping[str, Code]] = {
        "email": ContactProblem.EMAIL,
        "share_email": ContactProblem.SHARE_EMAIL,
        "share_phone": ContactProblem.SHARE_PHONE,
        "share_address": ContactProblem.SHARE_ADDRESS,
    }

    def details(self) -> ContactDetails:
        return ContactDetails(**self.model_dump())


class SharingForm(OtherParentForm):
    """What is not asked is shared with nobody."""

    share_email: Audience = Audience.NOBODY
    share_phone: Audience = Audience.NOBODY
    share_address: Audience = Audience.NOBODY
    receives_school_mail: bool = False

    def details(self) -> ContactDetails:
        shared = {"share_email", "share_phone", "share_address"}
        sharing = Sharing(email=self.share_email, phone=self.share_phone, address=self.share_address)
        return ContactDetails(**self.model_dump(exclude=shared), sharing=sharing)


class ContactForm(SharingForm):
    email: RequiredEmail = ""


class LetterForm(ContactForm):
    """Behind a letter, which also reaches families who have no email."""

    email: Email = ""


_ASKED_BEFORE_RELATIONS = ("first_name", "last_name", "email")


def read_contact_form(
    model: type[OtherParentForm], typed: Mapping[str, str], students: Sequence[Student], country: str
) -> FilledForm:
    """`country` is the school's: phone numbers are read as there, and its own name is left out of an address.
    Raises FormInvalid with the errors of all fields at once.
    """
    errors = _nameless(typed)
    details = None
    try:
        details = read_form(model, typed).details()
        errors |= _unreachable(details) if model is LetterForm else {}
    except FormInvalid as invalid:
        errors.update(invalid.errors)
    relations, relation_errors = read_relations(typed, students, MINE if issubclass(model, ContactForm) else THEIRS)
    if errors or relation_errors or details is None:
        asked_first = {name: problem for name, problem in errors.items() if name in _ASKED_BEFORE_RELATIONS}
        raise FormInvalid(asked_first | relation_errors | errors)
    return FilledForm(at_home_in(country, details), relations)


def _nameless(typed: Mapping[str, str]) -> dict[str, Message]:
    """Many people have one name, and write it into either field. Dots and what nobody sees are none."""
    named = any(c.isalnum() for name in ("first_name", "last_name") for c in clean(typed.get(name, "")))
    return {} if named else {"first_name": message(ContactProblem.NAME)}


def _unreachable(details: ContactDetails) -> dict[str, Message]:
    anything = details.email or details.mobile_phone or details.home_phone or details.street
    return {} if anything else {"email": message(ContactProblem.UNREACHABLE)}


def at_home_in(country: str, details: ContactDetails) -> ContactDetails:
    """Numbers as they are shown, so that no page that shows one pays for reading it."""
    mobile, home = (nice_phone(phone, country) if phone else "" for phone in (details.mobile_phone, details.home_phone))
    abroad = "" if is_in_country(details.country, country) else details.country
    return replace(details, mobile_phone=mobile, home_phone=home, country=abroad)


def read_own_relations(typed: Mapping[str, str], students: Sequence[Student]) -> dict[str, Relation]:
    """Of the form without details. Raises FormInvalid with the errors of all fields at once."""
    relations, errors = read_relations(typed, students, MINE)
    if errors:
        raise FormInvalid(errors)
    return relations


def differences(changed: ChangedElsewhere) -> dict[str, str]:
    """What is stored now, in the fields of which the form says something else."""
    stored = contact_values(changed.stored) if changed.stored else {}
    wanted = contact_values(changed.wanted)
    return {name: value for name, value in stored.items() if wanted.get(name) != value}


def contact_values(contact: ParentContact) -> dict[str, str]:
    """The form filled with what is stored."""
    details = contact.details
    fields = OtherParentForm.model_fields
    values = {name: str(getattr(details, name)) for name in fields}
    values |= {
        "email": contact.new_email or details.email,
        "share_email": details.sharing.email,
        "share_phone": details.sharing.phone,
        "share_address": details.sharing.address,
        "receives_school_mail": "yes" if details.receives_school_mail else "",
    }
    for student_id, relation in contact.students.items():
        values[f"relationship_{student_id}"] = relation.relationship
        values[f"lives_with_{student_id}"] = relation.lives_with
    return values | days_values(contact)
