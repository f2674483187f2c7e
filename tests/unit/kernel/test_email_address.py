"""Email addresses: mended where there is one meaning, otherwise refused with a sentence that helps."""

import pytest
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from homeroom.domain.kernel.email_address import InvalidEmail, email_key, email_to_send_to, is_ordinary, parse_email
from tests.steps.english import english

LOOKS_LIKE_AN_ADDRESS = st.from_regex(
    r"\A[a-zA-Z0-9.'_+-]{1,12}@([a-zA-Z0-9-]{1,8}\.){1,3}[a-zA-Z0-9-]{1,9}\Z", fullmatch=True
) | st.emails(domains=st.sampled_from(["example.org", "a.test", "x.localhost", "b--c.com", "xn--mller-kva.de"]))


def library_accepts(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        return False
    return True


def accepts(address: str) -> bool:
    try:
        parse_email(address)
    except InvalidEmail:
        return False
    return True


@given(LOOKS_LIKE_AN_ADDRESS | st.text(alphabet="aB1.-_+'@é ", max_size=20))
@example("a@b.c")
@example("a@1.2")
@example("a@b.co")
@example("a@b-.co")
@example("a@ab--cd.com")
def test_the_fast_path_lets_nothing_through_that_the_library_refuses(address: str) -> None:
    if is_ordinary(address):
        assert library_accepts(address)


@given(LOOKS_LIKE_AN_ADDRESS)
@example("'@0.A")
def test_what_the_library_accepts_is_accepted(address: str) -> None:
    if library_accepts(address):
        assert accepts(address)


@pytest.mark.parametrize("top", SPECIAL_USE_DOMAIN_NAMES)
def test_domains_that_no_mail_reaches_are_refused(top: str) -> None:
    for address in (f"a@school.{top}", f"a@school.{top.upper()}"):
        assert not is_ordinary(address)
        assert not accepts(address)


@given(st.text(alphabet=st.sampled_from("ab@.;, <>()\"'“’＠．mailto:é-"), max_size=25))
def test_mending_twice_is_mending_once(text: str) -> None:
    if accepts(text):
        assert parse_email(parse_email(text)) == parse_email(text)


@given(st.text())
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    if accepts(text):
        assert "@" in parse_email(text)


@pytest.mark.parametrize(
    "typed",
    [
        "bob@example.org",
        " bob@example.org ",
        "bob@example.org.",
        "bob@example.org;",
        "Bob <bob@example.org>",
        '"Smith, Bob" <bob@example.org>',
        "<bob@example.org>",
        "mailto:bob@example.org",
        "mailto:bob@example.org?subject=Hello",
        "“bob@example.org”",
        "'bob@example.org'",
        "'bob@example.org",
        "bob@example.org (Bob)",
        "bob @example.org",
        "ｂｏｂ＠ｅｘａｍｐｌｅ．ｏｒｇ",
        "bob\u200b@example.org",
        "bob@example.org; Bob@Example.org",
    ],
)
def test_an_address_is_mended_where_there_is_one_meaning(typed: str) -> None:
    assert parse_email(typed) == "bob@example.org"


def test_a_curly_apostrophe_within_an_address_is_made_straight() -> None:
    assert parse_email("o’brien@example.org") == "o'brien@example.org"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "An email address is needed"),
        ("bob.example.org", "it has no @"),
        ("n/a", "it has no @"),
        ("a@example.org; b@example.org", "There is more than one email address here. Keep one."),
        ("a@example.org b@example.org", "more than one email address"),
        ("a@example.org/b@example.org", "more than one email address"),
        ("a@@example.org", "more than one @"),
        ("bob smith@example.org", "take out the spaces"),
        ("josé@example.org", "Letters such as é cannot be used before the @"),
        ("bob@example", "needs an ending such as .com or .org"),
        ("@example.org", "something is missing"),
        ("bob@", "something is missing"),
        ("bob..b@example.org", "This is not a valid email address."),
        (f"{'x' * 65}@example.org", "This is not a valid email address."),
        (f"x@{'y' * 60}.{'y' * 60}.{'y' * 60}.{'y' * 60}.{'y' * 60}.org", "This is not a valid email address."),
        ("bob@[127.0.0.1]", "This is not a valid email address."),
        ('"bob smith"@example.org', "take out the spaces"),
        (f"bob@example.org {'(b)' * 400}", "take out the spaces"),
        (f"{'mailto:' * 1_400}bob@example.org", "This is not a valid email address."),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence_that_helps(typed: str, sentence: str) -> None:
    with pytest.raises(InvalidEmail) as refused:
        parse_email(typed)
    assert sentence in english(refused.value.message)


def test_case_does_not_make_another_parent() -> None:
    assert email_key("A@X.com") == email_key("a@x.com")


def test_plus_addresses_and_dots_make_another_parent() -> None:
    keys = {email_key(a) for a in ("ann@x.com", "ann+school@x.com", "a.nn@x.com")}
    assert len(keys) == 3


def test_a_domain_in_letters_and_in_ascii_is_the_same_parent() -> None:
    assert email_key(parse_email("a@MÜLLER.de")) == email_key("a@xn--mller-kva.de")


def test_a_sharp_s_is_not_taken_for_another_domain() -> None:
    assert email_key("a@straße.de") != email_key("a@strasse.de")


def test_a_domain_in_letters_is_sent_to_in_ascii() -> None:
    assert email_to_send_to("Ann@müller.de") == "Ann@xn--mller-kva.de"
    assert email_to_send_to("Ann@X.com") == "Ann@X.com"


@given(LOOKS_LIKE_AN_ADDRESS)
def test_the_key_of_a_key_is_itself(address: str) -> None:
    if accepts(address):
        key = email_key(parse_email(address))
        assert email_key(key) == key
