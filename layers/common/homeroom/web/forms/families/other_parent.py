"""The form in which a parent enters another one, behind the link and on their own page."""

from collections.abc import Mapping, Sequence

from homeroom.domain.families.parent_contact import FilledForm
from homeroom.domain.kernel.message import Code, message
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.record_parent import Recorded
from homeroom.web.forms.families.contact_form import OtherParentForm, read_contact_form
from homeroom.web.forms.form_parsing import FormInvalid


class OtherParentNotice(Code):
    """What has become of the other parent."""

    ADDED = "answer.added"
    ADDED_AND_INVITED = "answer.added_and_invited"
    ADDED_NOT_MAILED = "answer.added_not_mailed"


class AnotherParentProblem(Code):
    EMAIL_TO_INVITE = "another_parent.email_to_invite"
    CHOOSE_CHILD = "another_parent.choose_child"


OTHER_PARENT_NOTICES = {
    "added": message(OtherParentNotice.ADDED),
    "added-and-invited": message(OtherParentNotice.ADDED_AND_INVITED),
    "added-not-mailed": message(OtherParentNotice.ADDED_NOT_MAILED),
}


def added_notice(added: Recorded) -> str:
    """In an address."""
    return "added-not-mailed" if added.not_mailed else "added-and-invited" if added.invited else "added"


def wants_email(typed: Mapping[str, str]) -> bool:
    return typed.get("send_invitation") == "yes"


def read_other_parent(typed: Mapping[str, str], students: Sequence[Student], country: str) -> FilledForm:
    """`country` is the site's. Raises FormInvalid."""
    filled = read_contact_form(OtherParentForm, typed, students, country)
    if wants_email(typed) and not filled.details.email:
        raise FormInvalid({"email": message(AnotherParentProblem.EMAIL_TO_INVITE)})
    return filled


def chosen_students(typed: Mapping[str, str], students: Sequence[Student]) -> Sequence[Student]:
    """Of several those that are ticked; one alone is not asked about. Raises FormInvalid where none is."""
    chosen = [s for s in students if len(students) == 1 or typed.get(f"for_{s.id}") == "yes"]
    if not chosen:
        raise FormInvalid({"children": message(AnotherParentProblem.CHOOSE_CHILD)})
    return chosen
