"""The front page over real requests: what it says, what it weighs, and how many calls it takes."""

import re
from collections import Counter
from functools import partial
from typing import Any

from botocore.awsrequest import AWSPreparedRequest

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.site.site_settings import SiteSettings
from tests.factories import YEAR, a_student, an_invitation
from tests.steps.aws_answers import action_of, watching
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack

MOST_CALLS = 12
LARGEST = 30 * 1024


def calls_of(operation: Any) -> Counter[str]:
    seen: Counter[str] = Counter()

    def count(request: AWSPreparedRequest) -> None:
        seen[action_of(request)] += 1

    with watching(count):
        operation()
    return seen


def a_school(stack: Stack, grades: range) -> None:
    """Of each grade four homerooms, each with three students: one is known, one is asked, one is neither."""
    for grade in grades:
        for letter in "ABCD":
            code = f"{grade}-{letter}"
            known, asked, nobody = (a_student(f"{name} {code}", homeroom=code, grade=str(grade)) for name in "XYZ")
            invitation = an_invitation(asked, id=f"i{code}", email=f"{code}@example.org")
            stack.services.store.save(
                Change.new(Homeroom(year=YEAR, code=code, grade=str(grade))),
                Change.new(known.linked_to("c")),
                Change.new(asked.with_open_invitation(invitation.id)),
                Change.new(nobody),
                Change.new(invitation),
            )


def test_the_front_page_says_where_the_school_stands_in_the_same_few_calls_whatever_its_size(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert "Four steps to begin" in admin.get("/").html
    a_school(stack, range(11, 13))
    few = calls_of(partial(admin.get, "/"))
    html = admin.get("/").html
    assert re.search(r"<h1>8 of 24 students have a parent contact</h1>", html)
    assert re.search(r"<strong>8</strong>No parent email", html)
    assert "0 of 8 invitations were answered." in html
    assert html.count("1 of 3") == 8
    a_school(stack, range(13, 17))
    many = calls_of(partial(admin.get, "/"))
    assert many == few
    assert many.total() <= MOST_CALLS, many
    assert len(admin.get("/").html.encode()) < LARGEST


def test_homerooms_and_grades_say_how_many_students_have_a_parent_contact(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    a_school(stack, range(11, 12))
    assert admin.get("/homerooms").html.count("1 of 3") == 4
    for page in ("/homerooms/11-A", "/grades/11"):
        assert "1 of 3 students have a parent contact" in admin.get(page).html
    listed = admin.get("/students?without=address").html
    assert "4 students without an address" in listed
    assert listed.count("Z 11-") == 4
    assert "X 11-" not in listed


def test_a_homeroom_leads_to_the_file_of_its_contacts(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    a_school(stack, range(11, 12))
    assert 'href="/contacts?homeroom=11-A"' in admin.get("/homerooms/11-A").html
    assert 'value="11-A"' in admin.get("/contacts?homeroom=11-A").html


def test_an_empty_site_can_be_filled_by_a_file_or_by_hand(stack: Stack) -> None:
    steps = an_admins_browser(stack).get("/").html
    assert steps.index('class="button"') < steps.index('href="/students/new"')


def test_a_year_without_homerooms_asks_for_one_before_a_student(stack: Stack) -> None:
    """No form is offered that cannot be saved."""
    stack.services.store.save(Change.new(SiteSettings(school_year="2029-2030")))
    html = an_admins_browser(stack).get("/students/new").html
    assert "There are no homerooms in 2029-2030 yet." in html
    assert 'href="/homerooms/new"' in html
    assert 'name="first_name"' not in html
