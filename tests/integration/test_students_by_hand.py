"""Students whom a Site Admin adds, corrects, moves, marks as left and protects, page by page."""

from dataclasses import replace

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from tests.factories import YEAR, a_contact, a_homeroom, a_student
from tests.steps.answering import a_student_in
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor, hidden_fields

NEW = "/students/new"


def a_school(stack: Stack) -> Visitor:
    stack.services.store.save(Change.new(a_homeroom("3-B", version=0)))
    return an_admins_browser(stack)


def typed(**more: str) -> dict[str, str]:
    return {"first_name": "Ana", "last_name": "Díaz", "student_id": "", "homeroom": "3-A", "grade": ""} | more


def added(admin: Visitor, **more: str) -> Answer:
    return admin.submit_form(NEW, typed(**more))


def id_in(answer: Answer) -> str:
    return answer.leads_to.rpartition("/")[2]


def stored(stack: Stack, student_id: str) -> Student:
    return stack.services.roster.students([student_id])[student_id]


def test_who_is_added_can_have_a_parent_invited_and_is_found_by_the_id(stack: Stack) -> None:
    admin = a_school(stack)
    assert f'href="{NEW}?homeroom=3-B"' in admin.get("/homerooms/3-B").html
    assert '<option value="3-B" selected>' in admin.get(f"{NEW}?homeroom=3-B").html
    answer = added(admin, student_id="K0417")
    assert answer.location.endswith("?notice=added")
    html = admin.get(answer.location).html
    assert "The student was added." in html
    assert 'name="parent_email"' in html
    for text in ("k041", "K0417"):
        assert "Díaz, Ana" in admin.get(f"/students?q={text}").html
    assert "Added a student" in admin.get("/audit").html


def test_who_is_there_already_is_shown_with_a_link_and_what_was_typed_is_kept(stack: Stack) -> None:
    admin = a_school(stack)
    first = id_in(added(admin, student_id="1"))
    again = added(admin, homeroom="3-B", grade="4")
    assert again.status == 422
    for said in (f'href="/students/{first}"', 'value="Díaz"', '<option value="3-B" selected>', 'name="is_another"'):
        assert said in again.html
    taken = added(admin, first_name="Noé", student_id="1")
    assert (taken.status, f'href="/students/{first}"' in taken.html) == (422, True)
    assert 'name="is_another"' not in taken.html
    assert id_in(added(admin, homeroom="3-B", is_another="yes")) != first


def test_mistakes_are_said_at_their_fields(stack: Stack) -> None:
    admin = a_school(stack)
    wrong = added(admin, first_name="", last_name="ana@example.org", student_id="x" * 65, homeroom="9-Z")
    assert wrong.status == 422
    for field in ("first_name", "last_name", "student_id"):
        assert f'id="{field}-error"' in wrong.html
    for homeroom in ("", "9-Z"):
        assert 'id="homeroom-error"' in added(admin, homeroom=homeroom).html


def test_a_student_is_moved_and_of_two_admins_the_second_sees_what_the_first_saved(stack: Stack) -> None:
    admin = a_school(stack)
    student_id = id_in(added(admin))
    page = f"/students/{student_id}/edit"
    open_before = hidden_fields(admin.get(page).html)
    assert admin.submit_form(page, typed(homeroom="3-B")).location.endswith("?notice=saved")
    assert "From 3-A to 3-B" in admin.get(f"/students/{student_id}").html
    late = admin.post(page, open_before | typed(first_name="Anna"))
    assert late.status == 409
    assert "Somebody else has changed this student" in late.html
    assert "Now stored: 3-B" in late.html
    assert 'value="Anna"' in late.html
    assert admin.post(page, hidden_fields(late.html) | typed(first_name="Anna")).status == 303
    assert stored(stack, student_id).first_name == "Anna"


def test_left_and_back(stack: Stack) -> None:
    admin = a_school(stack)
    student_id = id_in(added(admin))
    page = f"/students/{student_id}/left"
    for _ in range(2):
        assert admin.submit(page, page, {"left": "yes"}).location.endswith("?notice=left")
    assert "Díaz, Ana" not in admin.get("/homerooms/3-A").html
    profile = admin.get(f"/students/{student_id}").html
    assert "Back at the school…" in profile
    assert 'name="parent_email"' not in profile
    assert "Not in this school year" in admin.get("/students?q=ana").html
    assert 'name="homeroom"' not in admin.get(f"/students/{student_id}/edit").html
    assert admin.submit(page, page, {"left": "no"}).location.endswith("?notice=back")
    assert "Díaz, Ana" in admin.get("/homerooms/3-A").html


def test_protected_with_a_reason(stack: Stack) -> None:
    admin = a_school(stack)
    student_id = id_in(added(admin))
    page = f"/students/{student_id}/protected"
    form = hidden_fields(admin.get(page).html)
    assert admin.post(page, form | {"reason": " "}).status == 422
    for _ in range(2):
        assert admin.post(page, form | {"reason": "Court order"}).location.endswith("?notice=protected")
    assert "Court order" in admin.get(f"/students/{student_id}").html
    late = admin.post(page, form | {"reason": "Another"})
    assert (late.status, "Now stored: Court order" in late.html) == (409, True)
    assert admin.submit(page, page, {"protected": "no"}).location.endswith("?notice=unprotected")
    assert not stored(stack, student_id).protected
    assert "Court order" not in admin.get("/audit").html


def test_siblings_are_shown_with_links(stack: Stack) -> None:
    admin = a_school(stack)
    noe, ana = a_student_in(stack), a_student("Ana", homeroom="3-B")
    contact = a_contact(noe, ana)
    linked = [stored(stack, noe.id), ana]
    changes = [Change(s if s.version else None, replace(s, contact_ids=(contact.id,))) for s in linked]
    stack.services.store.save(*changes, Change.new(contact))
    assert f'<a href="/students/{ana.id}">{ana.name}</a> (3-B)' in admin.get(f"/students/{noe.id}").html
    assert YEAR in stored(stack, ana.id).placements
