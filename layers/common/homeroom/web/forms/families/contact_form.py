"""The form about a parent: contact information, sharing, and the relation to each student."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from homeroom.domain.families.parent_contact import (
    Audience,
    ContactDetails,
    LivesWith,
    ParentContact,
    Relation,
    Sharing,
)
from homeroom.domain.kernel.text import clean
from homeroom.domain.roster.student import Student
from homeroom.use_cases.answers.answer import FilledForm
from homeroom.web.forms.reading import Email, Form, FormInvalid, Line, Phone, RequiredEmail, RequiredName, read_form

LANGUAGES = {
    "en": "English",
    "es": "Español",
    "ar": "العربية",
    "de": "Deutsch",
    "fr": "Français",
    "vi": "Tiếng Việt",
    "zh": "中文",
}


def language_code(typed: str) -> str:
    """`Español`, `es` and `ES` all give `es`; what is none of our languages gives the default."""
    wanted = typed.casefold()
    return next((code for code, name in LANGUAGES.items() if wanted in (code, name.casefold())), "en")


class OtherParentForm(Form):
    """What one parent tells about another; sharing is left to that other parent."""

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
    sentences: ClassVar[Mapping[str, str]] = {
        "first_name": "Enter the first name.",
        "last_name": "Enter the last name.",
        "email": "Enter an e-mail address, like name@example.org.",
        "share_email": "Choose who may see your e-mail address.",
        "share_phone": "Choose who may see your phone numbers.",
        "share_address": "Choose who may see your address.",
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


_YOU = ("you are", "you")


def read_contact_form(
    model: type[OtherParentForm], typed: Mapping[str, str], students: Sequence[Student]
) -> FilledForm:
    """Raises FormInvalid with the errors of all fields at once."""
    errors: dict[str, str] = {}
    details = None
    try:
        details = read_form(model, typed).details()
    except FormInvalid as invalid:
        errors.update(invalid.errors)
    who = _YOU if issubclass(model, ContactForm) else ("this parent is", "this parent")
    relations = {s.id: _read_relation(s, typed, errors, *who) for s in students}
    if errors or details is None:
        raise FormInvalid(errors)
    return FilledForm(details, relations)


def read_relations(typed: Mapping[str, str], students: Sequence[Student]) -> dict[str, Relation]:
    """Of the form without details. Raises FormInvalid with the errors of all fields at once."""
    errors: dict[str, str] = {}
    relations = {s.id: _read_relation(s, typed, errors, *_YOU) for s in students}
    if errors:
        raise FormInvalid(errors)
    return relations


def _read_relation(
    student: Student, typed: Mapping[str, str], errors: dict[str, str], who_is: str, who: str
) -> Relation:
    relationship_field, lives_field = f"relationship_{student.id}", f"lives_with_{student.id}"
    relationship = clean(typed.get(relationship_field, ""))
    if not relationship or len(relationship) > 40 or not relationship.isprintable():
        errors[relationship_field] = f"Choose how {who_is} related to {student.first_name}."
    try:
        return Relation(relationship=relationship, lives_with=LivesWith(typed.get(lives_field, "")))
    except ValueError:
        errors[lives_field] = f"Say whether {student.first_name} lives with {who}."
        return Relation()


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
