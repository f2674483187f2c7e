"""The wrong person answered, page by page: unlinked, and the right one answers or is recorded."""

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from tests.factories import a_student
from tests.steps.answering import PARENT, a_link, a_student_in, answered, begun, filled, invite, links
from tests.steps.function_site import PASSWORD
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor

RIGHT = "luis@example.org"


def unlink_page(stack: Stack, student: Student) -> str:
    [contact_id] = stack.services.roster.students([student.id])[student.id].contact_ids
    return f"/students/{student.id}/contacts/{contact_id}/unlink"


def profile(admin: Visitor, student: Student) -> Answer:
    return admin.get(f"/students/{student.id}")


def has_fields(answer: Answer) -> bool:
    return 'name="parent_email"' in answer.html


def test_the_wrong_person_answered_is_unlinked_and_the_right_one_answers(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    wrong = answered(stack, a_link(stack, admin, student), student)
    assert wrong.submit("/answer/register", "/answer/register", {"password": PASSWORD}).status == 303
    assert wrong.get("/me").status == 200
    assert not has_fields(profile(admin, student))
    page = unlink_page(stack, student)
    assert page in profile(admin, student).html
    shown = admin.get(page)
    assert shown.heading == "Unlink María García from Noé?"
    for said in ("Their contact information is deleted", "can no longer log in", f"won't invite {PARENT}"):
        assert said in shown.html
    assert admin.submit(page, page, {}).location == f"/students/{student.id}?notice=unlinked"
    after = admin.get(f"/students/{student.id}?notice=unlinked")
    assert has_fields(after)
    for said in ("This contact is no longer linked to the student.", f"Imports won't invite {PARENT} about Noé."):
        assert said in after.html
    assert wrong.get("/me").location == "/login"
    log_in = stack.visitor().submit("/login", "/login", {"email": PARENT, "password": PASSWORD})
    assert log_in.status == 422
    [invitation_id] = stack.services.roster.students([student.id])[student.id].past_invitation_ids
    said = "said that whoever answered or was asked here is not a parent of Noé"
    assert said in admin.get(f"/invitations/{invitation_id}").html
    assert "Unlinked a parent contact" in admin.get("/audit").html

    assert invite(admin, student, RIGHT) == 303
    right = begun(stack, links(stack, RIGHT)[-1])
    assert right.submit("/answer", "/answer", filled(student, email=RIGHT)).leads_to == "/answer/next"
    assert "María García" in profile(admin, student).html


def test_the_same_address_is_invited_again_by_the_offices_own_button(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    answered(stack, a_link(stack, admin, student), student)
    page = unlink_page(stack, student)
    admin.submit(page, page, {})
    assert invite(admin, student) == 303
    assert "won't invite" not in profile(admin, student).html
    answered(stack, links(stack)[-1], student)
    assert not has_fields(profile(admin, student))


def test_pressed_twice_it_is_done_once_and_its_page_is_gone(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    answered(stack, a_link(stack, admin, student), student)
    page = unlink_page(stack, student)
    csrf = admin.csrf(page)
    for _ in range(2):
        assert admin.post(page, {"csrf": csrf}).location == f"/students/{student.id}?notice=unlinked"
    assert admin.get(page).status == 404
    assert len(stack.services.audit_record.newest(student_id=student.id, limit=100)) == 2, "and the invitation"


def test_where_another_parent_stands_the_office_records_the_right_one(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    answered(stack, a_link(stack, admin, student), student)
    page = f"/students/{student.id}/another-parent"
    assert page in profile(admin, student).html
    shown = admin.get(page)
    assert shown.heading == "Add another parent for Noé"
    assert "checked" in shown.html.partition('name="send_invitation"')[2].partition(">")[0]
    form = filled(student, email=RIGHT, first_name="Luis", send_invitation="yes")
    assert admin.submit(page, page, form | {"first_name": "", "last_name": ""}).status == 422
    assert admin.submit(page, page, form).location == f"/students/{student.id}?notice=recorded-mailed"
    html = admin.get(f"/students/{student.id}?notice=recorded-mailed").html
    for said in ("an email asks them to check it", "Luis García", "Recorded for them, not confirmed yet"):
        assert said in html
    [link] = links(stack, RIGHT)
    right = begun(stack, link)
    assert "García" not in right.get("/answer").html.partition("<form")[0]
    assert right.submit("/answer", "/answer", filled(student, email=RIGHT)).leads_to == "/answer/next"
    assert "not confirmed yet" not in profile(admin, student).html


def test_without_an_address_nobody_is_mailed_and_nothing_is_wrong(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    page = f"/students/{student.id}/another-parent"
    form = filled(student, email="", send_invitation="yes")
    assert admin.submit(page, page, form).location == f"/students/{student.id}?notice=recorded"
    assert "No email was sent" in admin.get(f"/students/{student.id}?notice=recorded").html


def test_nobody_is_recorded_for_a_student_who_has_left(stack: Stack) -> None:
    admin, gone = an_admins_browser(stack), a_student(year="2024-2025")
    stack.services.store.save(Change.new(gone))
    assert admin.get(f"/students/{gone.id}/another-parent").status == 404
    assert "another-parent" not in profile(admin, gone).html
