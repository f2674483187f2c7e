"""The rules for new passwords."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.domain.accounts.password import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    PasswordProblem,
    WeakPassword,
    check_new_password,
)

FAMILY = (
    "Lincoln School",
    "María García-López",
    "maria.garcia84@example.net",
    "Noé",
    "Nguyễn Thị An",
    "王小明",
    "Ольга",
)
LETTERS = {
    "Latin": "abcdefghijklmnopqrstuvwxyz",
    "Cyrillic": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэъё",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "Chinese": "山水火木金土日月風雲花草鳥魚虫犬猫牛馬羊石竹米糸貝車門雨雪電",
    "Korean": "각난닫랄맘밥삿앙잦찿칵탙팦핳개내대래매배새애재채캐태패해",
    "Devanagari": "कखगघचछजझटठडढतथदधनपफबभमयरलवशषसह",
    "emoji": "🐎🔋🧩🎻🪁🧭🐙🦉🍉🚲🎈🌵🧵🪵🛶🎺",
}


def problem(password: str, own_words: tuple[str, ...] = FAMILY) -> str:
    """Why it is refused; empty if it is not."""
    try:
        check_new_password(password, own_words)
    except WeakPassword as weak:
        return weak.message.id
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "correct-horse-battery",
        "drei Wörter reichen",
        "tengo tres gatos negros",
        "пять длинных слов тут",
        "我家的猫喜欢睡在纸箱里",
        "قطتي تنام في صندوق كبير",
        "f7Kq2pXz9L",
        "4829105736",
        "a!$#@%^&*a",
        "Noé hat drei Hasen",
    ],
)
def test_a_password_that_nobody_would_guess_is_accepted(password: str) -> None:
    assert problem(password) == ""


@pytest.mark.parametrize("script", LETTERS)
@settings(max_examples=20)
@given(seed=st.integers(), length=st.integers(SHORTEST_PASSWORD + 2, LONGEST_PASSWORD))
def test_letters_of_any_script_make_a_password(script: str, seed: int, length: int) -> None:
    password = "".join(Random(seed).choices(LETTERS[script], k=length))
    assert problem(password) == ""


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "password.too_short"),
        ("f7Kq2pXz9", "password.too_short"),
        ("f7Kq2pXz9L" * 12, "password.too_long"),
        (" correct-horse", "password.space_at_an_end"),
        ("correct-horse\n", "password.space_at_an_end"),
        (" " * SHORTEST_PASSWORD, "password.space_at_an_end"),
        ("1234567890", "password.common"),
        ("Password123!", "password.common"),
        ("p@ssw0rd2026", "password.common"),
        ("photography", "password.common"),
        ("bienvenidos", "password.common"),
        ("Contrasena2026", "password.common"),
        ("mật khẩu 123", "password.common"),
        ("M0tdep4sse!", "password.common"),
        ("пароль12345", "password.common"),
        ("йцукенгшщзхъ", "password.common"),
        ("слава україні", "password.common"),
        ("كلمة السر 123", "password.common"),
        ("我爱你我爱你1314", "password.common"),
        ("비밀번호 123456", "password.common"),
        ("xxxxxxxxxx", "password.pattern"),
        ("abcdefghijk", "password.pattern"),
        ("ключик ключик", "password.pattern"),
        ("lincoln-school", "password.own_words"),
        ("L1nc0ln2026!", "password.own_words"),
        ("GARCIA.MARIA.84", "password.own_words"),
        ("NoeUndMaria2", "password.own_words"),
        ("lincolnpassword", "password.own_words"),
        ("王小明王小明1234", "password.own_words"),
        ("Ольга!Ольга!1", "password.own_words"),
    ],
)
def test_what_is_refused_is_refused_with_its_reason(password: str, reason: str) -> None:
    assert problem(password) == reason


def test_names_of_others_are_no_own_words() -> None:
    assert problem("Noé-Ольга-王小明", ("Lincoln School",)) == ""


@given(
    parts=st.lists(
        st.sampled_from(["Lincoln", "SCHOOL", "maria", "Garcia", "lopez", "noe", "Ольга"]), min_size=2, max_size=10
    ),
    digits=st.text("0123456789", min_size=8, max_size=12),
)
def test_own_words_with_digits_are_never_a_password(parts: list[str], digits: str) -> None:
    assert problem("".join(parts) + digits)


@given(st.text(max_size=LONGEST_PASSWORD + 1), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_is_accepted_or_refused_for_a_reason(password: str, own: list[str]) -> None:
    assert problem(password, tuple(own)) in {"", *PasswordProblem}


def test_a_long_generated_password_is_looked_at_in_part() -> None:
    """zxcvbn raises above 72 characters, and tries what each of these signs may stand for."""
    assert problem("4@8({[<369 1!|70$5+7%2" * 4) == ""
