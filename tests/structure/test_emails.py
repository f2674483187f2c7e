"""Every mail, as text and as HTML."""

import re
from pathlib import Path
from typing import Any

import html5lib
import pytest

from homeroom.emails import rendering
from homeroom.emails.rendering import Mail, render

EVENTS = sorted(path.parent.name for path in Path(rendering.__file__).parent.glob("*/subject.txt"))
LINK = f"https://school.example/i/{'x' * 43}"
ONE, THREE = ["Noé García"], ["Noé García", "Ana García", "Li García"]


def a_mail(event: str, students: list[str] | None = None, **more: Any) -> Mail:
    context: dict[str, Any] = {
        "school": "Lincoln School",
        "inviter": "Jordan Ellis",
        "parent_name": "María García",
        "students": students or ONE,
        "link": LINK,
        "expires": "24 December 2026",
        "reply_to": "",
    }
    return render(event, context | more)


def test_there_are_mails() -> None:
    assert EVENTS == ["check_contact", "invitation"]


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("students", [ONE, THREE], ids=len)
def test_a_mail_says_who_about_whom_why_how_long_and_how_to_stop(event: str, students: list[str]) -> None:
    mail = a_mail(event, students, reply_to="office@school.example")
    for part in (mail.text, mail.html):
        words = " ".join(re.sub(r"<[^>]+>", " ", part).split())
        for student in students:
            assert student in words
        for wanted in ("Jordan Ellis", "María García", LINK, "24 December 2026", "You receive this because"):
            assert wanted in words
        assert "office@school.example" in words
        assert "Not your child?" in words


@pytest.mark.parametrize("event", EVENTS)
def test_a_subject_is_one_short_line_that_names_the_school(event: str) -> None:
    for students in (ONE, THREE, THREE * 4):
        subject = a_mail(event, students).subject
        assert subject.startswith("Lincoln School: ")
        assert len(subject) <= 70
    assert len(a_mail(event).subject) <= 60


@pytest.mark.parametrize("event", EVENTS)
def test_nothing_in_a_name_becomes_html_or_a_header(event: str) -> None:
    mail = a_mail(event, ["<script>x</script>\r\nBcc: a@example.org Smith"], school="A\r\nBcc: b@example.org")
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert "<script>" not in mail.html


@pytest.mark.parametrize("event", EVENTS)
def test_the_html_is_valid_small_and_needs_nothing_from_elsewhere(event: str) -> None:
    html = a_mail(event, THREE).html
    html5lib.HTMLParser(strict=True).parse(html)
    assert len(html.encode()) < 100_000
    assert "<img" not in html
    assert set(re.findall(r'https?://[^"<\s]+', html)) == {LINK}
    assert html.count(f'href="{LINK}"') == 2


@pytest.mark.parametrize("event", EVENTS)
def test_the_text_fits_a_narrow_window_and_the_link_stands_alone(event: str) -> None:
    lines = a_mail(event, ONE).text.splitlines()
    assert LINK in lines
    assert max(len(line) for line in lines if line != LINK) <= 76
