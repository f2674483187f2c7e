"""The form about oneself: short, one press, the same for all, and what was saved is shown with the way to change it."""

import re
from dataclasses import replace

import pytest

from homeroom.domain.families.parent_contact import LivesWith, ParentContact, Relation
from homeroom.domain.invitations.readers import KnownParent
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from tests.steps.answering import PARENT, a_link, a_student_in, answered, begun, filled, invite, links, says_who
from tests.steps.log_in import PASSWORD, an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor

HOME = {"street": "12 Long Street", "apartment": "4", "city": "Springfield"}


def open_parts(page: Answer) -> list[str]:
    return re.findall(r'<details class="fold" open>\s*<summary id="(\w+)"', page.html)


def linked_mistakes(page: Answer) -> list[str]:
    return re.findall(r'<li><a href="#(\w+)"', page.html)


def contacts_of(stack: Stack, student: Student) -> list[ParentContact]:
    ids = stack.services.roster.students([student.id])[student.id].contact_ids
    contacts = stack.services.roster.contacts(ids)
    return [contacts[i] for i in ids]


def siblings_form(stack: Stack) -> tuple[Visitor, list[Student]]:
    """One link about three, begun."""
    admin, students = an_admins_browser(stack), [a_student_in(stack, name) for name in ("Noé", "Ana", "Ben")]
    for student in students:
        assert invite(admin, student) == 303
    return begun(stack, links(stack)[-1]), students


def registered(stack: Stack, student: Student, **more: str) -> Visitor:
    """A parent of this student, logged in."""
    parent = begun(stack, a_link(stack, an_admins_browser(stack), student))
    parent.submit("/answer", "/answer", filled(student, **more))
    assert parent.submit("/answer/register", "/answer/register", {"password": PASSWORD}).leads_to == "/me"
    return parent


def known_to_be(stack: Stack, relationship: str) -> None:
    """As a file would say it of whoever is invited."""
    invitation_id = stack.services.invitations.locks([PARENT])[PARENT].invitation_id
    invitation = stack.services.invitations.get_many([invitation_id])[invitation_id]
    known = KnownParent(first_name="María", relationship=relationship)
    stack.services.store.save(Change(invitation, replace(invitation, known=known)))


@pytest.mark.parametrize(("told", "shown"), [("Mother", "Mother"), ("Aunt", "Aunt")])
def test_what_a_file_says_of_the_relationship_is_shown_and_not_chosen(stack: Stack, told: str, shown: str) -> None:
    parent = begun(stack, a_link(stack, an_admins_browser(stack), a_student_in(stack)))
    known_to_be(stack, told)
    page = parent.get("/answer").html
    assert f"On file: {shown}" in page
    assert f'<option value="{told}">' in page, "also what nobody else is"
    select = page.partition('name="relationship_')[2].partition("</select>")[0]
    assert "selected" not in select
    assert "checked" not in page.partition('name="lives_with_')[2].partition("</fieldset>")[0]
    assert 'value="María"' in page


