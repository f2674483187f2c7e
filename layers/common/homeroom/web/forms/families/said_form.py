"""Who said so: in the forms in which the office enters what a parent has told it."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from homeroom.domain.families.office_entry import HowSaid, Said
from homeroom.domain.kernel.message import Message
from homeroom.web.forms.form_parsing import Form, FormInvalid, Line, read_form

T = TypeVar("T")


class SaidForm(Form):
    """`said_how` is None where nothing is chosen."""

    said_how: HowSaid | None = None
    said_note: Line = ""


def with_said(read: Callable[[], T], typed: Mapping[str, str]) -> tuple[T, Said]:
    """What `read` gives of the form, and who said so. Raises FormInvalid with the errors of all fields at once."""
    errors: dict[str, Message] = {}
    filled, said = None, None
    try:
        filled = read()
    except FormInvalid as invalid:
        errors |= invalid.errors
    try:
        said = _read_said(typed)
    except FormInvalid as invalid:
        errors |= invalid.errors
    if filled is None or said is None:
        raise FormInvalid(errors)
    return filled, said


def _read_said(typed: Mapping[str, str]) -> Said:
    form = read_form(SaidForm, {name: value for name, value in typed.items() if name != "said_how" or value})
    return Said(form.said_how, form.said_note)
