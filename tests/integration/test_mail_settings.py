"""The emails' section of the settings: what may be typed, the preview, and the test to oneself."""

import re
from dataclasses import replace
from html import unescape

import pytest

from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor, hidden_fields

PAGE = "/settings/mail"


def send(admin: Visitor, action: str, **typed: str) -> Answer:
    page = admin.get(PAGE).html
    return admin.post(f"{PAGE}{action}", hidden_fields(page) | {"own_words_en": words_in(page)} | typed)


def words_in(page: str) -> str:
    field = re.search(r'<textarea id="own_words_en"[^>]*>([^<]*)</textarea>', page)
    assert field
    return unescape(field[1])


def test_what_is_typed_is_previewed_in_a_frame_that_may_do_nothing_and_is_not_saved(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    answer = send(admin, "/preview", own_words_en="We meet at <8 & talk.", sender_name="The office")
    frame = re.search(r'<iframe[^>]* sandbox srcdoc="([^"]*)"', answer.html)
    assert frame
    email = unescape(frame[1])
    assert "We meet at &lt;8 &amp; talk." in email
    assert " href=" not in email
    assert "The office &lt;" in answer.html
    assert "style-src 'self' 'unsafe-inline'; script-src 'self'" in answer.headers["content-security-policy"]
    assert words_in(answer.html) == "We meet at <8 & talk."
    assert "It is not saved yet" in answer.html
    assert "as it is saved" in send(admin, "/preview").html
    assert words_in(admin.get(PAGE).html) == ""
    assert "unsafe-inline" not in admin.get(PAGE).headers["content-security-policy"]


@pytest.mark.parametrize("action", ["", "/preview", "/test"])
@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("own_words_en", "Look at evil.example/x", "“evil.example/x” looks like a web or email address."),
        ("own_words_en", "<b>Hello</b>", "“<b” looks like HTML."),
        ("own_words_en", "x" * 601, "Use 600 characters or fewer. This has 601."),
        ("sender_name", "Foo <a@b>", "Enter a name without an email or web address"),
        ("reply_to", "nobody", "no @"),
    ],
    ids=["address", "html", "long", "sender", "reply"],
)
def test_what_cannot_go_out_is_neither_saved_nor_shown_nor_sent(
    stack: Stack, action: str, field: str, text: str, sentence: str
) -> None:
    admin = an_admins_browser(stack)
    answer = send(admin, action, **{field: text})
    assert answer.status == 422
    assert sentence in unescape(answer.html)
    assert text in unescape(answer.html)
    assert "<iframe" not in answer.html
    assert text not in unescape(admin.get(PAGE).html)


def test_the_sites_own_address_may_be_named(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert send(admin, "", own_words_en="Type it at https://site.example/code.").status == 303


def test_it_is_the_address_that_was_given_to_the_site_wherever_its_pages_are_asked_for(stack: Stack) -> None:
    stack.services = replace(stack.services, site_url="https://school.example")
    admin = an_admins_browser(stack)
    preview = send(admin, "/preview", own_words_en="Type it at school.example/code.")
    assert (preview.status, "https://school.example/i/example" in preview.html) == (200, True)
    assert send(admin, "", own_words_en="Type it at https://school.example/code.").status == 303
    assert send(admin, "", own_words_en="Type it at https://site.example/code.").status == 422


def test_a_test_shows_what_is_saved_and_the_sixth_within_an_hour_gets_a_sentence(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert send(admin, "", own_words_en="Welcome back!").status == 303
    unsaved = send(admin, "/test", own_words_en="Something else")
    assert (unsaved.status, "Save your changes first" in unsaved.html) == (409, True)
    assert words_in(unsaved.html) == "Something else"
    for _ in range(5):
        assert send(admin, "/test").leads_to == PAGE
    refused = send(admin, "/test")
    assert (refused.status, "5 test emails an hour" in refused.html) == (429, True)
    assert words_in(refused.html) == "Welcome back!"


def test_of_two_who_change_the_words_the_second_sees_both(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    shown = hidden_fields(admin.get(PAGE).html)
    send(admin, "", own_words_en="The first one's")
    answer = admin.post(PAGE, shown | {"own_words_en": "The second one's"})
    assert answer.status == 409
    assert words_in(answer.html) == "The second one's"
    assert "The first one's" in unescape(answer.html)
