"""The days on which the relation to a student begins and ends: two fields for each, both optional."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from homeroom.domain.families.parent_contact import Days, FilledForm, ParentContact
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.web.forms.day_field import read_day
from homeroom.web.forms.form_parsing import FormInvalid


class RelationDaysProblem(Code):
    """What to type instead."""

    ORDER = "relation_days.order"


def read_days(typed: Mapping[str, str], student_id: str) -> Days:
    """Raises FormInvalid with the errors of both fields."""
    errors: dict[str, Message] = {}
    since, until = (read_day(f"{name}_{student_id}", typed, errors) for name in ("since", "until"))
    if since and until and until < since:
        errors[f"until_{student_id}"] = message(RelationDaysProblem.ORDER)
    if errors:
        raise FormInvalid(errors)
    return since, until


def with_days(read: Callable[[], FilledForm], typed: Mapping[str, str], contact: ParentContact) -> FilledForm:
    """What `read` gives, with the days of those relations of this contact about which the form has asked. Raises
    FormInvalid with the errors of all fields at once.
    """
    errors: dict[str, Message] = {}
    filled, days = None, {}
    try:
        filled = read()
    except FormInvalid as invalid:
        errors |= invalid.errors
    for student_id in contact.students:
        if f"since_{student_id}" in typed or f"until_{student_id}" in typed:
            try:
                days[student_id] = read_days(typed, student_id)
            except FormInvalid as invalid:
                errors |= invalid.errors
    if errors or filled is None:
        raise FormInvalid(errors)
    return replace(filled, days=days)


def days_values(contact: ParentContact) -> dict[str, str]:
    """The fields filled with what is stored, as browsers want it."""
    values = {}
    for student_id, relation in contact.students.items():
        values[f"since_{student_id}"] = relation.since.isoformat() if relation.since else ""
        values[f"until_{student_id}"] = relation.until.isoformat() if relation.until else ""
    return values
