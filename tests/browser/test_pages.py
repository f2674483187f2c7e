"""Every page, in each of its states: nothing for axe to find, nothing wider than a small phone, light and dark."""

from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from tests.steps.browser import answer, begin, fill_in, invite, more_about_contact, open_profile, register, save
from tests.steps.project import ROOT
from tests.steps.school import School
from tests.steps.windows import OpenPage, look_at


def waiting_files(school: School) -> dict[str, bytes]:
    """A question about a whole file, and rows of one that wait while the others are done."""
    header, name = "year,class_code,student_id,student_last_name,student_first_name", school.new_word()
    line = f"2026-2027,3-A,{name}-1,{{}},Ida,"
    return {
        "asked": f"{header},email\n{line.format(name)}ida@example.org\n".encode(),
        "placed": f"{header},parent_email\n{line.format(name)}\n".encode(),
        "renamed": f"{header},parent_email\n{line.format('Another-' + name * 6)}\n".encode(),
    }


def test_a_site_admins_pages(open_page: OpenPage, admins_cookies: Any, school: School) -> None:
    page = open_page(cookies=admins_cookies)
    for path in (
        *(
            "/",
            "/students?without=address",
            "/students",
            "/students?q=a",
            "/students?q=zzzz",
            "/homerooms",
            "/homerooms/3-A",
            "/grades/5",
        ),
        *(
            "/imports",
            "/imports/columns",
            "/settings",
            "/settings/school",
            "/settings/kept",
            "/audit",
            "/audit?kind=held&student=gone",
            "/nothing/here",
        ),
        *("/invitations", "/invitations?q=zzzz&state=held", "/invitations/send-again", "/invitations/download"),
        *("/invitations/download?homeroom=9-Z", "/me/password", "/me/sessions"),
    ):
        page.goto(path)
        look_at(page)
    page.goto("/settings/links")
    page.get_by_label("How many days a link works").fill("for ever")
    page.get_by_role("button", name="Save settings").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    look_at(page)
    for sample in ("with-mistakes.csv", "not-a-roster.csv"):
        page.goto("/imports")
        page.get_by_label("File to import").set_input_files(ROOT / "samples" / sample)
        page.get_by_role("button", name="Check this file").click()
        expect(page.locator(".errors")).to_be_visible()
        look_at(page)
    for name, content in waiting_files(school).items():
        school.drop(name, content)
        page.goto("/imports")
        page.get_by_role("link", name=f"{name}.csv").first.click()
        look_at(page)
    page.goto("/homerooms?year=2027-2028")
    look_at(page)
    school.drop("new-families", (ROOT / "samples" / "new-families.csv").read_bytes())
    page.goto("/imports")
    huge = FilePayload(name="huge.csv", mimeType="text/csv", buffer=b"x" * (10 * 1024 * 1024 + 1))
    page.get_by_label("File to import").set_input_files(huge)
    page.get_by_role("button", name="Check this file").click()
    expect(page.get_by_text("This file is larger than 10 MB.")).to_be_visible()
    look_at(page)
    page.get_by_role("link", name="new-families.csv").first.click()
    look_at(page)
    for path in ("/", "/invitations", "/invitations?state=unanswered"):
        page.goto(path)
        look_at(page)


def test_the_timeline_of_an_invitation(open_page: OpenPage, admins_cookies: Any, school: School, phone: Page) -> None:
    student = school.new_student("Wilhelmina Alexandria Featherstonehaugh")
    parent, right = school.new_address("wrong"), school.new_address("a-rather-long-address-that-goes-on-and-on")
    page = open_page(cookies=admins_cookies)
    invite(page, school, [student], parent, "Lucía García López de la Vega y Montemayor")
    school.wait_until_delivered(parent)
    page.get_by_role("link", name="Lucía").click()
    expect(page.get_by_text("The email was delivered.")).to_be_visible()
    look_at(page)
    page.locator("summary", has_text="Correct the address").click()
    page.get_by_label("Correct email address").fill("nobody")
    page.get_by_role("button", name="Correct the address").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    look_at(page)
    page.get_by_label("Correct email address").fill(right)
    page.get_by_role("button", name="Correct the address").click()
    expect(page.get_by_role("status")).to_contain_text("The address is corrected")
    begin(phone, school.link_to(right))
    page.reload()
    expect(page.get_by_text("The parent started the form.")).to_be_visible()
    page.locator("summary", has_text="Put on hold").click()
    page.get_by_role("button", name="Hold").click()
    expect(page.get_by_role("status")).to_contain_text("on hold")
    look_at(page)
    page.get_by_role("button", name="Release").click()
    page.get_by_text("Withdraw the invitation").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("status")).to_contain_text("withdrawn")
    look_at(page)
    open_profile(page, student)
    look_at(page)


def test_a_parents_pages(open_page: OpenPage, school: School, admin: Page) -> None:
    student = school.new_student("Wilhelmina Alexandria Featherstonehaugh")
    parent = school.new_address("a-rather-long-address-that-goes-on-and-on")
    open_profile(admin, student)
    look_at(admin)
    link = invite(admin, school, [student], parent)
    look_at(admin)
    page = open_page()
    page.goto(link)
    look_at(page)
    begin(page, link)
    look_at(page)
    page.get_by_role("button", name="Save").click()
    look_at(page)
    fill_in(page, [student], "Lucía", "García López de la Vega y Montemayor")
    save(page)
    look_at(page)
    page.get_by_role("link", name="Add another parent").click()
    look_at(page)
    page.goto("/answer/next")
    page.get_by_role("link", name="Set a password").click()
    page.get_by_role("button", name="Register").click()
    look_at(page)
    page.goto("/answer/next")
    register(page)
    look_at(page)
    page.goto("/answer/done")
    look_at(page)
    for path in (
        "/me",
        "/me/edit",
        "/me/confirm",
        "/me/password",
        "/me/sessions",
        "/students",
        "/directory",
        f"/directory/all?q={student.last_name}",
        f"/students?q={student.last_name}",
        "/imports",
    ):
        page.goto(path)
        look_at(page)
    page.goto(link)
    look_at(page)
    open_profile(admin, student)
    look_at(admin)
    more_about_contact(admin)
    admin.get_by_role("link", name="Dates", exact=True).click()
    look_at(admin)
    admin.get_by_label("First day").fill("2027-05-03")
    admin.get_by_label("Last day").fill("2027-05-02")
    admin.get_by_role("button", name="Save").click()
    look_at(admin)
    admin.get_by_label("Last day").fill("2027-05-04")
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_text("From May 3, 2027 until May 4, 2027")).to_be_visible()
    look_at(admin)
    page.goto("/me")
    look_at(page)


def test_pages_for_nobody_in_particular(open_page: OpenPage, school: School) -> None:
    page = open_page()
    page.goto("/login")
    look_at(page)
    page.get_by_label("Email address").fill(school.new_address())
    page.get_by_label("Password").fill("wrong-password")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    look_at(page)
    for path in (f"/i/{'x' * 43}", "/answer"):
        page.goto(path)
        look_at(page)


def test_a_form_saved_twice_corrects_the_same_contact(school: School, admin: Page, phone: Page) -> None:
    student, parent = school.new_student(), school.new_address()
    answer(phone, invite(admin, school, [student], parent), [student], "Lucia", "Garcia")
    phone.goto("/answer")
    phone.get_by_label("First name").fill("Lucía")
    save(phone)
    open_profile(admin, student)
    expect(admin.get_by_role("heading", name="Lucía Garcia")).to_be_visible()
    assert admin.locator(".card h3").count() == 1
