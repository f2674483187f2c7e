"""No page scrolls sideways on a small phone: not with names, towns and addresses without a place to break, nor at 200 %
text. Where browser tests open some pages as people do, these are all of them, in each state.
"""

import re
from collections.abc import Iterator

import pytest
from markupsafe import escape
from playwright.sync_api import Browser, Page

from homeroom.web.core.rendering import find_static, static_url
from tests.steps.pages import EXAMPLES
from tests.steps.pages.example import LONG, SCHOOL, Example, rendered
from tests.steps.windows import SMALLEST

WORD = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis"
ADDRESS = f"{WORD[:40]}@{WORD[:16]}.org"
VALUES = (str(escape(LONG)), SCHOOL, "Springfield", "García", "María", "Noé", "1 Long Street", "3-A")
ADDRESSES = re.compile(r"[\w.+-]+@example\.(?:org|net|com)")
GOES_ELSEWHERE = re.compile(r"<script[^>]*></script>|<meta http-equiv[^>]*>|<link [^>]*>")
CASES = [pytest.param(example, id=f"{n}-{example.template}") for n, example in enumerate(EXAMPLES)]


def with_long_values(example: Example) -> str:
    """The page with a word of 60 letters for each value, all its folds open, and its style in itself."""
    html = GOES_ELSEWHERE.sub("", rendered(example)).replace("<details", "<details open")
    for value in VALUES:
        html = html.replace(value, WORD)
    style = find_static(static_url("style.css").removeprefix("/static/"))
    assert style
    return ADDRESSES.sub(ADDRESS, html).replace("</head>", f"<style>{style[0].decode()}</style></head>")


@pytest.fixture(scope="module")
def small_phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": SMALLEST, "height": 700})
    yield context.new_page()
    context.close()


def test_the_values_are_long_enough_and_stand_in_the_pages() -> None:
    assert len(WORD) == 60
    assert len(ADDRESS) >= 60
    pages = "".join(map(rendered, EXAMPLES))
    assert all(value in pages for value in VALUES)
    assert ADDRESSES.search(pages)


SQUEEZED = """() => [...document.querySelectorAll('body *')]
  .filter(e => [...e.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim().length > 8))
  .filter(e => e.checkVisibility() && !e.closest('thead, .skip, .unseen, .fold > .group > legend'))
  .filter(e => e.getBoundingClientRect().width < 3 * parseFloat(getComputedStyle(e).fontSize))
  .map(e => e.outerHTML)"""
"""What has text of some length and is narrower than three letters: nobody reads a word that stands upright. Not
what only a screen reader reads."""


@pytest.mark.parametrize("example", CASES)
def test_no_page_scrolls_sideways_or_squeezes_its_text_with_long_values_at_any_size(
    example: Example, small_phone: Page
) -> None:
    html = with_long_values(example)
    for size in ("100%", "200%"):
        small_phone.set_content(html.replace("<html ", f'<html style="font-size: {size}" ', 1))
        assert small_phone.evaluate("document.documentElement.scrollWidth") <= SMALLEST, size
        assert small_phone.evaluate(SQUEEZED) == [], size
