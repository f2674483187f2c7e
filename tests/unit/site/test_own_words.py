"""What a school may say in its own words in an email, and what it may call itself as a sender."""

import pytest

from homeroom.domain.kernel.errors import Refused
from homeroom.domain.site.own_words import (
    MOST_CHARACTERS,
    WordsProblem,
    check_addresses,
    checked_sender_name,
    checked_words,
)
from homeroom.domain.site.settings_section import SettingsSection
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.web.forms.form_parsing import FormInvalid, read_form
from homeroom.web.forms.site.section_forms import FORMS
from tests.factories import YEAR

SITE = "https://school.example"


def checked(text: str) -> str:
    text = checked_words(text)
    check_addresses(text, SITE)
    return text


def problem_of(text: str) -> str:
    with pytest.raises(Refused) as refused:
        checked(text)
    return refused.value.message.id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We are open from 8 a.m. to 3.30 p.m. Ask Dr. O'Neil (Ph.D.), or call 217-555-0142.",
        "Grades 1 < 2, AT&T & so on; I <3 our school.",
        "¿Preguntas? Llámenos: (217) 555-0142. 学校 🎒",
        "Data: we need it by Friday. Note:bring an ID.",
        "यहाँ देखें. हम मदद करेंगे। שָׁלוֹם. مَرْحَبًا.",
        "It is all at https://school.example/code, or at school.example.",
        "See (https://school.example/privacy).",
    ],
)
def test_plain_sentences_and_the_sites_own_address_may_go_out(text: str) -> None:
    assert checked(text) == text


def test_a_paragraph_is_one_paragraph_without_what_nobody_sees() -> None:
    typed = " Welcome\u200b back!\r\n\r\nWe look\u00a0forward\nto \u202eseeing\u202c you. "
    assert checked(typed) == "Welcome back! We look forward to seeing you."


@pytest.mark.parametrize(
    "text",
    [
        *("see http://evil.example", "see HTTPS://EVIL.EXAMPLE/x", "//evil.example/x", "www.evil", "evil.example"),
        *("t.co/x", "evil.shopping", "evil。com", "ｅｖｉｌ．ｃｏｍ", "пример.рф", "192.0.2.1/login", "ev\u200bil.com"),
        *("write to me@evil.example", "me＠evil", "javascript:alert(1)", "mailto:me", "tel:911", "End.Of sentence"),
        *("https://school.example.evil.example", "https://school.example@evil.example", "notschool.example"),
        *("https://school.example/x?to=https://evil.example", "https://school.example:8443/", "school.example.com"),
        *("evil.c\ufe0fom", "evil\u034f.example", "evil.\U000e0061example", "ev\u0332il.e\u0332xample", "http:/evil"),
        *("https://school.example/../evil.html", "x@school.example", "evil://school.example"),
    ],
)
def test_any_other_address_is_refused_and_named(text: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(text)
    said = refused.value.message
    assert said.id == WordsProblem.ADDRESS
    assert said.values["address"]
    assert said.values["own"] == SITE


@pytest.mark.parametrize(
    "text", ["<b>hello</b>", "hello<br>", "</p", "<!-- x", "<script", "a &amp; b", "&#60;b", "&lt;b", "＜b＞hi"]
)
def test_html_is_refused(text: str) -> None:
    assert problem_of(text) == WordsProblem.HTML


def test_what_is_too_long_is_refused_and_what_just_fits_is_not() -> None:
    assert len(checked("é" * MOST_CHARACTERS)) == MOST_CHARACTERS
    assert problem_of("é" * (MOST_CHARACTERS + 1)) == WordsProblem.TOO_LONG


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f"])
def test_control_characters_are_refused(sign: str) -> None:
    assert problem_of(f"Hello{sign}there") == WordsProblem.CHARACTERS


def test_a_long_text_without_an_end_is_refused_at_once() -> None:
    for text in ("a." * 100_000, "a-" * 100_000, "<" * 100_000, "@" * 100_000, "school.example/" * 10_000):
        assert problem_of(text) == WordsProblem.TOO_LONG


@pytest.mark.parametrize("name", ["", "Lincoln School", "St. Mary's, K-8 (Office)", "Escuela Peña <Norte>", "学校"])
def test_a_senders_name_is_a_name(name: str) -> None:
    assert checked_sender_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *("Foo <a@b>", "a@b.example", "Foo <bank.com>", "ceo＠bank", "www.bank.example", "bank.com"),
        *("bank.c\ufe0fom", "=?utf-8?b?Y2VvQGJhbms=?="),
    ],
)
def test_a_senders_name_is_no_other_address(name: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_sender_name(name)
    assert refused.value.message.id == WordsProblem.SENDER


def test_a_schools_name_is_checked_like_a_senders_which_it_is_where_there_is_no_other() -> None:
    with pytest.raises(FormInvalid) as invalid:
        read_form(FORMS[SettingsSection.SCHOOL], {"school_name": "Foo <a@b>"})
    assert invalid.value.errors["school_name"].id == WordsProblem.SENDER


def test_words_of_other_languages_stay_and_an_empty_paragraph_is_none() -> None:
    site = SiteSettings(school_year=YEAR, own_words={"en": "Hello", "es": "Hola"})
    form = FORMS[SettingsSection.MAIL]
    assert read_form(form, {"own_words_en": " "}).changed(site) == {"own_words": {"es": "Hola"}}
    assert read_form(form, {"sender_name": "Office"}).changed(site) == {"sender_name": "Office"}
