"""Every mail, as text and as HTML."""

import re
from pathlib import Path
from typing import Any

import html5lib
import pytest

from homeroom.domain.mail.mail import MailKind
from homeroom.emails import rendering
from homeroom.emails.rendering import Mail, render

EVENTS = sorted(path.parent.name for path in Path(rendering.__file__).parent.glob("*/subject.txt"))
ASKING = ["check_contact", "invitation", "new_link", "reminder"]
"""Those whose link opens the form."""
LINK, STOP = f"https://school.example/i/{'x' * 43}", f"https://school.example/u/{'y' * 43}"
ONE, THREE = ["Noé García"], ["Noé García", "Ana García", "Li García"]
LONG = "Wilhelmina-Alexandria Featherstonehaugh-Montgomery"
ADDRESSES: dict[str, dict[str, str]] = {
    "confirmation": {"link": "", "expires": ""},
    "digest": {"link": "https://school.example/students", "expires": "", "stop": ""},
}


def a_mail(event: str, students: list[str] | None = None, **more: Any) -> Mail:
    context: dict[str, Any] = {
        "school": "Lincoln School",
        "inviter": "Jordan Ellis",
        "parent_name": "María García",
        "students": students or ONE,
        "link": LINK,
        "stop": STOP,
        "expires": "24 December 2026",
        "asked": "24 November 2026",
        "checks": False,
        "facts": [("Name", "María García"), ("Mobile phone", "555 0100"), ("Noé", "Mother, lives with you")],
        "sharing": ["Only the school can see your phone numbers."],
        "families": len(students or ONE),
        "more": 0,
        "reply_to": "",
    }
    return render(event, context | ADDRESSES.get(event, {}) | more)


def words(part: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_there_is_a_mail_for_each_kind_and_one_about_answers() -> None:
    assert sorted([*MailKind, "digest"]) == EVENTS


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("students", [ONE, THREE], ids=len)
def test_a_mail_names_every_student_and_says_why_it_came(event: str, students: list[str]) -> None:
    mail = a_mail(event, students, reply_to="office@school.example")
    for part in (mail.text, mail.html):
        for wanted in (*students, "Lincoln School", "María García", "You receive this because"):
            assert wanted in words(part)
        assert "office@school.example" in words(part)
    assert "Ask the school office" in words(a_mail(event).text)
    assert not re.search(r"[a-z][.?!][A-Z]", " ".join(re.sub(r"<[^>]+>", "", mail.html.replace("<br>", " ")).split()))


@pytest.mark.parametrize("event", ASKING)
@pytest.mark.parametrize("checks", [False, True], ids=["asks", "checks"])
def test_a_mail_that_asks_says_who_asks_and_how_long_the_link_works(event: str, checks: bool) -> None:
    mail = a_mail(event, THREE, checks=checks)
    for part in (mail.text, mail.html):
        for wanted in ("Jordan Ellis", LINK, "24 December 2026", "Not your child? Say so on the page"):
            assert wanted in words(part)


@pytest.mark.parametrize("event", [*ASKING, "confirmation"])
def test_a_mail_to_a_parent_says_how_to_stop_and_by_a_link_of_its_own(event: str) -> None:
    mail = a_mail(event)
    assert "No more mails from this site" in words(mail.text)
    assert STOP in mail.text.splitlines()
    assert mail.html.count(f'href="{STOP}"') == 1


def test_somebody_who_was_added_as_a_parent_is_told_by_whom() -> None:
    for part in (a_mail("check_contact").text, a_mail("check_contact").html):
        assert "Jordan Ellis added you as a parent of" in words(part)
    assert "had added you as a parent of" in words(a_mail("reminder", checks=True).text)


def test_a_reminder_says_when_the_first_mail_came_and_that_its_link_is_dead() -> None:
    for part in (a_mail("reminder").text, a_mail("reminder").html):
        assert "24 November 2026" in words(part)
        assert "An earlier link from us no longer works" in words(part)


def test_a_confirmation_tells_what_was_saved_and_opens_nothing() -> None:
    mail = a_mail("confirmation")
    for part in (mail.text, mail.html):
        for wanted in ("555 0100", "Mother, lives with you", "Only the school can see your phone numbers."):
            assert wanted in words(part)
        assert "/i/" not in part


def test_the_daily_mail_counts_and_says_how_to_turn_it_off() -> None:
    assert a_mail("digest").subject == "Lincoln School: 1 family has answered"
    many = a_mail("digest", THREE, more=12)
    assert many.subject == "Lincoln School: 3 families have answered"
    for part in (many.text, many.html):
        assert "and 12 more" in words(part)
        assert "can turn it off there" in words(part)


@pytest.mark.parametrize("event", EVENTS)
def test_a_subject_is_one_short_line_that_names_the_school(event: str) -> None:
    for students in (ONE, THREE, THREE * 4):
        subject = a_mail(event, students).subject
        assert subject.startswith("Lincoln School: ")
        assert len(subject) <= 60


@pytest.mark.parametrize("event", EVENTS)
def test_nothing_in_a_name_becomes_html_or_a_header(event: str) -> None:
    evil = "<script>x</script>\r\nBcc: a@example.org Smith"
    facts = [("Name", evil), (evil, "x")]
    mail = a_mail(event, [evil], school="A\r\nBcc: b@example.org", inviter=evil, facts=facts, sharing=[evil])
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert "<script>" not in mail.html
    assert "Bcc" not in [line[:3] for line in mail.text.splitlines()]


@pytest.mark.parametrize("event", EVENTS)
def test_the_html_is_valid_small_and_needs_nothing_from_elsewhere(event: str) -> None:
    html = a_mail(event, THREE).html
    html5lib.HTMLParser(strict=True).parse(html)
    assert "<img" not in html
    own = ADDRESSES.get(event, {})
    link, stop = own.get("link", LINK), own.get("stop", STOP)
    assert set(re.findall(r'https?://[^"<\s]+', html)) == {link, stop} - {""}
    if link:
        assert html.count(f'href="{link}"') == 2
        assert html.index(link) < html.index(stop) or not stop


@pytest.mark.parametrize("event", EVENTS)
def test_the_largest_mail_is_not_cut_off(event: str) -> None:
    """Some mail programs show no more than 102 KB."""
    most = 300 if event == "digest" else 12
    assert len(a_mail(event, [f"{LONG} (Homeroom 12-B)"] * most).html.encode()) < 100_000


@pytest.mark.parametrize("event", EVENTS)
def test_a_mail_is_readable_in_the_dark_and_on_a_phone(event: str) -> None:
    html = a_mail(event).html
    assert "prefers-color-scheme: dark" in html
    for colour in re.findall(r'<[^>]+style="[^"]*[; ]color:#(?!ffffff)[^"]*"', html):
        assert re.search(r'class="(ink|soft|link)"', colour), colour
    assert "max-width:600px" in html
    assert not re.search(r'width="\d{3,}"', html)


@pytest.mark.parametrize("event", EVENTS)
def test_the_text_fits_a_narrow_window_and_the_links_stand_alone(event: str) -> None:
    mail = a_mail(event, ONE)
    lines = mail.text.splitlines()
    addresses = {line for line in lines if line.startswith("https://")}
    own = ADDRESSES.get(event, {})
    assert addresses == {own.get("link", LINK), own.get("stop", STOP)} - {""}
    assert max(len(line) for line in lines if line not in addresses) <= 76
    assert "\n\n\n\n" not in mail.text
