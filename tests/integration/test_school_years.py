"""School years on pages: what Site Admins prepare, what families see, and the day on which it changes."""

from datetime import UTC, datetime

import pytest

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from tests.factories import a_contact, a_homeroom, a_parent_user, a_student
from tests.steps.lambda_events import an_event
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

YEAR, NEXT, LAST = "2026-2027", "2027-2028", "2025-2026"


@pytest.fixture
def ana(stack: Stack) -> Student:
    """In this year's 3-A and in the next year's 4-A; Ben was in last year's 5-B, and Cy is new next year."""
    ana = a_student("Ana", "Lopez", homeroom="3-A", grade="3").placed(NEXT, "4-A", "4")
    ben = a_student("Ben", "Smith", year=LAST, homeroom="5-B", grade="5", contact_ids=("c-ben",))
    cy = a_student("Cy", "Cole", year=NEXT, homeroom="4-A", grade="4")
    rooms = [a_homeroom(code, year=year, version=0) for year, code in ((NEXT, "4-A"), (LAST, "5-B"))]
    stack.services.store.save(*map(Change.new, rooms), *map(Change.new, (ana, ben, cy)))
    return ana


def a_parents_browser(stack: Stack, *students: Student) -> Visitor:
    contact = a_contact(*students, id="contact-ana", registered=True)
    user = a_parent_user(contact)
    stack.services.store.save(Change.new(contact), Change.new(user))
    stack.passwords.set(user.id, PASSWORD)
    return logged_in(stack, user.email)


EVERY_PAGE_OF_NEXT = (
    *(f"/homerooms?year={NEXT}", f"/homerooms/4-A?year={NEXT}", f"/grades/4?year={NEXT}"),
    *(f"/students?year={NEXT}", f"/students?q=cy&year={NEXT}"),
)


def test_site_admins_look_at_the_next_year_and_at_earlier_ones(stack: Stack, ana: Student) -> None:
    admin = an_admins_browser(stack)
    homerooms = admin.get("/homerooms").html
    assert "3-A" in homerooms
    assert "4-A" not in homerooms
    assert f'href="/homerooms?year={NEXT}"' in homerooms
    assert f'href="/homerooms?year={LAST}"' in homerooms
    assert f'href="/homerooms/4-A?year={NEXT}"' in admin.get(f"/homerooms?year={NEXT}").html
    assert "Only Site Admins see 2027-2028" in admin.get(f"/homerooms?year={NEXT}").html
    for page in EVERY_PAGE_OF_NEXT:
        assert admin.get(page).status == 200
    for page in EVERY_PAGE_OF_NEXT[1:3] + EVERY_PAGE_OF_NEXT[4:]:
        assert "Cole, Cy" in admin.get(page).html
    assert "Lopez, Ana" in admin.get(f"/homerooms/4-A?year={NEXT}").html
    assert "Smith, Ben" in admin.get(f"/homerooms/5-B?year={LAST}").html


def test_families_see_the_current_year_only(stack: Stack, ana: Student) -> None:
    parent = a_parents_browser(stack, ana)
    for page in (*EVERY_PAGE_OF_NEXT, f"/homerooms?year={LAST}", f"/homerooms/5-B?year={LAST}", "/homerooms/4-A"):
        assert parent.get(page).status == 404
    for page in ("/homerooms", "/students", "/students?q=a", "/homerooms/3-A", f"/students/{ana.id}", "/me"):
        shown = parent.get(page)
        assert shown.status == 200
        assert not [hidden for hidden in (NEXT, LAST, "4-A", "5-B", "Cy", "Ben") if hidden in shown.html]
    others = [s.id for s in (a_student("Ben", "Smith"), a_student("Cy", "Cole"))]
    assert [parent.get(f"/students/{student_id}").status for student_id in others] == [404, 404]


