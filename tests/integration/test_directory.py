"""The directory, page by page, as a browser asks for it."""

from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from tests.factories import a_contact, a_homeroom, a_parent_user, a_student, details
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.stack import Stack

WITH_HOMEROOM, WITH_ALL = Sharing(phone=Audience.HOMEROOM), Sharing(phone=Audience.SITE)


def a_family(stack: Stack, name: str, sharing: Sharing | None = None, homeroom: str = "3-A") -> Student:
    """Of a parent who has set a password."""
    student = a_student(name, "Li", homeroom=homeroom)
    own = details(
        "Parent", f"of {name}", email=f"{name}@example.org", mobile_phone="555 0100", sharing=sharing or Sharing()
    )
    contact = a_contact(student, id=f"c-{name}", details=own, registered=True, user_key=f"{name}@example.org")
    user = a_parent_user(contact, id=f"u-{name}", email=f"{name}@example.org")
    stack.services.store.save(Change.new(student.linked_to(contact.id)), Change.new(contact), Change.new(user))
    stack.passwords.set(user.id, PASSWORD)
    return student


def test_a_parent_finds_the_directory_in_the_navigation_and_searches_it(stack: Stack) -> None:
    a_family(stack, "ana")
    ben = a_family(stack, "ben", WITH_HOMEROOM)
    a_family(stack, "cem")
    parent = logged_in(stack, "ana@example.org")
    assert 'href="/directory"' in parent.get("/me").html
    page = parent.get("/directory")
    assert page.heading == "Families in homeroom 3-A"
    assert f'href="/students/{ben.id}"' in page.html
    assert 'href="tel:555' in page.html
    assert "cem@" not in page.html
    assert "You share nothing with other families." in page.html
    assert "Parent of ben" in parent.get("/directory?homeroom=3-a&q=PARENT+B%C3%89N").html
    nothing = parent.get("/directory?homeroom=3-A&q=cem")
    assert "Nobody shown in this homeroom" in nothing.html


def test_of_another_homeroom_a_parent_sees_who_shares_with_all(stack: Stack) -> None:
    stack.services.store.save(Change.new(a_homeroom("4-B", version=0)))
    a_family(stack, "ana")
    a_family(stack, "ben", WITH_HOMEROOM, homeroom="4-B")
    a_family(stack, "cem", WITH_ALL, homeroom="4-B")
    parent = logged_in(stack, "ana@example.org")
    for page in ("/directory?homeroom=4-B", "/directory/all?q=li"):
        shown = parent.get(page)
        assert ("Parent of cem" in shown.html, "Parent of ben" in shown.html) == (True, False)
    assert parent.get("/directory?homeroom=9-Z").status == 404


def test_an_empty_directory_says_what_fills_it(stack: Stack) -> None:
    a_family(stack, "ana")
    page = logged_in(stack, "ana@example.org").get("/directory")
    assert "Families appear here when they choose to share something." in page.html
    assert 'href="/me/edit"' in page.html


def test_the_office_is_told_that_the_directory_is_for_parents(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert 'href="/directory"' not in admin.get("/students").html
    page = admin.get("/directory")
    assert (page.status, "The directory is for parents" in page.html, 'href="/homerooms"' in page.html) == (
        200,
        True,
        True,
    )


def test_a_parent_whose_children_have_left_gets_a_sentence_and_no_list(stack: Stack) -> None:
    student = a_family(stack, "ana")
    [stored] = stack.services.roster.students([student.id]).values()
    former = a_student("ana", "Li", year="2025-2026", id=student.id, contact_ids=stored.contact_ids, version=1)
    stack.services.store.save(Change(stored, former))
    page = logged_in(stack, "ana@example.org").get("/directory")
    assert "who have a child at the school this year" in page.html
    assert "<table" not in page.html
