"""The days on which the relation to a student begins and ends: two fields for each, both optional."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from homeroom.domain.families.parent_contact import Days, FilledForm, ParentContact
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.kernel.text import clean
from homeroom.web.forms.form_parsing import FormInvalid

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_AMERICAN = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})", re.ASCII)


class RelationDaysProblem(Code):
    """What to type instead."""

    DATE = "relation_days.date"
    YEAR = "relation_days.year"
    ORDER = "relation_days.order"


class _Wrong(Exception):
    def __init__(self, problem: RelationDaysProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def read_days(typed: Mapping[str, str], student_id: str) -> Days:
    """Raises FormInvalid with the errors of both fields."""
    errors: dict[str, Message] = {}
    since, until = (_read(f"{name}_{student_id}", typed, errors) for name in ("since", "until"))
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


def _read(name: str, typed: Mapping[str, str], errors: dict[str, Message]) -> date | None:
    text = clean(typed.get(name, ""))
    try:
        return _date(text) if text else None
    except _Wrong as wrong:
        errors[name] = message(wrong.problem)
        return None


def _date(text: str) -> date:
    """As a browser's date field sends it, or as people here write it where there is no such field."""
    parts = _ISO.fullmatch(text) or _AMERICAN.fullmatch(text)
    if parts is None:
        raise _Wrong(RelationDaysProblem.DATE)
    year = int(parts["year"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise _Wrong(RelationDaysProblem.YEAR)
    try:
        return date(year, int(parts["month"]), int(parts["day"]))
    except ValueError:
        raise _Wrong(RelationDaysProblem.DATE) from None
