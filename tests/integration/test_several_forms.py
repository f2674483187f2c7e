"""Several invitations, tabs and devices at once, and browsers that refuse cookies."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.web.core.form_cookies import MOST_FORMS
from tests.steps.answering import PARENT, a_link, a_student_in, answered, begun, filled, invite, links
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor, hidden_fields


def begin(browser: Visitor, link: str) -> str:
    """The address of the form."""
    begun = browser.submit(link, link, {})
    assert (begun.status, begun.leads_to) == (303, "/answer")
    form = browser.get(begun.location)
    assert form.status == 303, "nobody comes back to the address that says that the form has just been begun"
    return form.location


def links_of(page: Answer) -> set[str]:
    """The addresses of the form's own pages in this one."""
    return set(re.findall(r'(?:href|action)="(/answer[^"]*)"', page.html))


def own_contact(stack: Stack, student: Student) -> ParentContact:
    [contact_id] = stack.services.roster.students([student.id])[student.id].contact_ids
    return stack.services.roster.contacts([contact_id])[contact_id]


# ------------------------------------------------------------ several invitations in one browser
def two_begun(stack: Stack) -> tuple[Visitor, list[tuple[Student, str]]]:
    """Of two families, each with its student and the address of its form."""
    admin, browser, forms = an_admins_browser(stack), stack.visitor(), []
    for name, email in (("Noé", PARENT), ("Ana", "eva@example.org")):
        student = a_student_in(stack, name)
        assert invite(admin, student, email) == 303
        forms.append((student, begin(browser, links(stack, email)[-1])))
    return browser, forms


def test_two_invitations_in_one_browser_are_answered_side_by_side_to_the_end(stack: Stack) -> None:
    browser, forms = two_begun(stack)
    pages = [browser.get(address) for _, address in forms]
    afterwards = []
    for (student, address), page in zip(forms, pages, strict=True):
        assert student.first_name in page.html
        assert links_of(page) >= {address}
        typed = filled(student, first_name=f"For {student.first_name}")
        saved = browser.post(address, hidden_fields(page.html) | typed)
        assert saved.leads_to == "/answer/next"
        afterwards.append(browser.get(saved.location))
    for (student, address), page in zip(forms, afterwards, strict=True):
        assert student.first_name in page.html
        assert all(link.partition("?")[2].startswith(key_of(address)) for link in links_of(page))
        assert own_contact(stack, student).details.first_name == f"For {student.first_name}"
    [done] = [link for link in links_of(afterwards[0]) if link.startswith("/answer/done")]
    assert browser.post(done, hidden_fields(afterwards[0].html)).leads_to == "/answer/done"
    assert [browser.get(address).status for _, address in forms] == [410, 200]


def key_of(address: str) -> str:
    return address.partition("?")[2]


def test_without_a_key_the_newest_form_counts(stack: Stack) -> None:
    browser, [_, (newest, _)] = two_begun(stack)
    assert newest.first_name in browser.get("/answer").html


def test_a_form_of_one_invitation_is_not_saved_with_the_key_of_the_other(stack: Stack) -> None:
    browser, [(first, one), (_, other)] = two_begun(stack)
    before = stack.everything_stored()
    answer = browser.post(other, hidden_fields(browser.get(one).html) | filled(first))
    assert (answer.status, "María" in answer.html) == (403, True)
    assert stack.everything_stored() == before


@pytest.mark.parametrize("page", ["", "/next", "/who", "/decline", "/another-parent", "/register"])
def test_the_key_of_another_browsers_form_opens_nothing(stack: Stack, page: str) -> None:
    link = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    owner, key = stack.visitor(), key_of(begin(stack.visitor(), link))
    begin(owner, link)
    for browser in (owner, stack.visitor()):
        assert browser.get(f"/answer{page}?{key}").status == 410
        assert browser.post(f"/answer{page}?{key}", {"csrf": "0" * 64}).status in (405, 410)


def test_no_address_holds_a_secret(stack: Stack) -> None:
    browser, forms = two_begun(stack)
    pages = "".join(browser.get(address).html + address for _, address in forms)
    assert len(browser.form_cookies) == 2
    assert not [token for token in browser.form_cookies.values() if token in pages]


def test_a_browser_keeps_a_few_forms_and_drops_the_oldest(stack: Stack) -> None:
    link, browser = a_link(stack, an_admins_browser(stack), a_student_in(stack)), stack.visitor()
    addresses = [begin(browser, link) for _ in range(MOST_FORMS + 2)]
    assert len(browser.form_cookies) == MOST_FORMS
    assert [browser.get(address).status for address in addresses] == [410] * 2 + [200] * MOST_FORMS


def test_a_form_ends_after_three_hours_without_use_and_after_a_day_at_the_latest(stack: Stack) -> None:
    browser, [(_, used), (_, unused)] = two_begun(stack)
    for _ in range(11):
        stack.clock.wait(timedelta(hours=2))
        assert browser.get(used).status == 200
    over = browser.get(unused)
    assert (over.status, over.heading) == (410, "This form was open too long")
    assert "open the link in your email or letter again and press its button" in over.html
    stack.clock.wait(timedelta(hours=2))
    assert browser.get(used).status == 410


