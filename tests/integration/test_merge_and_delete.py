"""Two students who are one, and one who is deleted, page by page, while others have pages and forms open."""

from typing import Any

import pytest

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import student_id
from homeroom.use_cases.roster.delete_student import delete_student
from tests.factories import YEAR, a_student
from tests.steps.answering import PARENT, a_link, a_student_in, answered, begun, filled
from tests.steps.function_site import PASSWORD
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor, hidden_fields


def a_second_one(stack: Stack) -> Student:
    """As a file has brought them in."""
    secret = stack.services.site.secret()
    own_id = student_id(secret, year=YEAR, school_id="B-7", first_name="Noe", last_name="García")
    student = a_student("Noe", "García", homeroom="3-B", school_id="B-7", id=own_id)
    stack.services.store.save(Change.new(student))
    return student


def stored(stack: Stack, student: Student) -> Student:
    return stack.services.roster.students([student.id])[student.id]


def merge(admin: Visitor, staying: Student, going: Student, **chosen: str) -> Answer:
    page = f"/students/{staying.id}/merge"
    shown = f"{page}?with={going.id}"
    return admin.submit(shown, page, {"with": going.id, "seen": hidden_fields(admin.get(shown).html)["seen"]} | chosen)


def test_two_are_merged_from_search_to_profile_and_forms_and_links_that_are_open_lead_to_the_one(stack: Stack) -> None:
    admin, staying, going = an_admins_browser(stack), a_student_in(stack), a_second_one(stack)
    parent = begun(stack, a_link(stack, admin, going))
    csrf = parent.csrf("/answer")
    found = admin.get(f"/students/{staying.id}/merge?q=B-7")
    assert f"/students/{staying.id}/merge?with={going.id}" in found.html
    shown = admin.get(f"/students/{staying.id}/merge?with={going.id}")
    for said in ("1 open invitation moves.", "This cannot be undone.", "Which homeroom stays in 2026-2027?", PARENT):
        assert said in shown.html
    done = merge(admin, staying, going, **{f"place_{YEAR}": "other"})
    assert done.location == f"/students/{staying.id}?notice=merged"
    assert "The two students were merged." in admin.get(done.location).html
    for page in (f"/students/{going.id}", f"/students/{going.id}/merge", f"/students/{going.id}/delete"):
        assert (admin.get(page).location or "").startswith(f"/students/{staying.id}")
    form = filled(going) | {"csrf": csrf}
    assert parent.post("/answer", form).leads_to == "/answer/next"
    one = stored(stack, staying)
    [contact] = stack.services.roster.contacts(one.contact_ids).values()
    assert {i: r.relationship for i, r in contact.students.items()} == {staying.id: "Mother"}
    assert (one.school_id, one.placements[YEAR].homeroom) == ("B-7", "3-B")
    record = admin.get(f"/audit?student={going.id}").html
    assert "Merged two students" in record
    assert "Sent an invitation" in record
    assert f'href="/students/{going.id}"' not in record


def test_what_a_parent_types_about_both_while_they_become_one_is_saved_about_the_one(stack: Stack) -> None:
    admin, staying, going = an_admins_browser(stack), a_student_in(stack), a_second_one(stack)
    parent = answered(stack, a_link(stack, admin, going), going)
    assert parent.submit("/answer/register", "/answer/register", {"password": PASSWORD}).status == 303
    shown = parent.get("/me/edit")
    form = filled(going, **{f"relationship_{going.id}": "Stepmother"}) | {"csrf": parent.csrf("/me/edit")}
    form |= {"version": hidden_fields(shown.html)["version"], "whose": hidden_fields(shown.html)["whose"]}
    assert merge(admin, staying, going).status == 303
    again = parent.post("/me/edit", form)
    assert again.status == 409
    assert "Stepmother" in again.html
    form |= {"version": hidden_fields(again.html)["version"]}
    assert parent.post("/me/edit", form).location == "/me?notice=saved"
    [contact] = stack.services.roster.contacts(stored(stack, staying).contact_ids).values()
    assert contact.students[staying.id].relationship == "Stepmother"


def test_of_two_site_admins_the_second_sees_one_sentence_and_how_things_stand(stack: Stack) -> None:
    admin, staying, going = an_admins_browser(stack), a_student_in(stack), a_second_one(stack)
    shown, page = f"/students/{staying.id}/merge?with={going.id}", f"/students/{staying.id}/merge"
    seen, csrf = hidden_fields(admin.get(shown).html)["seen"], admin.csrf(shown)
    deletion = f"/students/{going.id}/delete"
    form = {"confirm": "yes", "seen": hidden_fields(admin.get(deletion).html)["seen"], "csrf": csrf}
    before = stored(stack, going)
    stack.services.store.save(Change(before, before.called("Noel", "García")))
    late = admin.post(page, {"with": going.id, "seen": seen, "csrf": csrf, "school_id": "other"})
    assert late.status == 409
    for said in ("Somebody changed one of these students since you opened this page.", "Noel García"):
        assert said in late.html
    late = admin.post(deletion, form)
    assert late.status == 409
    assert "Somebody changed this student since you opened this page." in late.html
    form |= {"seen": hidden_fields(late.html)["seen"]}
    for _ in range(2):
        assert admin.post(deletion, form).location == "/students?notice=deleted"
    assert "The student was deleted." in admin.get("/students?notice=deleted").html
    gone = admin.post(page, {"with": going.id, "seen": seen, "csrf": csrf})
    assert gone.status == 409
    assert "The other student is no longer here." in gone.html


def test_a_student_who_is_merged_while_being_deleted_is_not_said_to_be_deleted(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, staying, going = an_admins_browser(stack), a_student_in(stack), a_second_one(stack)
    page = f"/students/{going.id}/delete"

    def merged_first(*args: Any) -> None:
        assert merge(admin, staying, going).status == 303
        delete_student(*args)

    form = hidden_fields(admin.get(page).html) | {"confirm": "yes"}
    monkeypatch.setattr("homeroom.web.pages.roster.delete_student.delete_student", merged_first)
    assert admin.post(page, form).location == f"/students/{staying.id}?notice=merged"


def test_a_student_is_deleted_and_whoever_has_the_email_comes_to_a_calm_end(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    link = a_link(stack, admin, student)
    parent = begun(stack, link)
    page = f"/students/{student.id}/delete"
    shown = admin.get(page)
    assert "1 open invitation ends." in shown.html
    assert admin.submit(page, page, {"seen": hidden_fields(shown.html)["seen"]}).status == 422, (
        "without the box nothing is done"
    )
    assert stored(stack, student).open_invitation_ids
    assert admin.submit(page, page, {"seen": hidden_fields(shown.html)["seen"], "confirm": "yes"}).status == 303
    for answer in (stack.visitor().get(link), parent.get("/answer")):
        assert answer.status == 410
        assert student.first_name not in answer.html
    assert admin.get(f"/students/{student.id}").status == 404
    [invitation] = stack.services.invitation_lists.search(PARENT, 10)
    assert "deleted a student whom this invitation was about" in admin.get(f"/invitations/{invitation}").html
    assert admin.get("/invitations").status == 200
    assert "Deleted a student" in admin.get("/audit").html
