"""An office looks at the invitation with words of its own before parents get it."""

from typing import Any

from playwright.sync_api import expect

from tests.steps.windows import OpenPage, look_at

WORDS = "We open at 8 a.m. & look forward to meeting you. <3"


def test_the_preview_shows_the_email_as_it_looks_leads_nowhere_and_keeps_what_was_typed(
    open_page: OpenPage, admins_cookies: Any
) -> None:
    page = open_page(cookies=admins_cookies)
    page.goto("/settings/mail")
    look_at(page)
    page.get_by_label("A paragraph of your own").fill(WORDS)
    page.get_by_role("button", name="Preview the email").click()
    look_at(page)
    email = page.frame_locator("iframe")
    expect(email.get_by_text(WORDS)).to_be_visible()
    button = email.locator("table a").first
    expect(button).to_have_css("color", "rgb(255, 255, 255)")
    button.click()
    expect(button).to_be_visible()
    page.get_by_role("button", name="Send a test to me").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Save your changes first")
    expect(page.get_by_label("A paragraph of your own")).to_have_value(WORDS)
    look_at(page)