def test_a_family_of_whose_students_none_is_here_any_more_sees_no_other_family(stack: Stack, ana: Student) -> None:
    [ben] = stack.services.roster.students_in(LAST, "5-B")
    parent = a_parents_browser(stack, ben)
    assert parent.get(f"/students/{ben.id}").status == 200
    assert parent.get(f"/students/{ana.id}").status == 404
    for page in ("/homerooms/3-A", "/grades/3", "/students?q=ana"):
        assert "Lopez" not in parent.get(page).html


def test_a_site_admin_sees_where_a_student_was_and_will_be(stack: Stack, ana: Student) -> None:
    admin = an_admins_browser(stack)
    page = admin.get(f"/students/{ana.id}").html
    assert f'<dt>{NEXT}</dt><dd><a href="/homerooms/4-A?year={NEXT}">4-A</a>' in page
    gone = admin.get(f"/students/{a_student('Ben', 'Smith').id}").html
    assert "Nobody is invited or reminded about this student." in gone
    assert "Invite a parent" not in gone


def test_a_parent_whose_child_has_left_still_has_their_page(stack: Stack, ana: Student) -> None:
    ben = stack.services.roster.search(LAST, "ben", 1)[0]
    parent = a_parents_browser(stack, ben)
    assert "Ben Smith" in parent.get("/me").html
    assert "5-B" not in parent.get("/me").html
    assert parent.get(f"/students/{ben.id}").status == 200


def test_on_its_day_the_next_year_becomes_current_for_everybody(stack: Stack, ana: Student) -> None:
    admin = an_admins_browser(stack)
    answer = admin.submit_form("/settings/year", {"school_year": YEAR, "next_year_from": "2027-08-20"})
    assert answer.location == "/settings/year?notice=saved"
    assert "Families see it from August 20, 2027." in admin.get(f"/homerooms?year={NEXT}").html
    stack.clock.now = datetime(2027, 8, 20, 13, tzinfo=UTC)
    stack.invoke("remind", an_event("daily"))
    parent = a_parents_browser(stack, ana)
    assert "4-A" in parent.get("/homerooms").html
    assert "4-A" in parent.get("/me").html
    assert parent.get(f"/homerooms?year={YEAR}").status == 404
    assert "The site itself, on its day" in an_admins_list(stack)


def an_admins_list(stack: Stack) -> str:
    return logged_in(stack, "admin@example.org").get("/audit").html


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        *((day, "Choose a day after today") for day in ("2026-09-01", "2026-08-20", "8/20/2026")),
        *((day, "Enter a date") for day in ("soon", "2027-13-01", "2027-W01-1", "20270601")),
        *((day, "Enter a year from") for day in ("9999-12-31", "0001-01-01")),
    ],
)
def test_the_day_is_one_that_comes_after_today(day: str, sentence: str, stack: Stack) -> None:
    admin = an_admins_browser(stack)
    answer = admin.submit_form("/settings/year", {"school_year": YEAR, "next_year_from": day})
    assert (answer.status, sentence in answer.html, f'value="{day}"' in answer.html) == (422, True, True)


def test_the_day_may_be_typed_as_people_write_it(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert admin.submit_form("/settings/year", {"school_year": YEAR, "next_year_from": "8/20/2027"}).status == 303
    assert 'value="2027-08-20"' in admin.get("/settings/year").html


def test_the_settings_offer_years_and_take_no_other(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert f'<option value="{NEXT}">' in admin.get("/settings/year").html
    for typed in ("1999-2000", "soon", ""):
        assert admin.submit_form("/settings/year", {"school_year": typed}).status == 422


def test_a_button_makes_the_next_year_current(stack: Stack, ana: Student) -> None:
    admin = an_admins_browser(stack)
    done = admin.submit("/settings/year", "/settings/next-year", {"year": NEXT})
    assert "The current school year has changed." in admin.get(done.location).html
    assert "4-A" in admin.get("/homerooms").html
    assert admin.submit("/settings/year", "/settings/next-year", {"year": "2030-2031"}).location.endswith("already")
    assert stack.services.site.settings().school_year == NEXT  # type: ignore[union-attr]
