"""Chromium, and windows of it in the shapes that people hold. IAM is enforced, as in every local run."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.steps.browser import log_in
from tests.steps.chromium import executable
from tests.steps.local_site import LocalSite
from tests.steps.school import PATIENCE, School
from tests.steps.windows import DESK, PHONE, QUIET, OpenPage

expect.set_options(timeout=PATIENCE * 1000)  # it knows nothing of a window's time-out and gives up after five seconds


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = executable()
    assert path, "Chromium is missing: install it (Debian: apt install chromium) or set CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def school(local_site: LocalSite) -> School:
    return School(local_site)


@pytest.fixture(scope="session")
def admins_cookies(chromium: Browser, school: School) -> Any:
    """The Site Admin logs in once: who logs in too often is made to wait."""
    context = chromium.new_context(base_url=school.url)
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    log_in(page, "admin@example.org", "correct-horse-battery")
    cookies = context.storage_state()
    context.close()
    return cookies


@pytest.fixture
def open_page(chromium: Browser, school: School) -> Iterator[OpenPage]:
    """Opens windows of people who know nothing of each other. Afterwards none may have gone elsewhere or complained."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(context: BrowserContext) -> None:
        context.on("request", lambda request: complaints.extend(_elsewhere(request, school)))
        context.on("console", lambda message: complaints.extend(_complaint(message)))
        context.on("weberror", lambda error: complaints.append(str(error.error)))

    def opened(
        width: int = PHONE, scheme: Literal["light", "dark"] = "light", javascript: bool = True, cookies: Any = None
    ) -> Page:
        context = chromium.new_context(
            base_url=school.url,
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            java_script_enabled=javascript,
            storage_state=cookies,
        )
        context.set_default_timeout(PATIENCE * 1000)
        listen(context)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A parent's, who has never been here."""
    return open_page(PHONE)


@pytest.fixture
def admin(open_page: OpenPage, admins_cookies: Any) -> Page:
    """A Site Admin, logged in, at a desk."""
    return open_page(DESK, cookies=admins_cookies)


def _elsewhere(request: Request, school: School) -> list[str]:
    ours = request.url.startswith((school.url, school.bucket_url, "data:"))
    return [] if ours else [f"went to {request.url}"]


def _complaint(message: ConsoleMessage) -> list[str]:
    """What the browser says about our pages. Pages with a status such as 404 or 422 are meant."""
    is_one = message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text
    return [f"{message.text} ({message.location})"] if is_one else []
