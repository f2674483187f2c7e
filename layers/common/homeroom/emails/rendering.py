"""Mails as subject, text and HTML. One folder for each event; the text is written, not stripped from the HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from homeroom.domain.kernel.text import one_line
from homeroom.messages.catalogue import catalogue
from homeroom.messages.jinja import speak
from homeroom.use_cases.words import named

_HERE = Path(__file__).parent
_SUBJECT_LENGTH = 60
_MOST_IN_SUBJECT = 3


@dataclass(frozen=True)
class Mail:
    """`subject` is one line."""

    subject: str
    text: str
    html: str


def render(event: str, context: Mapping[str, object], language: str = "en") -> Mail:
    """`event` is a folder here. `students` in the context are full names, in the order to be read.

    All text is escaped in the HTML, and kept on one line in subject and text.
    """
    environment = _environment()
    lines = {name: _one_line(value) for name, value in context.items()} | {"catalogue": catalogue(language)}
    return Mail(
        subject=_fitting(one_line(environment.get_template(f"{event}/subject.txt").render(lines), 200), lines),
        text=environment.get_template(f"{event}/body.txt").render(lines),
        html=environment.get_template(f"{event}/body.html").render(lines),
    )


def _fitting(subject: str, context: Mapping[str, object]) -> str:
    """The sender's name tells the school already, should its own name be a long one."""
    short = subject.removeprefix(f"{context['school']}: ")
    return subject if len(subject) <= _SUBJECT_LENGTH else short[:1].upper() + short[1:]


def _one_line(value: object) -> object:
    if isinstance(value, str):
        return one_line(value, 300)
    if isinstance(value, Sequence):
        return [_one_line(item) for item in value]
    return value


def short_for(school: str, students: Sequence[str]) -> str:
    """Whom the subject is about: the first names while they fit, or else how many children."""
    first_names = [name.split()[0] for name in students]
    about = named(first_names)
    length = len(f"{school}: add your contact information for {about}")
    if len(students) > 1 and (length > _SUBJECT_LENGTH or len(students) > _MOST_IN_SUBJECT):
        return f"{len(students)} children"
    return about


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    speak(environment)
    environment.filters["named"] = named
    environment.globals["short_for"] = short_for
    return environment
