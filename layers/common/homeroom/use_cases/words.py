"""Dates and lists of names as people write them."""

from collections.abc import Sequence
from datetime import datetime


def day_in_words(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def day_in_short(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"


def day_and_time(moment: datetime) -> str:
    return f"{day_in_short(moment)}, {moment:%H:%M} UTC"


def named(names: Sequence[str]) -> str:
    """`Noé`, `Noé and Ana`, `Noé, Ana and Li`."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last
