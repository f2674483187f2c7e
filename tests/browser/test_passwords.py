"""A password is typed once, and can be looked at before it is sent."""

from playwright.sync_api import Page, expect

from tests.steps.windows import PHONE, OpenPage, look_at

REMEMBER_TYPE = """
document.querySelector("main form").addEventListener("formdata", (event) => {
  sessionStorage.setItem("sent as", event.target.elements.password.type);
});
"""


def test_a_password_is_shown_by_keyboard_and_by_mouse(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/login")
    password, button = page.get_by_label("Password"), page.get_by_role("button", name="Show password")
    password.fill("five-long-words-here")
    expect(button).to_have_attribute("aria-pressed", "false")
    password.press("Tab")
    expect(button).to_be_focused()
    button.press("Space")
    expect(password).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    look_at(page)
    button.click()
    expect(password).to_have_attribute("type", "password")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(password).to_have_value("five-long-words-here")


def test_a_password_that_is_shown_is_sent_from_a_password_field(phone: Page) -> None:
    phone.goto("/login")
    phone.evaluate(REMEMBER_TYPE)
    phone.get_by_label("Email address").fill("nobody@example.org")
    phone.get_by_role("button", name="Show password").click()
    phone.get_by_label("Password").fill("five-long-words-here")
    phone.get_by_label("Password").press("Enter")
    expect(phone.locator("[data-error-summary]")).to_be_visible()
    assert phone.evaluate("sessionStorage.getItem('sent as')") == "password"


def test_without_javascript_there_is_nothing_to_press(open_page: OpenPage) -> None:
    page = open_page(PHONE, javascript=False)
    page.goto("/login")
    expect(page.get_by_label("Password")).to_have_attribute("type", "password")
    expect(page.get_by_role("button", name="Show password")).to_have_count(0)
