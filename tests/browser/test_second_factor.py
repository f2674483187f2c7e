"""A Site Admin sets up a second factor and logs in with it, on a phone, with and without JavaScript."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from homeroom.bootstrap import make_services
from homeroom.domain.kernel.change import Change
from homeroom.settings import Settings
from homeroom.use_cases.accounts.add_admin import add_admin
from homeroom.use_cases.accounts.remove_second_factor import remove_second_factor
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from tests.factories import a_code
from tests.steps.local_site import LocalSite
from tests.steps.school import School
from tests.steps.windows import PHONE, OpenPage, look_at

PASSWORD = "seven-clouds-over-the-harbor"
STEP = timedelta(seconds=30)


@pytest.fixture(scope="module")
def services(local_site: LocalSite) -> Iterator[Services]:
    """As the installer has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", local_site.aws_endpoint)
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield make_services(Settings.from_outputs(local_site.outputs))


@pytest.fixture
def email(school: School, services: Services) -> str:
    """Of a Site Admin of this test alone."""
    address = school.new_address("office")
    add_admin(address, "Robin Reyes", PASSWORD, services)
    return address


def give_password(page: Page, email: str) -> None:
    page.goto("/login")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def give(page: Page, code: str, button: str = "Log in", label: str = "Six-digit code") -> None:
    page.get_by_label(label, exact=True).fill(code)
    page.get_by_role("button", name=button, exact=True).click()


def later_code(secret: str, steps: int = 1) -> str:
    """Each counts once: a test that does not want to wait takes the next one."""
    return a_code(datetime.now(UTC) + steps * STEP, secret)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def at_the_front(page: Page) -> None:
    """A Site Admin who has logged in."""
    expect(page.get_by_role("heading", level=1)).to_contain_text("have a parent contact")


def set_up(page: Page) -> tuple[str, list[str]]:
    """Secret and recovery codes."""
    heading(page, "Set up a second factor")
    secret = page.locator("code.key").inner_text().replace(" ", "")
    give(page, later_code(secret, 0), "Turn on")
    heading(page, "Your recovery codes")
    return secret, page.locator(".codes code").all_inner_texts()


@pytest.mark.parametrize("javascript", [True, False])
def test_it_is_set_up_asked_for_replaced_by_a_recovery_code_and_turned_off(
    javascript: bool, open_page: OpenPage, email: str
) -> None:
    page = open_page(PHONE, javascript=javascript)
    give_password(page, email)
    at_the_front(page)
    page.get_by_role("contentinfo").get_by_role("link", name="Second factor").click()
    page.get_by_role("link", name="Set up a second factor").click()
    secret, recovery_codes = set_up(page)
    assert len(recovery_codes) == 10
    page.get_by_role("link", name="I've saved them").click()
    expect(page.get_by_text("You have 10 recovery codes left.")).to_be_visible()

    page.get_by_role("button", name="Log out").click()
    give_password(page, email)
    heading(page, "Enter your code")
    page.goto("/students")
    heading(page, "Enter your code")
    give(page, "000000")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    give(page, later_code(secret))
    at_the_front(page)

    page.get_by_role("button", name="Log out").click()
    give_password(page, email)
    page.get_by_text("I don't have my app with me").click()
    give(page, recovery_codes[4], "Log in with a recovery code", "Recovery code")
    at_the_front(page)
    page.goto("/me/second-factor")
    expect(page.get_by_text("You have 9 recovery codes left.")).to_be_visible()
    give(page, recovery_codes[5], "Turn off", "Six-digit code or recovery code")
    expect(page.get_by_role("status")).to_contain_text("Your second factor is off")


def test_its_pages(open_page: OpenPage, email: str, services: Services) -> None:
    page = open_page()
    give_password(page, email)
    page.goto("/me/second-factor")
    look_at(page)
    page.goto("/me/second-factor/new")
    look_at(page)
    give(page, "000000", "Turn on")
    look_at(page)
    set_up(page)
    look_at(page)
    page.goto("/me/second-factor")
    look_at(page)
    page.get_by_role("button", name="Log out").click()
    give_password(page, email)
    look_at(page)
    page.get_by_text("I don't have my app with me").click()
    look_at(page)
    give(page, "x", "Log in with a recovery code", "Recovery code")
    look_at(page)
    remove_second_factor(email, services)
    give_password(page, email)
    at_the_front(page)


def test_where_the_site_requires_it_a_site_admin_sets_it_up_before_anything_else(
    open_page: OpenPage, email: str, services: Services
) -> None:
    page = open_page(PHONE)
    give_password(page, email)
    page.goto("/settings/log-in")
    asked = page.get_by_role("group", name="Must Site Admins use a second factor?")
    asked.get_by_label("Yes").check()
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_role("link", name="Set up your own second factor first")).to_be_visible()
    page.goto("/me/second-factor/new")
    secret, _ = set_up(page)
    page.goto("/settings/log-in")
    asked.get_by_label("Yes").check()
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_role("status")).to_contain_text("saved")
    try:
        page.goto("/me/second-factor")
        give(page, later_code(secret), "Turn off", "Six-digit code or recovery code")
        expect(page.get_by_text("Site Admins of this school log in with a password and a code")).to_be_visible()
        look_at(page)
        page.goto("/imports")
        set_up(page)
        page.get_by_role("link", name="I've saved them").click()
        at_the_front(page)
    finally:  # all others here log in without
        settings = site_settings(services)
        services.store.save(Change(settings, replace(settings, second_factor_required=False)))
