"""Dates and numbers as people write them."""

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
    return f"{short_day(moment)}, {moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'} UTC"


def masked(email: str) -> str:
    """`maria@example.net` -> `m•••••@example.net`: enough to know it again, for who knows it."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}•••••@{domain}"
