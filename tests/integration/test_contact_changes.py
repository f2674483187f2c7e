"""What has changed of a contact, through the functions: the office looks, takes it back, and is told when it cannot."""

from homeroom.domain.exports.export import ExportState
from homeroom.domain.families.parent_contact import ParentContact, Relation
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.use_cases.exports.make_export import make_export
from tests.factories import a_contact, a_parent_user, a_student, details
from tests.steps.log_in import an_admins_browser, logged_in
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

EMAIL, PASSWORD = "maria@example.org", "long-enough-password"


def a_family(stack: Stack) -> tuple[Student, ParentContact]:
    student = a_student("Noé", "García")
    mother = {student.id: Relation(relationship="Mother")}
    own = details(email=EMAIL, mobile_phone="555 0100")
    contact = a_contact(details=own, students=mother, user_key=EMAIL, registered=True)
    user = a_parent_user(contact, email=EMAIL)
    stack.services.store.save(Change.new(student.linked_to(contact.id)), Change.new(contact), Change.new(user))
    stack.passwords.passwords[user.id] = PASSWORD
    return student, contact


def edit(parent: Visitor, student: Student, **more: str) -> None:
    form = {"first_name": "María", "last_name": "García", f"relationship_{student.id}": "Mother"}
    form |= {f"lives_with_{student.id}": "yes"}
    assert parent.submit("/me/edit", "/me/edit", form | more).status == 303


def phone(stack: Stack, contact: ParentContact) -> str:
    return stack.services.roster.contacts([contact.id])[contact.id].details.mobile_phone


def test_the_office_sees_what_a_parent_has_changed_and_takes_it_back_unless_they_have_changed_it_again(
    stack: Stack,
) -> None:
    student, contact = a_family(stack)
    admin, page = an_admins_browser(stack), f"/students/{student.id}/contacts/{contact.id}/changes"
    assert page in admin.get(f"/students/{student.id}").html
    assert "Nothing has changed" in admin.get(page).html
    parent = logged_in(stack, EMAIL)
    edit(parent, student, mobile_phone="555 0142")
    assert "corrected something here" not in parent.get("/me").html
    html = admin.get(page).html
    assert ("Changed by the parent" in html, "555 0100" in html, "555 0142" in html) == (True, True, True)
    assert admin.submit(page, page, {"number": "1"}).location == f"{page}?notice=taken-back"
    assert phone(stack, contact) == "555 0100"
    assert "Changed by the school (Jordan Ellis)" in admin.get(page).html
    assert "corrected something here" in parent.get("/me").html
    edit(parent, student, mobile_phone="555 0155")
    refused = admin.submit(page, page, {"number": "2"})
    assert refused.status == 409
    assert "the parent changed this again" in refused.html
    assert "this change made it 555 0100, and it's 555 0155 now" in refused.html
    assert phone(stack, contact) == "555 0155"
    for typed in ("", "-1", "9" * 30, "٣"):
        assert admin.submit(page, page, {"number": typed}).status == 404
    assert admin.submit(page, page, {"number": "77"}).location == page
    listed = admin.get("/contacts/changes").html
    assert ("555 0100, now 555 0155" in listed, "1 contact has changed" in listed, page in listed) == (True, True, True)
    assert "No contact has changed" in admin.get("/contacts/changes?since=2999-12-31").html
    for odd in ("soon", "0001-01-01", "9999-12-31", "2026-02-30"):
        assert admin.get(f"/contacts/changes?since={odd}&before=%00").status == 200
    form = {"shape": "changes", "file_type": "csv", "export": "1" * 24}
    made = admin.submit("/contacts/changes", "/contacts/changes", form).location
    assert made == f"/contacts/{'1' * 24}"
    export = make_export("1" * 24, stack.services)
    assert export
    assert export.state is ExportState.READY
    assert "Download" in admin.get(made).html
    assert admin.submit(made, f"{made}/download", {}).status == 303
    assert "Jordan Ellis fetched the last file of changes" in admin.get("/contacts/changes").html
    assert "What has changed" in parent.get("/me/data").html
    assert "555 0142" in parent.get("/me/data").html
