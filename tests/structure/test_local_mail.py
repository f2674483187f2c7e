"""The local mailbox keeps what was sent, and reports about it in SES' own shapes."""

from base64 import b64encode
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from local.mail.page import linked
from local.mail.reports import KINDS, fate, report
from local.mail.ses_request import sent_mail
from local.mail.store import MailStore, SentMail

NOW = datetime(2026, 11, 24, 8, 30, 0, 120_000, tzinfo=UTC)


def a_mail(to: str = "mum@example.com", mail_id: str = "m1") -> SentMail:
    request = {
        "FromEmailAddress": "Lincoln School <school@example.org>",
        "Destination": {"ToAddresses": [to]},
        "ConfigurationSetName": "homeroom-mail",
        "EmailTags": [{"Name": "outbox_id", "Value": "o-1"}],
        "Content": {
            "Simple": {
                "Subject": {"Data": "Noé's contact information"},
                "Body": {"Text": {"Data": "text"}, "Html": {"Data": "<p>html"}},
            }
        },
    }
    return sent_mail(request, mail_id, NOW)


def test_a_mail_shows_what_the_interface_promises() -> None:
    assert a_mail("Ana <ana@example.com>").public() == {
        "id": "m1",
        "to": ["ana@example.com"],
        "subject": "Noé's contact information",
        "text": "text",
        "html": "<p>html",
        "sent_at": "2026-11-24T08:30:00.120Z",
    }


def test_a_raw_mail_is_read_too() -> None:
    message = EmailMessage()
    message["Subject"], message["To"] = "Grüße", "Ana <ana@example.com>"
    message.set_content("Text, Zoë\n")
    message.add_alternative("<p>Zoë</p>\n", subtype="html")
    mail = sent_mail({"Content": {"Raw": {"Data": b64encode(message.as_bytes()).decode()}}}, "m1", NOW)
    assert (mail.to, mail.subject) == (["ana@example.com"], "Grüße")
    assert (mail.text, mail.html) == ("Text, Zoë\n", "<p>Zoë</p>\n")


def test_sent_mail_outlives_a_restart_and_is_kept_once(tmp_path: Path) -> None:
    store = MailStore(tmp_path / "mail.jsonl")
    for mail in (a_mail(mail_id="first"), a_mail(mail_id="second"), a_mail(mail_id="first")):
        store.add(mail)
    store.report("second", "Bounce")
    again = MailStore(tmp_path / "mail.jsonl")
    assert [mail.id for mail in again.mails()] == ["first", "second"]
    assert again.mails() == store.mails()
    assert (again.reports("first"), again.reports("second")) == ([], ["Bounce"])


def test_a_mail_that_was_cut_off_while_it_was_written_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "mail.jsonl"
    MailStore(path).add(a_mail())
    with path.open("a") as file:
        file.write('{"mail": {"id": "half')
    again = MailStore(path)
    again.add(a_mail(mail_id="next"))
    assert [mail.id for mail in MailStore(path).mails()] == ["m1", "next"]


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("mum@example.com", ("Send", "Delivery")),
        ("bounce@example.com", ("Send", "Delivery")),
        ("success@simulator.amazonses.com", ("Send", "Delivery")),
        ("bounce@simulator.amazonses.com", ("Send", "Bounce")),
        ("bounce+label1@simulator.amazonses.com", ("Send", "Bounce")),
        ("Complaint@simulator.amazonses.com", ("Send", "Delivery", "Complaint")),
        ("suppressionlist@simulator.amazonses.com", ("Send", "Suppressed")),
        ("ooto@simulator.amazonses.com", ("Send", "Delivery", "OutOfOffice")),
    ],
)
def test_the_address_decides_what_becomes_of_a_mail(to: str, expected: tuple[str, ...]) -> None:
    assert fate(a_mail(to)) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_every_report_names_its_mail_and_carries_its_tags(kind: str) -> None:
    mail = report(kind, a_mail(), NOW)["mail"]
    assert (mail["messageId"], mail["destination"]) == ("m1", ["mum@example.com"])
    assert mail["tags"]["outbox_id"] == ["o-1"]
    assert mail["tags"]["ses:configuration-set"] == ["homeroom-mail"]
    assert mail["tags"]["ses:from-domain"] == ["example.org"]


@pytest.mark.parametrize(
    ("kind", "event_type", "details"),
    [
        ("Send", "Send", {}),
        ("Delivery", "Delivery", {"recipients": ["mum@example.com"]}),
        ("Bounce", "Bounce", {"bounceType": "Permanent", "bounceSubType": "General"}),
        ("Suppressed", "Bounce", {"bounceType": "Permanent", "bounceSubType": "Suppressed"}),
        ("OutOfOffice", "Bounce", {"bounceType": "Transient", "bounceSubType": "General"}),
        ("Complaint", "Complaint", {"complaintFeedbackType": "abuse"}),
    ],
)
def test_each_report_has_the_shape_of_ses(kind: str, event_type: str, details: dict[str, Any]) -> None:
    event = report(kind, a_mail(), NOW)
    assert event["eventType"] == event_type
    assert details.items() <= event[event_type.lower()].items()


def test_links_in_plain_text_can_be_clicked_and_nothing_else_is_html() -> None:
    link = '<a href="https://x.test/i/a?b=1&amp;c" target="_blank" rel="noopener">https://x.test/i/a?b=1&amp;c</a>'
    assert linked("<b> https://x.test/i/a?b=1&c.") == f"&lt;b&gt; {link}."
