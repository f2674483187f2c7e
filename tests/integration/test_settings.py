"""The settings' pages: a section each, and the school's logo."""

import re

import pytest

from tests.steps.log_in import an_admins_browser
from tests.steps.small_pictures import a_png
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor, multipart


@pytest.fixture
def admin(stack: Stack) -> Visitor:
    return an_admins_browser(stack)


def choose(admin: Visitor, picture: bytes, name: str = "logo.png") -> Answer:
    body, content_type = multipart(admin.csrf("/settings/school"), (name, picture))
    return admin.post_body("/settings/logo", body, content_type)


def test_each_section_leads_to_a_page_of_its_own_and_what_is_no_section_to_none(admin: Visitor) -> None:
    pages = re.findall(r'href="(/settings/[a-z-]+)"', admin.get("/settings").html)
    assert len({*pages}) >= 8
    assert {admin.get(page).status for page in pages} == {200}
    assert admin.get("/settings/weather").status == 404


def test_the_second_of_two_who_save_one_section_sees_both_and_saves_again(stack: Stack, admin: Visitor) -> None:
    page = admin.get("/settings/links").html
    shown = re.search(r'name="version" value="(\w+)"', page)
    assert shown
    assert admin.submit_form("/settings/links", {"link_days": "9", "reminder_days": ""}).status == 303
    late = {"link_days": "21", "reminder_days": "4", "daily_digest": "yes", "version": shown[1]}
    answer = admin.submit("/settings/links", "/settings/links", late)
    assert answer.status == 409
    assert "Saved now: “9”." in answer.html
    assert "Saved now: “No”." in answer.html
    assert "It is empty now." in answer.html
    assert 'value="21"' in answer.html
    settings = stack.services.site.settings()
    assert settings
    assert (settings.link_days, settings.daily_digest) == (9, False)
    again = re.search(r'name="version" value="(\w+)"', answer.html)
    assert again
    assert admin.submit("/settings/links", "/settings/links", late | {"version": again[1]}).status == 303


def test_a_time_zone_that_does_not_exist_gets_a_sentence_and_changes_nothing(stack: Stack, admin: Visitor) -> None:
    for zone in ("Mars/Olympus_Mons", "", "US/Nowhere"):
        answer = admin.submit_form("/settings/school", {"school_name": "Another", "time_zone": zone})
        assert (answer.status, "Choose a time zone from the list." in answer.html) == (422, True), zone
    assert stack.services.site.settings() is None


def test_a_logo_stands_on_every_page_under_an_address_that_browsers_keep(stack: Stack, admin: Visitor) -> None:
    assert choose(admin, a_png(300, 120)).location == "/settings/school?notice=logo-saved"
    settings = stack.services.site.settings()
    assert settings
    assert settings.logo
    for page in ("/login", "/privacy", "/no/such/page"):
        assert f'src="{settings.logo.url}" width="300" height="120" alt=""' in stack.visitor().get(page).html
    answer = stack.visitor().get(settings.logo.url)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert admin.submit("/settings/school", "/settings/logo/remove", {"logo": settings.logo.name}).status == 303
    assert stack.visitor().get(settings.logo.url).status == 404
    assert settings.logo.url not in stack.visitor().get("/login").html


@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (b"", "Choose a picture first."),
        (b"<svg><script>alert(1)</script></svg>", "which can hold a script"),
        (b"MZ a program", "a PNG or JPEG picture"),
        (a_png(1_200, 1_001), "This picture is 1,200 by 1,001 pixels."),
        (b"x" * 4_000_000, "at most 200 KB"),
    ],
    ids=["nothing", "svg", "no picture", "wide", "large"],
)
def test_what_can_be_no_logo_gets_a_sentence(admin: Visitor, picture: bytes, sentence: str) -> None:
    answer = choose(admin, picture)
    assert (answer.status, sentence in answer.html) == (422, True)
    assert '<a href="#file">' in answer.html


def test_a_logo_is_not_replaced_by_whoever_has_not_seen_it(admin: Visitor) -> None:
    assert choose(admin, a_png()).status == 303
    answer = admin.submit("/settings/school", "/settings/logo/remove", {"logo": ""})
    assert (answer.status, "Another Site Admin has changed the logo" in answer.html) == (409, True)
