"""The office corrects a contact, and records one that was given by phone or on paper, page by page."""

from html import unescape

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.roster.student import Student
from tests.steps.answering import PARENT, a_link, a_student_in, answered, begun, filled, links
from tests.steps.function_site import PASSWORD
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

NEW = "mia@example.net"
SAID = {"said_how": "phone", "said_note": "María called on May 3."}


def contact_of(stack: Stack, student: Student) -> ParentContact:
    [contact_id] = stack.services.roster.students([student.id])[student.id].contact_ids
    return stack.services.roster.contacts([contact_id])[contact_id]


def correct_page(stack: Stack, student: Student) -> str:
    return f"/students/{student.id}/contacts/{contact_of(stack, student).id}/edit"


def version_in(admin: Visitor, page: str) -> str:
    return admin.get(page).html.partition('name="version" value="')[2].partition('"')[0]


def test_a_contact_is_corrected_and_its_parent_sees_that_and_confirms_another_address(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    parent = begun(stack, a_link(stack, admin, student))
    assert parent.submit("/answer", "/answer", filled(student, share_phone="homeroom")).status == 303
    parent.submit("/answer/register", "/answer/register", {"password": PASSWORD})
    page = correct_page(stack, student)
    shown = admin.get(page)
    assert shown.heading == "Correct María García's information"
    assert f"They log in with {PARENT}" in shown.html
    assert 'name="share_phone" value="site"' not in shown.html
    form = filled(student, email=NEW, first_name="Mariana", share_phone="site", share_email="site") | SAID
    wrong = admin.submit(page, page, form | {"first_name": "", "last_name": "", "mobile_phone": "12"})
    assert (wrong.status, "María called on May 3." in wrong.html) == (422, True)
    assert admin.submit(page, page, form).location == f"/students/{student.id}?notice=corrected-link-sent"
    html = admin.get(f"/students/{student.id}").html
    for said in ("Mariana García", "By phone.", "María called on May 3.", PARENT):
        assert said in html
    assert NEW not in html, "nobody has proved it"
    contact = contact_of(stack, student)
    assert (contact.details.sharing.phone.value, contact.details.sharing.email.value) == ("homeroom", "nobody")
    own = parent.get("/me").html
    assert "The school office corrected something here on" in own
    assert "María called" not in own
    assert "María called" not in parent.get("/me/data.json").html
    assert "Corrected a contact" in admin.get("/audit").html


def test_a_form_that_was_opened_before_somebody_elses_change_shows_both_and_saves_what_is_decided(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    answered(stack, a_link(stack, admin, student), student)
    page = correct_page(stack, student)
    seen = version_in(admin, page)
    assert admin.submit(page, page, filled(student, mobile_phone="(415) 555-2671")).status == 303
    second = admin.submit(page, page, filled(student, mobile_phone="(415) 555-2672", version=seen))
    assert second.status == 409
    for said in ("This contact has changed since you opened the form.", "Now stored: (415) 555-2671", "555-2672"):
        assert said in second.html
    again = second.html.partition('name="version" value="')[2].partition('"')[0]
    assert admin.submit(page, page, filled(student, mobile_phone="(415) 555-2672", version=again)).status == 303
    assert contact_of(stack, student).details.mobile_phone == "(415) 555-2672"


def test_the_first_contact_of_two_siblings_is_recorded_from_a_phone_call(stack: Stack) -> None:
    admin, student, sibling = an_admins_browser(stack), a_student_in(stack), a_student_in(stack, "Ana")
    link = a_link(stack, admin, student)
    profile = f"/students/{student.id}"
    assert "Record a contact given by phone or on paper" in admin.get(profile).html
    page = f"{profile}/another-parent"
    shown = admin.get(page)
    assert shown.heading == "Record a parent contact for Noé"
    for said in (PARENT, "stays open, and its link goes on working", "Ana", f"for_{sibling.id}"):
        assert said in shown.html
    form = filled(student, email="luis@example.org", first_name="Luis", send_invitation="yes") | SAID
    added = admin.submit(page, page, form | {f"for_{sibling.id}": "yes"})
    assert added.location == f"{profile}?notice=recorded-mailed"
    for own in (student, sibling):
        html = admin.get(f"/students/{own.id}").html
        assert 'name="parent_email"' not in html
        for said in ("Luis García", "Recorded for them, not confirmed yet", "By phone.", "María called on May 3."):
            assert said in html
    assert len(links(stack, "luis@example.org")) == 1
    answered(stack, link, student)


def test_two_contacts_of_siblings_are_offered_compared_and_merged_for_good(stack: Stack) -> None:
    admin, student, sibling = an_admins_browser(stack), a_student_in(stack), a_student_in(stack, "Ana")
    parent = answered(stack, a_link(stack, admin, student), student)
    parent.submit("/answer/register", "/answer/register", {"password": PASSWORD})
    page = f"/students/{sibling.id}/another-parent"
    form = filled(sibling, email=PARENT, first_name="Maria", mobile_phone="(415) 555-2671")
    assert admin.submit(page, page, form).location == f"/students/{sibling.id}?notice=recorded"
    profile = admin.get(f"/students/{student.id}").html
    assert "Looks like the same person as Maria García." in profile
    proved, recorded = contact_of(stack, student), contact_of(stack, sibling)
    same = f"/students/{student.id}/contacts/{proved.id}/same"
    assert f"{same}/{recorded.id}" in admin.get(same).html
    compared = admin.get(f"{same}/{recorded.id}")
    assert compared.heading == "Are these two the same person?"
    for said in ("This can't be undone.", "a parent of Noé and Ana", f"Whoever logs in with {PARENT}", "555-2671"):
        assert said in unescape(compared.html)
    page = f"{same}/{recorded.id}"
    stale = admin.submit(page, page, {"version": "x"})
    assert (stale.status, "has changed since you opened this page" in stale.html) == (409, True)
    assert admin.submit_form(page, {"keep_mobile_phone": recorded.id}).location.endswith("?notice=contacts-merged")
    for own in (student, sibling):
        assert contact_of(stack, own).id == proved.id
    assert contact_of(stack, student).details.mobile_phone == "(415) 555-2671"
    assert "Ana" in parent.get("/me").html
    assert admin.get(page).location == f"/students/{student.id}?notice=contacts-merged", "pressed twice"
    assert "Merged two parent contacts" in admin.get("/audit").html
