"""Windows of Chromium in the shapes that people hold, and what each of them must be."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE, DESK = 390, 1280
SMALLEST = 320
LOOKS = [("light", PHONE), ("light", DESK), ("dark", PHONE), ("dark", DESK)]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
OpenPage = Callable[..., Page]


def look_at(page: Page) -> None:
    """Judge the page as it is now: a screen reader's view, and the width of a small phone."""
    results = Axe().run(page)
    assert results.response["passes"], "axe did not look"
    problems = [
        (violation["id"], [node["html"] for node in violation["nodes"]]) for violation in results.response["violations"]
    ]
    assert not problems, page.url
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": SMALLEST, "height": size["height"]})
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST, page.url
    page.set_viewport_size(size)
