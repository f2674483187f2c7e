"""The form about oneself on a phone: how long it is, one press, the same for all, folded parts, what was saved."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.steps.browser import answer, begin, fill_in, open_part, save
from tests.steps.school import School, Student
from tests.steps.windows import DESK, PHONE, WITH_AND_WITHOUT_SCRIPTS, OpenPage, look_at

JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
WINDOWS = pytest.mark.parametrize(("width", "javascript"), WITH_AND_WITHOUT_SCRIPTS)
NAMES = ("Noé", "Ana", "Ben", "Cleo", "Dario")
HEADER = "year,class_code,student_last_name,student_first_name,parent_email,parent_first_name,relationship"
QUESTIONS = """form => [...form.querySelectorAll('legend, label')].filter(asked => {
  const group = asked.closest('fieldset');
  return asked.tagName === 'LEGEND' ? !group.parentElement.closest('fieldset') : !group;
}).map(asked => asked.textContent.trim())"""
"""What one legend or label asks: a name and an address are one question each, and so are the phone numbers."""


def a_link_about(school: School, *names: str) -> tuple[str, list[Student]]:
    """To the form about siblings, in the order in which it asks. Their file knows the parent, and says of her that she
    is the mother.
    """
    address, last_name = school.new_address(), school.new_word()
    students = [Student(name, last_name, "3-A") for name in names]
    rows = [f"{student.csv_row},{address},Lucía,Mother" for student in students]
    school.drop(last_name, "\n".join([HEADER, *rows]).encode())
    return school.link_to(address), students


def questions(page: Page) -> list[str]:
    asked: list[str] = page.locator("main form").first.evaluate(QUESTIONS)
    return asked


def shown(page: Page, asked: list[str]) -> list[str]:
    """Of these questions those that are not folded."""
    return [text for text in asked if page.locator("label, legend", has_text=text).first.is_visible()]


def open_parts(page: Page) -> list[str]:
    ids: list[str] = page.locator("details[open] > summary").evaluate_all("lines => lines.map(line => line.id)")
    return ids


def of_first(page: Page, students: list[Student]) -> tuple[Student, list[Student]]:
    """The student of whom the form asks first, and the others."""
    first = next(s for s in students if page.get_by_label(f"Relationship to {s.first_name}").is_visible())
    return first, [s for s in students if s != first]


@pytest.mark.parametrize(("children", "most", "at_once"), [(1, 12, 4), (2, 14, 5), (5, 20, 5)])
def test_so_many_questions_and_no_more(school: School, phone: Page, children: int, most: int, at_once: int) -> None:
    begin(phone, a_link_about(school, *NAMES[:children])[0])
    asked = questions(phone)
    assert len(asked) <= most, asked
    assert len(shown(phone, asked)) == at_once
    assert phone.evaluate("document.documentElement.scrollHeight") < 1800


@WINDOWS
def test_one_child_is_four_answers_and_one_press(
    school: School, open_page: OpenPage, width: int, javascript: bool
) -> None:
    link, students = a_link_about(school, "Noé")
    page = open_page(width, javascript=javascript)
    begin(page, link)
    assert open_parts(page) == []
    expect(page.get_by_label("First name")).to_have_value("Lucía")
    if javascript:
        look_at(page)
    fill_in(page, students, "Lucía", "García")
    save(page)
    expect(page.get_by_role("status")).to_have_text("Everything is saved.")
    expect(page.get_by_text("Lives with me")).to_be_visible()
    if javascript:
        look_at(page)

    page.get_by_role("link", name="Change phone numbers").click()
    expect(page.locator("summary#phones")).to_be_focused()
    assert open_parts(page) == ["phones"]
    page.get_by_label("Mobile phone").fill("(415) 555-2671")
    save(page)
    expect(page.get_by_text("(415) 555-2671")).to_be_visible()
    page.get_by_role("link", name="Change home address").click()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="I'm done").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All done")


@WINDOWS
def test_five_children_are_answered_with_one_box(
    school: School, open_page: OpenPage, width: int, javascript: bool
) -> None:
    link, students = a_link_about(school, *NAMES)
    page = open_page(width, javascript=javascript)
    begin(page, link)
    first, others = of_first(page, students)
    page.get_by_label("Last name").fill("García")
    page.get_by_label(f"Relationship to {first.first_name}").select_option("Mother")
    page.get_by_role("group", name=f"Does {first.first_name} live").get_by_label("Part of the time").check()
    box = page.get_by_label("The same for")
    expect(box).not_to_be_checked()
    box.check()
    different = others[-1].first_name
    open_part(page, "others")
    page.get_by_role("group", name=f"Does {different} live").get_by_label("No", exact=True).check()
    if javascript:
        look_at(page)
    save(page)
    expect(page.get_by_text("Lives with me part of the time")).to_have_count(4)
    expect(page.get_by_text("Does not live with me")).to_have_count(1)
    page.get_by_role("link", name=f"Change your answers about {different}").click()
    expect(page.get_by_label(f"Relationship to {different}")).to_be_focused()
    expect(page.get_by_label(f"Relationship to {different}")).to_have_value("Mother")


@JAVASCRIPT
def test_a_mistake_in_a_folded_part_is_found_by_the_summary(
    school: School, open_page: OpenPage, javascript: bool
) -> None:
    link, students = a_link_about(school, "Noé", "Ana")
    page = open_page(PHONE, javascript=javascript)
    begin(page, link)
    first, [other] = of_first(page, students)
    open_part(page, "phones")
    page.get_by_label("Home phone").fill("call me")
    page.get_by_label(f"Relationship to {first.first_name}").select_option("Mother")
    page.get_by_role("group", name=f"Does {first.first_name} live").get_by_label("Yes").check()
    page.get_by_role("button", name="Save").click()
    summary = page.locator("[data-error-summary]")
    expect(summary.get_by_role("link")).to_have_count(2)
    assert open_parts(page) == ["phones"]
    if javascript:
        look_at(page)
    summary.get_by_role("link").last.click()
    expect(page.get_by_label("Home phone")).to_be_focused()
    page.get_by_label("Home phone").fill("")
    summary.get_by_role("link", name=f"Tell us about {other.first_name}, too.").click()
    expect(page.get_by_label("The same for")).to_be_focused()
    page.get_by_label("The same for").check()
    save(page)


@JAVASCRIPT
def test_a_robot_that_presses_every_button_of_the_page_saves_nothing(
    school: School, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(PHONE, javascript=javascript)
    begin(page, a_link_about(school, "Noé", "Ana")[0])
    buttons = page.locator("main :is(button:not(.unseen), summary)")
    assert buttons.count() > 5
    for _ in range(2):
        for number in range(buttons.count()):
            if buttons.nth(number).is_visible():
                buttons.nth(number).click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("Your contact information for")
    page.goto(re.sub(r"/answer\b", "/answer/next", page.url))
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Thank you")


def test_folded_parts_are_filled_in_by_keyboard_alone(school: School, open_page: OpenPage) -> None:
    page = open_page(DESK)
    begin(page, a_link_about(school, "Noé", "Ana")[0])
    for selector, keys in (
        ("#last_name", "García"),
        ("select[name^=relationship]", "Mo"),
        ("input[name^=lives_with]", " "),
        ("#same_for_all", " "),
        ("#phones", "\n"),
        ("#mobile_phone", "415 555 2671"),
        ("#sharing", " "),
        ("input[name=share_phone]", None),
    ):
        tab_to(page, selector)
        if keys is None:
            page.keyboard.press("ArrowDown")
        elif keys in (" ", "\n"):
            page.keyboard.press("Space" if keys == " " else "Enter")
        else:
            page.keyboard.type(keys)
    tab_to(page, "main button:not([name])")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Lucía")
    expect(page.get_by_text("(415) 555-2671")).to_be_visible()
    expect(page.get_by_text("Nobody but the school")).to_have_count(0)


@JAVASCRIPT
def test_enter_in_a_field_saves(school: School, open_page: OpenPage, javascript: bool) -> None:
    link, students = a_link_about(school, "Noé")
    page = open_page(PHONE, javascript=javascript)
    begin(page, link)
    fill_in(page, students, "Lucía", "García")
    page.get_by_label("Last name").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Lucía")


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


@JAVASCRIPT
def test_another_parent_of_the_same_home_needs_no_address(
    school: School, open_page: OpenPage, admin: Page, javascript: bool
) -> None:
    link, [student] = a_link_about(school, "Noé")
    page = open_page(PHONE, javascript=javascript)
    answer(page, link, [student], "Lucía", "García")
    page.get_by_role("link", name="Change home address").click()
    page.get_by_label("Street address").fill("12 Long Street")
    save(page)
    page.get_by_role("link", name="Add another parent").click()
    page.get_by_label("Same home address as mine").check()
    fill_in(page, [student], "Pablo", "García")
    if javascript:
        look_at(page)
    page.get_by_role("button", name="Add this parent").click()
    expect(page.get_by_role("status")).to_have_text("The other parent has been added.")
    admin.goto(f"/students?q={student.last_name}")
    admin.get_by_role("link", name=student.listed_name).click()
    expect(admin.get_by_text("12 Long Street")).to_have_count(2)
