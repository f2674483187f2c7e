"""Text as people type it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.kernel.text import clean, has_control_characters, looks_like_web_address, one_line, sort_key, words


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Ana   María ", "Ana María"),
        ("Ana\u00a0María", "Ana María"),
        ("\ufeffAna\u200b", "Ana"),
        ("Jose\u0301", "José"),
        ("Ana\u202eMaría", "AnaMaría"),
        ("علی\u200cرضا", "علی\u200cرضا"),  # the joiner belongs to the Persian spelling
        ("An\u200ca", "Ana"),
    ],
)
def test_text_is_tidied_without_changing_what_it_says(typed: str, shown: str) -> None:
    assert clean(typed) == shown


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("García-López", "garcia lopez"),
        ("  GARCÍA   LÓPEZ", "garcia lopez"),
        ("Łukasz", "lukasz"),
        ("Sørensen", "sorensen"),
        ("Großmann", "grossmann"),
        ("Đặng", "dang"),
        ("Ægir Þór", "aegir thor"),
        ("İstanbul", "istanbul"),
        ("Iıl", "iil"),
        ("ＹＡＭＡＤＡ", "yamada"),
        ("山田 太郎", "山田 太郎"),
        ("St. John", "st john"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_a_sort_key_leaves_case_and_accents_aside(name: str, key: str) -> None:
    assert sort_key(name) == key


@given(st.text())
def test_a_sort_key_is_its_own_sort_key(text: str) -> None:
    assert sort_key(sort_key(text)) == sort_key(text)


@given(st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F)))
def test_composed_and_decomposed_letters_sort_alike(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)


@given(st.text())
def test_a_sort_key_holds_nothing_that_separates_keys(text: str) -> None:
    assert all(c.isalnum() or c == " " or unicodedata.category(c)[0] == "M" for c in sort_key(text))


def test_words_are_those_of_the_sort_key() -> None:
    assert words("García-López, Ana") == ("garcia", "lopez", "ana")
    assert words(" -- ") == ()


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\x00b", "a\x0bb", "a\x85b", "a\u2028b"])
def test_control_characters_are_found(text: str) -> None:
    assert has_control_characters(text)


@pytest.mark.parametrize("text", ["", "Ana María", " Ana\n", "علی\u200cرضا"])
def test_ordinary_text_has_no_control_characters(text: str) -> None:
    assert not has_control_characters(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example",
        "www.evil.example",
        "Win at evil.com",
        "evil.xyz",
        "bit.ly/abc",
        "ｅｖｉｌ．ｃｏｍ",
        "evil。com",
    ],
)
def test_web_addresses_are_recognised(text: str) -> None:
    assert looks_like_web_address(text)


@pytest.mark.parametrize("text", ["evil.ru", "evil.de", "Evil.CO", "Click evil.cn now", "müller.ch", "evil.live"])
def test_a_word_a_dot_and_a_country_are_a_web_address(text: str) -> None:
    assert looks_like_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "J.R. Smith",
            "St.John",
            "Mary-Jo",
            "van.de Berg",
            "Comte",
            "<script>",
            "{{7*7}}",
            "St. Clair",
            "J.R.",
            "Jr.",
        ),
        *("Smith Jr.", "Smith.Jr", "Ana de.la Cruz", "A.J.Li", "Li, Dr. Mei", "Ma. Li", "María del.Río", "Mt.St.Helen"),
    ],
)
def test_names_are_no_web_addresses(text: str) -> None:
    assert not looks_like_web_address(text)


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_one_line_is_one_short_line(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1


def test_one_line_shows_where_it_was_cut() -> None:
    assert one_line("Lincoln\r\nSchool", 40) == "Lincoln School"
    assert one_line("Lincoln School", 9) == "Lincoln…"
