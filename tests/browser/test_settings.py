"""The settings in a browser: the logo, and two windows that save the same section."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.steps.small_pictures import a_png
from tests.steps.windows import OpenPage, look_at


@pytest.fixture
def admin(open_page: OpenPage, admins_cookies: Any) -> Page:
    return open_page(cookies=admins_cookies)


def choose(page: Page, picture: bytes) -> None:
    page.locator("#file").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": picture})
    page.get_by_role("button", name="Save the logo").click()


def test_a_logo_is_seen_on_the_page_and_a_file_that_is_too_large_is_told_before_it_is_sent(admin: Page) -> None:
    admin.goto("/settings/school")
    sent = []
    admin.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    choose(admin, b"x" * 5 * 1024 * 1024)
    expect(admin.get_by_text("This file is too large for a logo.")).to_be_visible()
    assert sent == []
    choose(admin, a_png(300, 120))
    expect(admin.get_by_role("status")).to_have_text("The logo is saved.")
    assert admin.locator(".masthead img").evaluate("image => [image.naturalWidth, image.naturalHeight]") == [300, 120]
    look_at(admin)
    admin.get_by_role("button", name="Remove the logo").click()
    expect(admin.get_by_role("status")).to_have_text("The logo is removed.")
    expect(admin.locator(".masthead img")).to_have_count(0)


def test_of_two_windows_the_second_to_save_a_section_sees_both_and_saves_again(
    open_page: OpenPage, admins_cookies: Any
) -> None:
    first, second = (open_page(cookies=admins_cookies) for _ in range(2))
    for page in (first, second):
        page.goto("/settings/school")
    for page, address in ((first, "1 School Road"), (second, "2 School Road")):
        page.get_by_label("Office address").fill(address)
        page.get_by_role("button", name="Save settings").click()
    expect(second.get_by_text("Saved now: “1 School Road”.")).to_be_visible()
    expect(second.get_by_label("Office address")).to_have_value("2 School Road")
    look_at(second)
    second.get_by_label("Office address").fill("")
    second.get_by_role("button", name="Save settings").click()
    expect(second.get_by_role("status")).to_have_text("The settings are saved.")