# ------------------------------------------------------------ two tabs, two devices
def a_parent_at_home(stack: Stack) -> tuple[Visitor, Visitor, Student]:
    """Logged in on two devices."""
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    assert parent.submit("/answer/register", "/answer/register", {"password": PASSWORD}).status == 303
    return logged_in(stack, PARENT), logged_in(stack, PARENT), student


def test_the_later_of_two_devices_sees_what_has_changed_and_decides(stack: Stack) -> None:
    phone, desk, student = a_parent_at_home(stack)
    opened = hidden_fields(desk.get("/me/edit").html)
    assert phone.submit_form("/me/edit", filled(student, mobile_phone="555 0111")).status == 303
    typed = filled(student, mobile_phone="555 0222", street="1 New Street")
    asked = desk.post("/me/edit", opened | typed)
    assert asked.status == 409
    assert "Now stored: 555 0111" in asked.html
    assert asked.html.count("Now stored:") == 2, "of the street it says that nothing is stored"
    assert 'value="555 0222"' in asked.html
    assert own_contact(stack, student).details.mobile_phone == "555 0111"
    assert desk.post("/me/edit", hidden_fields(asked.html) | typed).location == "/me?notice=saved"
    assert own_contact(stack, student).details.mobile_phone == "555 0222"


def test_two_devices_that_save_the_same_meet_no_question(stack: Stack) -> None:
    phone, desk, student = a_parent_at_home(stack)
    opened = [hidden_fields(device.get("/me/edit").html) for device in (phone, desk)]
    typed = filled(student, mobile_phone="555 0111")
    assert [d.post("/me/edit", o | typed).status for d, o in zip((phone, desk), opened, strict=True)] == [303, 303]


def test_what_changes_at_the_moment_of_saving_is_not_overwritten_unseen(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, desk, student = a_parent_at_home(stack)
    opened, store = hidden_fields(desk.get("/me/edit").html), stack.services.store
    contact, save = own_contact(stack, student), store.save
    changed = replace(contact, details=replace(contact.details, home_phone="555 0199"))

    def meanwhile(*changes: Change) -> None:
        if any(isinstance(change.after, ParentContact) for change in changes):
            monkeypatch.undo()
            save(Change(contact, changed))
        save(*changes)

    monkeypatch.setattr(store, "save", meanwhile)
    answer = desk.post("/me/edit", opened | filled(student, mobile_phone="555 0111"))
    assert (answer.status, "Now stored: 555 0199" in answer.html) == (409, True)
    assert own_contact(stack, student).details == changed.details


def test_two_tabs_of_one_form_the_later_sees_what_the_earlier_saved(stack: Stack) -> None:
    student = a_student_in(stack)
    browser = begun(stack, a_link(stack, an_admins_browser(stack), student))
    one, other = (hidden_fields(browser.get("/answer").html) for _ in range(2))
    assert browser.post("/answer", one | filled(student, city="Springfield")).status == 303
    asked = browser.post("/answer", other | filled(student, city="Shelbyville"))
    assert (asked.status, "Now stored: Springfield" in asked.html) == (409, True)
    assert browser.post("/answer", hidden_fields(asked.html) | filled(student, city="Shelbyville")).status == 303
    assert own_contact(stack, student).details.city == "Shelbyville"


def test_a_second_form_of_the_same_invitation_is_saved_after_the_first_by_whoever_has_seen_both(stack: Stack) -> None:
    student, browser = a_student_in(stack), stack.visitor()
    link = a_link(stack, an_admins_browser(stack), student)
    one, other = (begin(browser, link) for _ in range(2))
    opened = hidden_fields(browser.get(one).html)
    assert (
        browser.post(other, hidden_fields(browser.get(other).html) | filled(student, city="Springfield")).status == 303
    )
    over = browser.post(one, opened | filled(student, city="Shelbyville"))
    assert (over.status, over.heading) == (410, "Check what you typed")
    asked = browser.post(other, hidden_fields(over.html))
    assert (asked.status, "Now stored: Springfield" in asked.html) == (409, True)


# ------------------------------------------------------------ cookies refused
def test_a_browser_that_refuses_cookies_is_told_so_behind_the_button(stack: Stack) -> None:
    link = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    browser = stack.visitor()
    begun = browser.submit(link, link, {})
    browser.cookies.clear()
    answer = browser.get(begun.location)
    assert (answer.status, answer.heading) == (403, "Your browser doesn't accept cookies from this site")


def test_a_browser_that_refuses_cookies_is_told_so_where_it_logs_in(stack: Stack) -> None:
    browser = stack.visitor()
    proof = browser.csrf("/login")
    browser.cookies.clear()
    answer = browser.post("/login", {"csrf": proof, "email": PARENT, "password": PASSWORD})
    assert (answer.status, answer.heading) == (403, "Your browser doesn't accept cookies from this site")


def test_whoever_comes_back_after_the_end_is_not_told_of_cookies(stack: Stack) -> None:
    student = a_student_in(stack)
    browser = stack.visitor()
    address = begin(browser, a_link(stack, an_admins_browser(stack), student))
    browser.cookies.clear()
    assert browser.get(address).heading == "This form was open too long"
