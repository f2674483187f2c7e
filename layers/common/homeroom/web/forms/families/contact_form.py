"""The form about a parent: contact information, sharing, and the relation to each student."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from homeroom.domain.families.edition import ChangedElsewhere
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ContactDetails, FilledForm, ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.kernel.message import Code, Message
from homeroom.domain.roster.student import Student
from homeroom.web.forms.families.relation_form import MINE, THEIRS, read_relations
from homeroom.web.forms.form_parsing import (
    Email,
    Form,
    FormInvalid,
    Line,
    Phone,
    RequiredEmail,
    RequiredName,
    read_form,
)


def language_code(typed: str) -> str:
    """`Español`, `es` and `ES` all give `es`; what is none of our languages gives the default."""
    wanted = typed.casefold()
    return next((code for code, name in LANGUAGES.items() if wanted in (code, name.casefold())), "en")


class ContactProblem(Code):
    """What to type or choose instead."""

    FIRST_NAME = "contact_form.first_name"
    LAST_NAME = "contact_form.last_name"
    EMAIL = "contact_form.email"
    SHARE_EMAIL = "contact_form.share_email"
    SHARE_PHONE = "contact_form.share_phone"
    SHARE_ADDRESS = "contact_form.share_address"
    CHANGED_ELSEWHERE = "contact_form.changed_elsewhere"


class OtherParentForm(Form):
    """What one parent enters about another; sharing is left to that other parent."""

    first_name: RequiredName = ""
    last_name: RequiredName = ""
    email: Email = ""
    mobile_phone: Phone = ""
    home_phone: Phone = ""
    street: Line = ""
    city: Line = ""
    state: Line = ""
    postal_code: Line = ""
    language: Line = "en"

    model_config = Form.model_config | {"validate_default": True}
    problems: ClassVar[Mapping[str, Code]] = {
        "first_name": ContactProblem.FIRST_NAME,
        "last_name": ContactProblem.LAST_NAME,
        "email": ContactProblem.EMAIL,
        "share_email": ContactProblem.SHARE_EMAIL,
        "share_phone": ContactProblem.SHARE_PHONE,
        "share_address": ContactProblem.SHARE_ADDRESS,
    }

    def details(self) -> ContactDetails:
        return ContactDetails(**self.model_dump())


class ContactForm(OtherParentForm):
    email: RequiredEmail = ""
    share_email: Audience = Audience.NOBODY
    share_phone: Audience = Audience.NOBODY
    share_address: Audience = Audience.NOBODY
    receives_school_mail: bool = False

    def details(self) -> ContactDetails:
        shared = {"share_email", "share_phone", "share_address"}
        sharing = Sharing(email=self.share_email, phone=self.share_phone, address=self.share_address)
        return ContactDetails(**self.model_dump(exclude=shared), sharing=sharing)


_ASKED_BEFORE_RELATIONS = ("first_name", "last_name", "email")


def read_contact_form(
    model: type[OtherParentForm], typed: Mapping[str, str], students: Sequence[Student]
) -> FilledForm:
    """Raises FormInvalid with the errors of all fields at once."""
    errors: dict[str, Message] = {}
    details = None
    try:
        details = read_form(model, typed).details()
    except FormInvalid as invalid:
        errors.update(invalid.errors)
    relations, relation_errors = read_relations(typed, students, MINE if issubclass(model, ContactForm) else THEIRS)
    if errors or relation_errors or details is None:
        asked_first = {name: problem for name, problem in errors.items() if name in _ASKED_BEFORE_RELATIONS}
        raise FormInvalid(asked_first | relation_errors | errors)
    return FilledForm(details, relations)


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
        "share_email": details.sharing.email,
        "share_phone": details.sharing.phone,
        "share_address": details.sharing.address,
        "receives_school_mail": "yes" if details.receives_school_mail else "",
    }
    for student_id, relation in contact.students.items():
        values[f"relationship_{student_id}"] = relation.relationship
        values[f"lives_with_{student_id}"] = relation.lives_with
    return values