def test_a_form_that_is_sent_as_it_came_saves_nothing(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = begun(stack, a_link(stack, an_admins_browser(stack), student))
    known_to_be(stack, "Mother")
    prefilled = {"first_name": "María", "email": PARENT, "language": "en", "receives_school_mail": "yes"}
    sent = parent.submit("/answer", "/answer", prefilled | {"share_email": "nobody"})
    assert sent.status == 422
    assert contacts_of(stack, student) == []


def test_a_folded_part_is_open_where_something_in_it_is_wrong_and_where_it_is_asked_for(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = begun(stack, a_link(stack, an_admins_browser(stack), student))
    assert open_parts(parent.get("/answer")) == []
    assert open_parts(parent.get("/answer?open=sharing")) == ["sharing"]
    assert open_parts(parent.get("/answer?open=everything")) == []
    wrong = parent.submit("/answer", "/answer", filled(student, mobile_phone="call me", share_address="x", city="Y"))
    assert open_parts(wrong) == ["phones", "sharing"]
    assert "Home address: Y" in wrong.html
    assert 'href="#mobile_phone"' in wrong.html


def test_one_box_answers_for_all_the_others_of_whom_nothing_else_is_said(stack: Stack) -> None:
    parent, students = siblings_form(stack)
    noe, ana, ben = sorted(students, key=lambda s: parent.get("/answer").html.index(s.id))
    typed = filled(noe, same_for_all="yes") | {f"lives_with_{ben.id}": "part"}
    assert parent.submit("/answer", "/answer", typed).leads_to == "/answer/next"
    [contact] = contacts_of(stack, noe)
    mother = Relation(relationship="Mother")
    assert dict(contact.students) == {
        noe.id: mother,
        ana.id: mother,
        ben.id: replace(mother, lives_with=LivesWith.PART),
    }


def test_without_the_box_the_others_are_asked_in_the_order_of_the_form(stack: Stack) -> None:
    parent, students = siblings_form(stack)
    first, second, third = sorted(students, key=lambda s: parent.get("/answer").html.index(s.id))
    of_second = {f"relationship_{second.id}": "Father"}
    sent = parent.submit("/answer", "/answer", filled(first, email="maria@", mobile_phone="call me") | of_second)
    asked = [f"lives_with_{second.id}", f"relationship_{third.id}", f"lives_with_{third.id}"]
    assert linked_mistakes(sent) == ["email", *asked, "mobile_phone"]
    assert open_parts(sent) == ["others", "phones"]


def test_who_overlooks_the_box_is_told_once_at_the_box_and_not_for_every_child(stack: Stack) -> None:
    parent, students = siblings_form(stack)
    first = min(students, key=lambda s: parent.get("/answer").html.index(s.id))
    sent = parent.submit("/answer", "/answer", filled(first))
    assert linked_mistakes(sent) == ["same_for_all"]
    assert 'aria-describedby="same_for_all-error"' in sent.html
    assert open_parts(sent) == []
    assert parent.submit("/answer", "/answer", filled(first, same_for_all="yes")).status == 303


def test_a_parent_who_is_known_answers_for_all_of_the_new_children_at_once(stack: Stack) -> None:
    admin, first = an_admins_browser(stack), a_student_in(stack, "Eva")
    answered(stack, a_link(stack, admin, first), first)
    later = [a_student_in(stack, name) for name in ("Noé", "Ana")]
    for student in later:
        assert invite(admin, student) == 303
    parent = says_who(stack, begun(stack, links(stack)[-1]))
    noe, ana = sorted(later, key=lambda s: parent.get("/answer").html.index(s.id))
    typed = {f"relationship_{noe.id}": "Guardian", f"lives_with_{noe.id}": "no", "same_for_all": "yes"}
    assert parent.submit("/answer", "/answer", typed).leads_to == "/answer/next"
    [contact] = contacts_of(stack, ana)
    assert contact.students[ana.id] == Relation(relationship="Guardian", lives_with=LivesWith.NO)
    assert contact.students[first.id] == Relation(relationship="Mother")


# ------------------------------------------------------------ what was saved
def test_what_was_saved_is_shown_with_the_way_to_change_each_part(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = begun(stack, a_link(stack, an_admins_browser(stack), student))
    parent.submit("/answer", "/answer", filled(student, mobile_phone="415 555 2671", share_phone="homeroom", **HOME))
    page = parent.get("/answer/next").html
    for text in ("Everything is saved.", "María García", PARENT, "555-2671", "12 Long Street", "Lives with me"):
        assert text in page
    assert page.index("Set a password") < page.index("Add another parent") < page.index("done</button>")
    changes = [link.partition("&amp;")[2] for link in re.findall(r'href="(/answer\?[^"]*open=[^"]*)"', page)]
    assert changes == [
        "open=name#first_name",
        "open=phones#phones",
        "open=home_address#home_address",
        f"open=others#relationship_{student.id}",
        "open=sharing#sharing",
        "open=school_email#school_email",
    ]
    for change in changes:
        part, _, anchor = change.removeprefix("open=").partition("#")
        form = parent.get(f"/answer?open={part}")
        assert f'id="{anchor}"' in form.html
        assert open_parts(form) == [part] * (part in ("phones", "home_address", "sharing", "school_email"))


def test_of_a_parent_who_was_known_before_the_page_shows_what_they_just_saved_and_no_more(stack: Stack) -> None:
    admin, first, second = an_admins_browser(stack), a_student_in(stack, "Eva"), a_student_in(stack)
    parent = begun(stack, a_link(stack, admin, first))
    parent.submit("/answer", "/answer", filled(first, mobile_phone="415 555 2671", **HOME))
    again = says_who(stack, begun(stack, a_link(stack, admin, second)))
    again.submit("/answer", "/answer", filled(second))
    page = again.get("/answer/next").html
    assert "Lives with me" in page
    for hidden in ("2671", "Long Street", "García", PARENT, "Eva"):
        assert hidden not in page


# ------------------------------------------------------------ the same home address
def test_another_parent_gets_the_same_home_address_by_one_box(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = begun(stack, a_link(stack, an_admins_browser(stack), student))
    parent.submit("/answer", "/answer", filled(student, **HOME))
    page = "/answer/another-parent"
    shown = parent.get(page).html
    assert "Same home address as mine" in shown
    assert "Long Street" not in shown
    [box] = re.findall(r'name="(same_address_[^"]+)"', shown)
    typed = filled(student, first_name="Pablo", email="", **{box: "yes"})
    wrong = parent.submit(page, page, typed | {"mobile_phone": "call me"})
    assert "Long Street" not in wrong.html
    assert "checked" in wrong.html.partition(f'name="{box}"')[2].partition(">")[0]
    assert parent.submit(page, page, typed).leads_to == "/answer/next"
    other = next(c for c in contacts_of(stack, student) if c.details.first_name == "Pablo")
    assert other.details.address_lines == ("12 Long Street", "4", "Springfield")


def test_what_a_link_does_not_show_it_does_not_copy(stack: Stack) -> None:
    admin, first, second = an_admins_browser(stack), a_student_in(stack, "Eva"), a_student_in(stack)
    parent = begun(stack, a_link(stack, admin, first))
    parent.submit("/answer", "/answer", filled(first, **HOME))
    [known] = contacts_of(stack, first)
    again = says_who(stack, begun(stack, a_link(stack, admin, second)))
    again.submit("/answer", "/answer", filled(second))
    page = "/answer/another-parent"
    assert "same_address" not in again.get(page).html
    again.submit(page, page, filled(second, first_name="Pablo", email="", **{f"same_address_{known.id}": "yes"}))
    other = next(c for c in contacts_of(stack, second) if c.details.first_name == "Pablo")
    assert other.details.address_lines == ()


def test_whoever_is_logged_in_gives_another_parent_their_own_home_address_by_one_box(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = registered(stack, student, **HOME)
    page = "/me/another-parent"
    shown = parent.get(page).html
    assert "Same home address as mine" in shown
    [box] = re.findall(r'name="(same_address_[^"]+)"', shown)
    typed = filled(student, first_name="Pablo", email="", **{box: "yes", f"for_{student.id}": "yes"})
    assert parent.submit(page, page, typed).leads_to == "/me"
    other = next(c for c in contacts_of(stack, student) if c.details.first_name == "Pablo")
    assert other.details.address_lines == ("12 Long Street", "4", "Springfield")


def test_the_office_chooses_by_name_whose_address_it_is(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    parent = begun(stack, a_link(stack, admin, student))
    parent.submit("/answer", "/answer", filled(student, **HOME))
    page = f"/students/{student.id}/another-parent"
    shown = admin.get(page).html
    assert "Same home address as María García" in shown
    [box] = re.findall(r'name="(same_address_[^"]+)"', shown)
    assert admin.submit(page, page, filled(student, first_name="Pablo", email="", **{box: "yes"})).status == 303
    other = next(c for c in contacts_of(stack, student) if c.details.first_name == "Pablo")
    assert other.details.address_lines == ("12 Long Street", "4", "Springfield")


def test_a_form_that_comes_back_keeps_its_boxes(stack: Stack) -> None:
    parent, students = siblings_form(stack)
    typed = filled(students[0], same_for_all="yes", mobile_phone="555 0177")
    csrf = parent.csrf("/answer")
    parent.cookies.clear()
    page = parent.post("/answer", {"csrf": csrf} | typed)
    assert "The same for my other children" in page.html
    for name, value in (("same_for_all", "yes"), ("mobile_phone", "555 0177")):
        assert f'name="{name}" value="{value}"' in page.html


def test_a_registered_parent_finds_the_part_open_that_they_want_to_change(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    parent.submit("/answer/register", "/answer/register", {"password": PASSWORD})
    child = f"others#relationship_{student.id}"
    for part in ("phones#phones", "home_address#home_address", "sharing#sharing", child):
        assert f'href="/me/edit?open={part}"' in parent.get("/me").html
    assert open_parts(parent.get("/me/edit?open=phones")) == ["phones"]


# ------------------------------------------------------------ changing, from one's own page
def test_each_part_on_ones_own_page_leads_to_its_part_of_the_form(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = registered(stack, student)
    links_to_parts = re.findall(r'href="(/me/edit\?open=(\w+)#(\w+))"', parent.get("/me").html)
    fields = [field for _, _, field in links_to_parts]
    assert fields == ["first_name", "phones", "home_address", "school_email", "sharing", f"relationship_{student.id}"]
    for address, part, field in links_to_parts:
        form = parent.get(address.partition("#")[0])
        assert f'id="{field}"' in form.html
        assert open_parts(form) == ([part] if part == field else [])


def test_after_the_form_the_page_says_whom_the_parent_has_added(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = begun(stack, a_link(stack, an_admins_browser(stack), student))
    parent.submit("/answer", "/answer", filled(student))
    assert "You have added" not in parent.get("/answer/next").html
    page = "/answer/another-parent"
    parent.submit(page, page, filled(student, first_name="Pablo", last_name="", email=""))
    assert "You have added Pablo." in parent.get("/answer/next").html
