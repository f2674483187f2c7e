"""Retakes the pictures of docs/once-a-year.md: `.venv/bin/python -m tests.browser.pictures_of_once_a_year`."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.pictures import side_by_side, take
from tests.steps.browser import link_to_confirm, log_in
from tests.steps.chromium import executable
from tests.steps.local_site import LocalSite
from tests.steps.school import School
from tests.steps.windows import QUIET

PARENT = "dana.williams@example.net"


def take_all(browser: Browser, school: School) -> None:
    desk = browser.new_page(base_url=school.url, viewport={"width": 1100, "height": 780})
    log_in(desk, "admin@example.org", "correct-horse-battery")
    plan_from_today(desk)
    school.run_schedule()
    parents_way(browser, school)
    desk.goto("/campaigns")
    desk.get_by_role("link", name="Who has not confirmed").click()
    take(desk, "once-a-year-office")


def plan_from_today(desk: Page) -> None:
    desk.goto("/campaigns")
    first = desk.get_by_label("First day")
    first.fill((date.fromisoformat(first.input_value()) - timedelta(days=1)).isoformat())
    desk.get_by_role("button", name="Count").click()
    take(desk, "once-a-year-count")
    desk.get_by_role("button", name="Start on").click()
    desk.wait_for_load_state()


def parents_way(browser: Browser, school: School) -> None:
    """Three looks at a phone: the email, what the school has, and after the one press."""
    phone = browser.new_page(base_url=school.url, viewport={"width": 390, "height": 780})
    link = link_to_confirm(school, PARENT)
    phone.set_content(school.mails_to(PARENT)[-1]["html"])
    looks = [phone.screenshot()]
    phone.goto(link)
    phone.get_by_role("button", name="See what we have").click()
    nothing_changed = phone.get_by_role("button", name="Nothing has changed")
    nothing_changed.scroll_into_view_if_needed()
    looks.append(phone.screenshot())
    nothing_changed.click()
    phone.wait_for_load_state()
    looks.append(phone.screenshot())
    side_by_side(browser, looks, "once-a-year-parent")


def main() -> None:
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = LocalSite(Path(folder) / "state")
        try:
            take_all(playwright.chromium.launch(executable_path=executable(), args=QUIET), School(site))
        finally:
            site.stop()


if __name__ == "__main__":
    main()
