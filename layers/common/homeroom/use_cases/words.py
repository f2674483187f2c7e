"""Dates and lists of names as people write them."""

from collections.abc import Sequence
from datetime import datetime, timedelta


def day_in_words(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def day_in_short(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"


def day_and_time(moment: datetime) -> str:
    return f"{day_in_short(moment)}, {moment:%H:%M} UTC"


def about(span: timedelta) -> str:
    """`less than a minute`, `about 3 minutes`, `about 2 hours`: rounded, never to nothing."""
    minutes = round(span / timedelta(minutes=1))
    if minutes < 1:
        return "less than a minute"
    count, unit = (minutes, "minute") if minutes < 100 else (round(minutes / 60), "hour")
    return f"about {count} {unit}{'s' if count != 1 else ''}"


def named(names: Sequence[str]) -> str:
    """`Noé`, `Noé and Ana`, `Noé, Ana and Li`."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last
