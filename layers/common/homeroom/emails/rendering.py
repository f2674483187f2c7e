"""Emails as subject, text and HTML. One folder for each event; the text is written, not stripped from the HTML."""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from homeroom.domain.kernel.text import one_line
from homeroom.messages.catalogue import Catalogue, catalogue
from homeroom.messages.jinja import speak
from homeroom.use_cases.ports.renderer import EmailContext

_HERE = Path(__file__).parent
_SUBJECT_LENGTH = 60
_MOST_IN_SUBJECT = 3
_LONGEST_VALUE, _LONGEST_SUBJECT = 600, 200
_TEXT_WIDTH = 72


@dataclass(frozen=True)
class Rendered:
    """`subject` is one line."""

    subject: str
    text: str
    html: str


def render(email: EmailContext, language: Catalogue | None = None) -> Rendered:
    """In English, unless another language is given. All text is escaped in the HTML, and each value is kept on one
    line.
    """
    language = language or catalogue()
    context = {field.name: _one_line(getattr(email, field.name)) for field in fields(email)} | {"catalogue": language}
    environment = _environment()
    return Rendered(
        subject=_subject(email.event, context, language),
        text=wrapped(environment.get_template(f"{email.event}/body.txt").render(context)),
        html=environment.get_template(f"{email.event}/body.html").render(context),
    )


def wrapped(text: str) -> str:
    """Lines that are too long for a narrow window go on in the next one, and one empty line is enough between two. An
    address has no spaces, and stays whole.
    """
    lines = "\n".join(line for paragraph in text.splitlines() for line in _lines_of(paragraph))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


def _lines_of(paragraph: str) -> Sequence[str]:
    indent = " " * (len(paragraph) - len(paragraph.lstrip(" -")))
    lines = textwrap.wrap(
        paragraph, _TEXT_WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return lines or [""]


def _one_line(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value, _LONGEST_VALUE) if type(value) is str else value  # a member of an enum stays one
    if isinstance(value, Sequence):
        return tuple(_one_line(item) for item in value)
    if isinstance(value, Mapping):  # of a message
        return {name: _one_line(item) for name, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _one_line(getattr(value, field.name)) for field in fields(value)})
    return value


def _subject(event: str, context: Mapping[str, Any], language: Catalogue) -> str:
    """The first wording that fits: it names the students while they are few, then says how many children, then leaves
    the school out, which the sender's name says already.
    """
    template = _environment().get_template(f"{event}/subject.txt")
    subjects = [
        one_line(template.render(context, about=about, with_school=with_school), _LONGEST_SUBJECT)
        for with_school in (True, False)
        for about in _about(context.get("first_names", ()), language)
    ]
    return next((subject for subject in subjects if len(subject) <= _SUBJECT_LENGTH), subjects[-1])


def _about(first_names: Sequence[str], language: Catalogue) -> Iterator[str]:
    if len(first_names) <= _MOST_IN_SUBJECT:
        yield language.names(first_names)
    if len(first_names) > 1:
        yield language.children(len(first_names))


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
    return environment
