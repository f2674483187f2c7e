"""Homerooms by hand, page by page: what a Site Admin types, what comes back, and what the class list holds."""

from dataclasses import replace

import pytest

from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.change import Change
from tests.factories import a_contact, a_homeroom, a_student, details
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor, hidden_fields

NEXT = "2027-2028"
TYPED = {"code": "3-A", "grade": "3", "room": "12", "teachers": "Ana Lee\r\n\r\n Ben  Ito \r\nAna Lee"}


@pytest.fixture
def admin(stack: Stack) -> Visitor:
    stack.services.store.save(Change.new(a_homeroom("3-B", version=0)))
    return an_admins_browser(stack)


def save(admin: Visitor, page: str, **typed: str) -> Answer:
    return admin.submit_form(page, TYPED | typed)


def test_a_homeroom_of_the_next_year_is_added_and_edited_with_its_teachers_line_by_line(
    stack: Stack, admin: Visitor
) -> None:
    answer = save(admin, f"/homerooms/new?year={NEXT}", code="4 – A", year=NEXT)
    assert answer.location == "/homerooms/4%2520%25E2%2580%2593%2520A?year=2027-2028&notice=added"
    assert "The homeroom was added." in admin.get(answer.location).html
    [added] = stack.services.roster.homerooms(NEXT)
    assert (added.code, added.teachers) == ("4 – A", ("Ana Lee", "Ben Ito"))
    page = f"/homerooms/4-A/edit?year={NEXT}"
    assert "Ana Lee\nBen Ito</textarea>" in admin.get(page).html
    assert save(admin, page, code="new").location == f"/homerooms/NEW?year={NEXT}&notice=saved"
    assert "Homeroom new" in admin.get(f"/homerooms/NEW?year={NEXT}").html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": " "}, "homeroom"),
        ({"code": "3/A"}, "type 3-A instead"),
        ({"code": "x" * 41}, "40"),
        ({"code": "3-b"}, "There is already a homeroom 3-B"),
        ({"room": "\x07"}, "characters"),
        ({"teachers": "\n".join(map(str, range(21)))}, "no more than 20 teachers"),
        ({"teachers": "www.example.com"}, "web address"),
    ],
)
def test_a_mistake_comes_back_with_all_that_was_typed(admin: Visitor, typed: dict[str, str], sentence: str) -> None:
    for page in ("/homerooms/new", "/homerooms/3-A/edit"):
        answer = save(admin, page, **{"code": "5-A", "grade": "fifth"} | typed)
        assert (answer.status, sentence in answer.html, 'value="fifth"' in answer.html) == (422, True, True)


def test_the_second_of_two_admins_gets_the_newest_state_and_what_they_typed(admin: Visitor) -> None:
    opened = hidden_fields(admin.get("/homerooms/3-A/edit").html)
    assert save(admin, "/homerooms/3-A/edit", code="3-Blue", room="77").status == 303
    answer = admin.post("/homerooms/3-A/edit", opened | TYPED | {"code": "3-Red", "room": "99"})
    assert answer.status == 409
    for shown in ("Somebody else has changed this homeroom.", "<dd>3-Blue</dd>", "<dd>77</dd>", 'value="99"'):
        assert shown in answer.html
    again = hidden_fields(answer.html) | TYPED | {"code": "3-Red", "room": "99"}
    assert admin.post("/homerooms/3-Blue/edit", again).location == "/homerooms/3-Red?notice=saved"


def test_a_merge_is_shown_before_it_is_done_and_shown_anew_when_somebody_was_quicker(
    stack: Stack, admin: Visitor
) -> None:
    stack.services.store.save(Change.new(a_student(homeroom="3-A")))
    assert admin.submit("/homerooms/3-A/merge", "/homerooms/3-A/merge", {}).status == 422
    page = "/homerooms/3-A/merge?into=3-B"
    shown = admin.get(page).html
    assert "1 student moves from 3-A to 3-B" in shown
    assert save(admin, "/homerooms/3-B/edit", code="3-B", room="5").status == 303
    late = admin.post("/homerooms/3-A/merge", hidden_fields(shown))
    assert (late.status, '<td data-label="3-B">5</td>' in late.html) == (409, True)
    for _ in range(2):
        done = admin.post("/homerooms/3-A/merge", hidden_fields(late.html))
        assert done.location == "/homerooms/3-B?notice=merged"
    assert "García López, Noé" in admin.get("/homerooms/3-A").html
    assert "3-A" not in admin.get("/homerooms").html
    assert "Former codes" in admin.get("/homerooms/3-B/edit").html


def test_an_empty_homeroom_is_removed_and_one_with_students_says_what_to_do(stack: Stack, admin: Visitor) -> None:
    stack.services.store.save(Change.new(a_student(homeroom="3-A")))
    assert "1 student is in 3-A" in admin.get("/homerooms/3-A/remove").html
    assert admin.post("/homerooms/3-A/remove", hidden_fields(admin.get("/homerooms").html)).status == 409
    assert admin.submit_form("/homerooms/3-B/remove", {}).location == "/homerooms?notice=removed"
    assert admin.get("/homerooms/3-B").status == 404


def test_the_class_list_has_every_contact_and_is_recorded_only_when_it_is_opened(stack: Stack, admin: Visitor) -> None:
    first = a_student(homeroom="3-A", protected=True)
    other = a_student("Mei", "Li", homeroom="3-B")
    contact = a_contact(first, details=details(mobile_phone="555 0123", street="1 Elm Street"))
    second = a_contact(first, id="contact-2", details=details("Pedro", "Ruiz", email="pedro@example.org"))
    linked = replace(first, contact_ids=(contact.id, second.id))
    stack.services.store.save(*map(Change.new, (linked, other)), *map(Change.new, (contact, second)))
    for page, shown in (("/homerooms/3-A/contacts", 1), ("/grades/3/contacts", 2)):
        assert "555 0123" not in admin.get(page).html
        html = admin.submit_form(page, {}).html
        for text in ("555 0123", "maria@example.org", "Pedro Ruiz", "Mother", "Protected", "Confidential", "García"):
            assert text in html
        assert html.count("<caption>") >= shown
        assert ("No parent contact yet" in html) == (shown > 1)
    opened = [e for e in stack.services.audit_record.newest(limit=10) if e.action is AuditAction.CLASS_LIST_OPENED]
    sources = ["POST /grades/{grade}/contacts", "POST /homerooms/{code}/contacts"]
    assert sorted(entry.source for entry in opened) == sources  # both at the same moment of the tests' clock
    assert all(first.id in entry.about.student_ids for entry in opened)


def test_the_search_finds_a_child_by_the_number_of_a_parent_and_says_so(stack: Stack, admin: Visitor) -> None:
    student = a_student(homeroom="3-A", contact_ids=("contact-1",))
    contact = a_contact(student, details=details(mobile_phone="(415) 555-0123"))
    stack.services.store.save(Change.new(student), Change.new(contact))
    html = admin.get("/students?q=%2B1+415+555+0123").html
    assert "García López, Noé" in html
    assert "Parent: María García" in html
    assert "No student and no parent was found" in admin.get("/students?q=555+9999").html


def test_a_homeroom_leads_to_its_invitations_in_the_current_year_only(stack: Stack, admin: Visitor) -> None:
    student, next_year = a_student(homeroom="3-B"), a_homeroom("3-B", year=NEXT, version=0)
    stack.services.store.save(Change.new(student), Change.new(next_year))
    assert 'href="/invitations?homeroom=3-B"' in admin.get("/homerooms/3-B").html
    assert "/invitations?" not in admin.get(f"/homerooms/3-B?year={NEXT}").html
