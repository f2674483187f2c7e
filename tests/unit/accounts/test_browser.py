"""Of a browser no more is kept than a few words."""

import pytest

from homeroom.domain.accounts.browser import browser_of, browser_text
from homeroom.messages.catalogue import catalogue

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"{WINDOWS}; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Windows"),
        (f"{WINDOWS}) {CHROME} Safari/537.36", "Chrome on Windows"),
        (f"{WINDOWS}) {CHROME} Safari/537.36 Edg/130.0.0.0", "Edge on Windows"),
        (f"{WINDOWS}) {CHROME} Safari/537.36 OPR/115.0.0.0", "Opera on Windows"),
        (f"{IPHONE} Version/18.1 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} CriOS/130.0.6723.90 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        (f"{IPHONE} FxiOS/132.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone"),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S911B) SamsungBrowser/26.0 {CHROME} Mobile Safari/537.36",
            "Samsung Internet on Android",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15",
            "Safari on Mac",
        ),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36", "Chrome on Chromebook"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Linux"),
        ("curl/8.5.0", "Another browser"),
        (f"{WINDOWS})", "Another browser"),
        ("", "Another browser"),
    ],
)
def test_a_browser_is_named_by_itself_and_its_system_and_an_unusual_one_by_neither(user_agent: str, words: str) -> None:
    kept = browser_of(user_agent)
    assert catalogue().say(browser_text(kept)) == words
    assert not any(digit in kept for digit in "0123456789")
