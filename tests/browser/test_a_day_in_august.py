"""A school office's day in August, on a site of its own: nothing is there in the morning."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.steps.august import Office, a_day
from tests.steps.local_site import LocalSite
from tests.steps.school import PATIENCE, School
from tests.steps.windows import DESK, PHONE, look_at

NOT_LOOKED_AT_ELSEWHERE = ("august-four-steps",)


@pytest.fixture
def empty_school(tmp_path: Path) -> Iterator[School]:
    site = LocalSite(tmp_path / "site", demo=False)
    yield School(site)
    site.stop()


def test_a_day_in_august_from_the_empty_site_to_the_files_of_contacts(
    chromium: Browser, empty_school: School, tmp_path: Path
) -> None:
    def window(width: int) -> Page:
        page = chromium.new_context(base_url=empty_school.url, viewport={"width": width, "height": 844}).new_page()
        page.set_default_timeout(PATIENCE * 1000)
        return page

    def see(page: Page, name: str) -> None:
        if name in NOT_LOOKED_AT_ELSEWHERE:
            look_at(page)

    desk = window(DESK)
    a_day(Office(desk, empty_school, see, lambda: window(PHONE), tmp_path))
    desk.context.close()
