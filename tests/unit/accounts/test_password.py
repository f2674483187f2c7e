"""The one rule for passwords."""

import pytest

from homeroom.domain.accounts.password import LONGEST_PASSWORD, SHORTEST_PASSWORD, WeakPassword, check_new_password


@pytest.mark.parametrize(
    "password", ["x" * SHORTEST_PASSWORD, "x" * LONGEST_PASSWORD, "drei Wörter reichen", "пароль пароль", "1234567890"]
)
def test_a_password_needs_length_and_nothing_else(password: str) -> None:
    check_new_password(password)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", "password.too_short"),
        ("x" * (SHORTEST_PASSWORD - 1), "password.too_short"),
        ("x" * (LONGEST_PASSWORD + 1), "password.too_long"),
        (" correct-horse", "password.space_at_an_end"),
        ("correct-horse\n", "password.space_at_an_end"),
    ],
)
def test_what_is_refused_is_refused_with_its_reason(password: str, problem: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        check_new_password(password)
    assert refused.value.message.id == problem
