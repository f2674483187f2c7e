"""Retakes the pictures of docs/a-day-in-august.md: `.venv/bin/python -m tests.browser.pictures_of_august`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.pictures import take
from tests.steps.august import Office, a_day
from tests.steps.chromium import executable
from tests.steps.local_site import LocalSite
from tests.steps.school import PATIENCE, School
from tests.steps.windows import PHONE, QUIET


def main() -> None:
    expect.set_options(timeout=PATIENCE * 1000)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = LocalSite(Path(folder) / "state", demo=False)
        browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)

        def window(width: int, height: int) -> Page:
            context = browser.new_context(base_url=site.url, viewport={"width": width, "height": height})
            context.set_default_timeout(PATIENCE * 1000)
            return context.new_page()

        def see(page: Page, name: str) -> None:
            page.evaluate("scrollTo(0, 0)")
            take(page, name)

        try:
            a_day(Office(window(1100, 830), School(site), see, lambda: window(PHONE, 780), Path(folder)))
        finally:
            site.stop()


if __name__ == "__main__":
    main()
