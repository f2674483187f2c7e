"""Windows of Chromium in the shapes that people hold, and what each of them must be."""

from collections.abc import Callable
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE, DESK = 390, 1280
SMALLEST = 320
LOOKS: list[tuple[Literal["light", "dark"], int]] = [("light", PHONE), ("light", DESK), ("dark", PHONE), ("dark", DESK)]
RULES_OF_A_LOOK = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
"""Of axe: what color or width can break."""
WITH_AND_WITHOUT_SCRIPTS = [(PHONE, True), (SMALLEST, False)]
"""A window's width, and whether it runs JavaScript: what differs between them is the page's, not the pair's."""
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
OpenPage = Callable[..., Page]


def look_at(page: Page) -> None:
    """Judge the page as it is now, in each of the LOOKS: by axe, and by the width of a small phone. What follows from a
    page's elements alone is asked once.
    """
    size = page.viewport_size
    assert size
    _let_axe_judge(page)
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": size["height"]})
        _let_axe_judge(page, runOnly=RULES_OF_A_LOOK)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": SMALLEST, "height": size["height"]})
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST, page.url
    page.set_viewport_size(size)


def _let_axe_judge(page: Page, **options: list[str]) -> None:
    response = Axe().run(page, options=options).response
    assert response["passes"], "axe did not look"
    problems = [
        (violation["id"], [node["html"] for node in violation["nodes"]]) for violation in response["violations"]
    ]
    assert not problems, (page.url, page.viewport_size)
