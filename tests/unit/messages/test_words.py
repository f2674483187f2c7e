"""Spans of time as people say them."""

from datetime import timedelta

import pytest

from homeroom.use_cases.words import about


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (2, "less than a minute"),
        (60, "about 1 minute"),
        (170, "about 3 minutes"),
        (90 * 60, "about 90 minutes"),
        (150 * 60, "about 2 hours"),
        (20 * 3600, "about 20 hours"),
    ],
)
def test_a_span_is_rounded_to_what_people_say(seconds: int, told: str) -> None:
    assert about(timedelta(seconds=seconds)) == told
