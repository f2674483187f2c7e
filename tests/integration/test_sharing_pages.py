"""The preview in the form, and the page of people who see nothing: request by request."""

import pytest

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from tests.factories import a_contact, a_parent_user, a_student, details
from tests.steps.answering import a_link, a_student_in
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

PAGE = "/me/exclusions"
SHARED = Sharing(email=Audience.HOMEROOM, phone=Audience.HOMEROOM)
NOTHING = "They see nothing about you, not even your name."


def a_parent(stack: Stack, name: str, sharing: Sharing = SHARED) -> Student:
    """A classmate's parent, whose address is <name>@example.org."""
    student = a_student(name)
    about = details(name, "Parent", email=f"{name}@example.org", mobile_phone="555 0100", sharing=sharing)
    contact = a_contact(student, id=f"contact-{name}", registered=True, details=about, user_key=about.email)
    user = a_parent_user(contact, id=f"u-{name}", email=about.email)
    stack.services.store.save(Change.new(student.linked_to(contact.id)), Change.new(contact), Change.new(user))
    stack.passwords.set(user.id, PASSWORD)
    return student


def contact(stack: Stack, name: str) -> ParentContact:
    return stack.services.roster.contacts([f"contact-{name}"])[f"contact-{name}"]


def test_what_others_will_see_is_shown_in_the_form_and_nothing_is_saved(stack: Stack) -> None:
    a_parent(stack, "ada")
    ada, before = logged_in(stack, "ada@example.org"), stack.everything_stored()
    typed = {"first_name": "Adele", "mobile_phone": "x", "email": "new@example.org", "share_email": "homeroom"}
    page = ada.submit("/me/edit", "/me/edit", typed | {"share_phone": "site", "preview": "yes"})
    shown = page.html[page.html.index('id="preview"') :]
    assert (page.status, page.headers.get("set-cookie")) == (200, None)
    assert "ada@example.org" in shown
    assert "new@example.org" not in page.html  # an address has a page of its own
    assert NOTHING in shown
    assert 'value="Adele"' in page.html
    assert "There is a problem" not in page.html
    assert stack.everything_stored() == before


def test_behind_a_link_too_and_the_link_is_still_open(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    parent = stack.visitor()
    link = a_link(stack, admin, student)
    parent.get(parent.submit(link, link, {}).location)
    page = parent.submit("/answer", "/answer", {"share_email": "site", "email": "a@example.org", "preview": "yes"})
    assert (page.status, page.html.count("mailto:a@example.org")) == (200, 2)
    assert stack.services.roster.students([student.id])[student.id].contact_ids == ()


@pytest.mark.parametrize("typed", ["bob@example.org", "nobody@example.org", "Bob Parent", "No Body"])
def test_the_answer_is_alike_whether_or_not_there_is_such_a_person(stack: Stack, typed: str) -> None:
    a_parent(stack, "ada")
    a_parent(stack, "bob")
    ada = logged_in(stack, "ada@example.org")
    said = ada.submit(PAGE, PAGE, {"who": typed})
    page = ada.get(said.location).html
    assert (said.status, said.location) == (303, f"{PAGE}?added=1")
    assert f">{typed}<" in page
    assert f"We will not show your information to {typed}." in page


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"who": " "}, "Choose a person, or type a name or an email address."),
        ({"person": ""}, "Choose a person, or type a name or an email address."),
        ({}, "Choose a person, or type a name or an email address."),
        ({"who": "ADA@example.org"}, "This is your own email address."),
        ({"who": "parent ada"}, "This is your own name."),
        ({"person": "contact-ada"}, "You can&#39;t exclude yourself."),
        ({"person": "contact-gone"}, "This person isn&#39;t in the list anymore."),
        ({"who": "bob@"}, "email address"),
        ({"who": "B\x00ob"}, "Use only letters, numbers, and punctuation."),
        ({"who": "x" * 201}, "Use 200 characters or fewer."),
    ],
)
def test_a_mistake_is_one_plain_sentence_and_changes_nothing(stack: Stack, form: dict[str, str], sentence: str) -> None:
    a_parent(stack, "ada")
    ada = logged_in(stack, "ada@example.org")
    page = ada.submit(PAGE, PAGE, form)
    assert (page.status, contact(stack, "ada").exclusions) == (422, ())
    assert sentence in page.html


def seen_by(viewer: Visitor, student: Student) -> str:
    """All that shows other families."""
    paths = (f"/students/{student.id}", "/students?q=ada", "/homerooms/3-A", "/directory", "/directory/all?q=ada")
    return "".join(viewer.get(path).html for path in paths)


def test_whoever_is_excluded_sees_the_pages_of_a_family_that_shares_nothing(stack: Stack) -> None:
    student = a_parent(stack, "ada", Sharing())
    a_parent(stack, "bob")
    ada, bob = logged_in(stack, "ada@example.org"), logged_in(stack, "bob@example.org")
    private = seen_by(bob, student)
    stored = contact(stack, "ada")
    stack.services.store.save(Change(stored, stored.changed(details("ada", "Parent", sharing=SHARED), {})))
    assert seen_by(bob, student) != private
    ada.submit(PAGE, PAGE, {"who": "bob@example.org"})
    assert seen_by(bob, student) == private
    taken_back = {"exclusion": "email bob@example.org"}
    assert ada.submit(PAGE, f"{PAGE}/end", taken_back).location == f"{PAGE}?notice=ended"
    assert seen_by(bob, student) != private


def test_a_site_admin_reads_that_a_list_changed_and_sees_nobody_on_it(stack: Stack) -> None:
    student = a_parent(stack, "ada")
    logged_in(stack, "ada@example.org").submit(PAGE, PAGE, {"who": "Hidden Person"})
    admin = an_admins_browser(stack)
    pages = [admin.get(path).html for path in ("/audit", f"/students/{student.id}", f"/audit?student={student.id}")]
    assert "Changed who doesn&#39;t see their information" in pages[0]
    assert not any("Hidden Person" in page for page in pages)


def test_a_site_admin_reads_on_the_profile_that_a_parent_keeps_the_child_out_of_lists(stack: Stack) -> None:
    student = a_parent(stack, "ada")
    a_parent(stack, "bob")
    relation = {f"relationship_{student.id}": "Mother", f"lives_with_{student.id}": "yes"}
    form = {"first_name": "ada", "email": "ada@example.org", f"keep_out_{student.id}": "yes"} | relation
    ada, admin = logged_in(stack, "ada@example.org"), an_admins_browser(stack)
    assert ada.submit("/me/edit", "/me/edit", form).location == "/me?notice=saved"
    assert "Kept out of lists by a parent" in admin.get(f"/students/{student.id}").html
    assert logged_in(stack, "bob@example.org").get(f"/students/{student.id}").status == 404
    assert f'name="kept_out_{student.id}" value="yes"' in ada.get("/me/edit").html
