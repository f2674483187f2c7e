"""Dates and numbers as people write them. Moments are shown in the zone that they are in."""

from datetime import date, datetime

MINUTES_UNTIL_HOURS = 100
"""From so many minutes on, hours are said."""


def number(number: int) -> str:
    return f"{number:,}"


def day(moment: date) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"


def short_day(moment: date) -> str:
    return f"{moment:%b} {moment.day}, {moment.year}"


def day_and_time(moment: datetime) -> str:
    """With the zone that the moment is in: `EST`, or `UTC-03` where it has no name of letters."""
    zone = f"{moment:%Z}"
    hour, half = moment.hour % 12 or 12, "AM" if moment.hour < 12 else "PM"
    return f"{short_day(moment)}, {hour}:{moment:%M} {half} {zone if zone.isalpha() else f'UTC{zone}'}"


def masked(email: str) -> str:
    """`maria@example.net` -> `m•••••@example.net`: enough to know it again, for who knows it."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}•••••@{domain}"
