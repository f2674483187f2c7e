"""Retakes the pictures of README.md from a site of its own: `.venv/bin/python -m tests.browser.pictures`."""

import re
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.steps.browser import begin, fill_in, log_in, open_profile, save, send_invitation
from tests.steps.chromium import executable
from tests.steps.local_site import LocalSite, wait_until
from tests.steps.project import ROOT
from tests.steps.school import PATIENCE, School, Student
from tests.steps.windows import QUIET

IMAGES = ROOT / "docs" / "images"
NOE, ZOFIA, EMMA, LIAM = (
    Student("Noé", "García López", "3-A"),
    Student("Zofia", "Łukaszewska", "3-A"),
    Student("Emma", "Schäfer", "3-B"),
    Student("Liam", "O'Brien", "3-A"),
)
PARENT, BOUNCES = "lucia.garcia@example.net", "bounce@simulator.amazonses.com"


def take_all(browser: Browser, school: School) -> None:
    desk = browser.new_page(base_url=school.url, viewport={"width": 1100, "height": 830})
    log_in(desk, "admin@example.org", "correct-horse-battery")
    send_invitation(desk, EMMA, BOUNCES, "Katrin Schäfer")
    send_invitation(desk, ZOFIA, "piotr.lukaszewski@example.org", "Piotr Łukaszewski")
    invite_and_answer(browser, school, desk)
    imports(desk)
    wait_until(lambda: nothing_waits(desk), "report on every mail", PATIENCE)
    take(desk, "invitations")
    desk.get_by_role("link", name="Lucía García", exact=True).click()
    take(desk, "invitation")
    desk.goto("/")
    take(desk, "front")
    a_letter(browser, desk)


def nothing_waits(desk: Page) -> bool:
    desk.goto("/invitations")
    return desk.locator(".counts a", has_text="Waiting").count() == 0


def invite_and_answer(browser: Browser, school: School, desk: Page) -> None:
    desk.goto("/homerooms/3-A")
    take(desk, "homeroom")
    desk.get_by_role("link", name=NOE.listed_name).click()
    desk.get_by_label("Parent's email address").fill(PARENT)
    desk.get_by_label("Parent's name").fill("Lucía García")
    take(desk, "profile")
    desk.get_by_role("button", name="Send Invitation").click()
    parents_way(browser, school)


def parents_way(browser: Browser, school: School) -> None:
    """Four looks at a phone, side by side."""
    phone = browser.new_page(base_url=school.url, viewport={"width": 390, "height": 780})
    link = school.link_to(PARENT)
    phone.set_content(school.mails_to(PARENT)[-1]["html"])
    looks = [phone.screenshot()]
    phone.goto(link)
    looks.append(phone.screenshot())
    begin(phone, link)
    fill_in(phone, [NOE], "Lucía", "García")
    phone.evaluate("scrollTo(0, 0)")
    looks.append(phone.screenshot())
    save(phone)
    looks.append(phone.screenshot())
    side_by_side(browser, looks, "parent")


def side_by_side(browser: Browser, looks: Sequence[bytes], name: str) -> None:
    """Of a phone that is 390 wide and 780 high."""
    wide = browser.new_page(viewport={"width": 418 * len(looks), "height": 808})
    images = "".join(f'<img src="data:image/png;base64,{b64encode(look).decode()}">' for look in looks)
    wide.set_content(f'<body style="margin:14px;display:flex;gap:28px;background:#d9d4c7">{images}')
    take(wide, name)


def a_letter(browser: Browser, desk: Page) -> None:
    """As it lies on a sheet of Letter paper, of which the margins are the printer's."""
    desk.goto("/settings/school")
    desk.get_by_label("Whom families can ask").fill("Dana Reed")
    desk.get_by_label("Office phone number").fill("(555) 010-0199")
    desk.get_by_label("Office address").fill("100 Main Street, Springfield, IL 62701")
    desk.get_by_role("button", name="Save settings").click()
    expect(desk.get_by_role("status")).to_be_visible()
    open_profile(desk, LIAM)
    desk.get_by_role("button", name="Print a letter").click()
    desk.set_viewport_size({"width": 695, "height": 900})
    desk.emulate_media(media="print")
    look = b64encode(desk.locator(".letter").screenshot()).decode()
    desk.emulate_media(media="screen")
    sheet = browser.new_page(viewport={"width": 872, "height": 1112})
    sheet.set_content(
        '<body style="margin:28px;background:#d9d4c7"><div style="box-sizing:border-box;width:816px;height:1056px;'
        f'padding:60px;background:#fff"><img src="data:image/png;base64,{look}"></div>'
    )
    take(sheet, "letter")


def imports(desk: Page) -> None:
    check(desk, "with-mistakes.csv")
    take(desk, "check")
    check(desk, "new-families.csv")
    desk.get_by_role("button", name=re.compile("Import and send")).click()
    expect(desk.get_by_text("Finished")).to_be_visible()
    take(desk, "import")


def check(desk: Page, sample: str) -> None:
    desk.goto("/imports")
    desk.get_by_label("File to import").set_input_files(ROOT / "samples" / sample)
    desk.get_by_role("button", name="Check this file").click()
    expect(desk.get_by_text("Checked, nothing sent")).to_be_visible()


def take(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / f"{name}.png")


def main() -> None:
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = LocalSite(Path(folder) / "state")
        try:
            take_all(playwright.chromium.launch(executable_path=executable(), args=QUIET), School(site))
        finally:
            site.stop()


if __name__ == "__main__":
    main()
