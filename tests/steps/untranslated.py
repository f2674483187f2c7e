"""What a page shows that did not go through its catalogue, found with the pseudo-language."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from xml.etree.ElementTree import Element

import html5lib

from homeroom.domain.kernel.message import Message
from homeroom.messages.formats import day, day_and_time, masked, short_day
from tests.steps.pseudo import CLOSE, OPEN, left_outside

SEEN_OR_HEARD = ("aria-label", "title", "alt", "placeholder", "label")
LETTER = re.compile(r"[^\W\d_]")


def untranslated(html: str, data: Collection[str]) -> list[str]:
    """Texts with letters outside all brackets, but for what is data."""
    page: Element = html5lib.parse(html, namespaceHTMLElements=False)
    body_text = "\n".join(texts_of(page))
    assert body_text.count(OPEN) == body_text.count(CLOSE), "a text that is not closed hides what comes after it"
    outside = [left_outside(body_text), *(left_outside(text) for text in attributes_of(page))]
    lines = (line for text in outside for line in without(text, data).splitlines())
    return [line.strip() for line in lines if LETTER.search(line)]


def texts_of(element: Element) -> Iterator[str]:
    """In the order of the page. A sentence may begin in one element and end in another."""
    if element.tag in ("script", "style") or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from texts_of(child)
        yield child.tail or ""


def attributes_of(page: Element) -> Iterator[str]:
    for element in page.iter():
        for name, value in element.attrib.items():
            is_button = element.tag == "input" and element.get("type") in ("submit", "button", "reset")
            if name in SEEN_OR_HEARD or is_said_by_script(name, value) or (name == "value" and is_button):
                yield value


def is_said_by_script(name: str, value: str) -> bool:
    """All that stands in `data-…`, but for addresses."""
    return name.startswith("data-") and not value.startswith("/")


def without(text: str, data: Collection[str]) -> str:
    for known in sorted(data, key=len, reverse=True):
        text = text.replace(known, " ")
    return text


def data_in(thing: object) -> Iterator[str]:
    """Every text and moment in a context, as it may be shown. A member of an enum is none: people read its label."""
    if isinstance(thing, datetime):
        yield from (day(thing), short_day(thing), day_and_time(thing))
    elif isinstance(thing, date):
        yield from (day(thing), short_day(thing))
    elif not isinstance(thing, str):
        for part in parts_of(thing):
            yield from data_in(part)
    elif thing and not isinstance(thing, Enum):
        yield from (thing, masked(thing))


def parts_of(thing: object) -> Iterable[object]:
    if isinstance(thing, Message):
        return thing.values.values()
    if isinstance(thing, Mapping):
        return thing.values()
    if isinstance(thing, Collection):
        return thing
    if is_dataclass(thing):
        return [getattr(thing, field.name) for field in fields(thing)]
    return ()
