"""Dates, lists of names and choices as people write them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from homeroom.domain.families.sharing import Audience


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


def masked(email: str) -> str:
    """`maria@example.net` -> `m•••••@example.net`: enough to know it again, for who knows it."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}•••••@{domain}"


def named(names: Sequence[str]) -> str:
    """`Noé`, `Noé and Ana`, `Noé, Ana and Li`."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last


def sharing_sentences(email: Audience, phone: Audience, address: Audience) -> list[str]:
    """What other families can see, one sentence for each piece."""
    who = {
        Audience.NOBODY: "Only the school can see",
        Audience.HOMEROOM: "Families in your child's homeroom can see",
        Audience.SITE: "All registered families can see",
    }
    pieces = (("e-mail address", email), ("phone numbers", phone), ("postal address", address))
    return [f"{who[audience]} your {piece}." for piece, audience in pieces]
