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
    """The page with a word of 60 letters for each value, and its style in itself."""
    html = GOES_ELSEWHERE.sub("", rendered(example))
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


@pytest.mark.parametrize("example", CASES)
def test_no_page_scrolls_sideways_with_long_values_at_any_size_of_text(example: Example, small_phone: Page) -> None:
    html = with_long_values(example)
    for size in ("100%", "200%"):
        small_phone.set_content(html.replace("<html ", f'<html style="font-size: {size}" ', 1))
        assert small_phone.evaluate("document.documentElement.scrollWidth") <= SMALLEST, size
