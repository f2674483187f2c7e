"""The browser sends a form twice: a button pressed twice, an answer that was lost, thirty seconds that ran out."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.kernel.change import Change
from tests.factories import a_student
from tests.steps.answering import a_link, a_student_in, answered, begun, filled, invite
from tests.steps.faults import HEADER
from tests.steps.log_in import PASSWORD, an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

Form = tuple[Visitor, str, str, dict[str, str]]
"""A browser, the page with the form, where it is sent, and what was typed."""


def send_invitation(stack: Stack) -> Form:
    student = a_student_in(stack)
    page = f"/students/{student.id}"
    return an_admins_browser(stack), page, f"{page}/invitations", {"parent_email": "maria@example.org"}


def of_an_invitation(operation: str, **typed: str) -> Callable[[Stack], Form]:
    def make(stack: Stack) -> Form:
        admin, student = an_admins_browser(stack), a_student_in(stack)
        assert invite(admin, student) == 303
        stack.send_all()
        stack.clock.wait(timedelta(minutes=5))
        [invitation_id] = stack.services.invitation_lists.search("maria", 9)
        return admin, f"/invitations/{invitation_id}", f"/invitations/{invitation_id}/{operation}", typed

    return make


def the_links_button(stack: Stack) -> Form:
    link = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    return stack.visitor(), link, link, {}


def the_form(stack: Stack) -> Form:
    student = a_student_in(stack)
    parent = begun(stack, a_link(stack, an_admins_browser(stack), student))
    return parent, "/answer", "/answer", filled(student)


def another_parent(stack: Stack) -> Form:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    typed = filled(student, first_name="Petra", email="petra@example.org", send_invitation="yes")
    return parent, "/answer/another-parent", "/answer/another-parent", typed


def a_password(stack: Stack) -> Form:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    return parent, "/answer/register", "/answer/register", {"password": PASSWORD}


def not_my_child(stack: Stack) -> Form:
    link = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    return stack.visitor(), f"{link}/decline", f"{link}/decline", {"which": "all"}


def a_new_link(stack: Stack) -> Form:
    link = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    stack.clock.wait(timedelta(days=31))
    return stack.visitor(), link, f"{link}/new-link", {}


def no_more_mails(stack: Stack) -> Form:
    a_link(stack, an_admins_browser(stack), a_student_in(stack))
    page = stack.mailer.sent[-1].stop.removeprefix("https://site.example")
    return stack.visitor(), page, page, {}


def the_settings(stack: Stack) -> Form:
    return an_admins_browser(stack), "/settings/links", "/settings/links", {"link_days": "14"}


def confirm_an_import(stack: Stack) -> Form:
    upload = stack.services.files.put_check("a.csv", f"{HEADER}2026-2027,3-A,Li,Mei,p@example.org\n".encode(), "")
    stack.invoke("import_csv", stack.event_about(upload))
    return an_admins_browser(stack), f"/imports/{upload.import_id}", f"/imports/{upload.import_id}/confirm", {}


def send_again_to_everyone(stack: Stack) -> Form:
    admin, student = an_admins_browser(stack), a_student("Ana")
    stack.services.store.save(Change.new(student))
    assert invite(admin, student) == 303
    stack.send_all()
    return admin, "/invitations/send-again", "/invitations/send-again", {}


FORMS = {
    "Send Invitation": send_invitation,
    "send again": of_an_invitation("send-again"),
    "correct the address": of_an_invitation("address", email="new@example.org"),
    "withdraw": of_an_invitation("withdraw"),
    "hold": of_an_invitation("hold"),
    "release": of_an_invitation("release"),
    **{made.__name__.replace("_", " "): made for made in (the_links_button, the_form, another_parent, a_password)},
    **{made.__name__.replace("_", " "): made for made in (not_my_child, a_new_link, no_more_mails, the_settings)},
    **{made.__name__.replace("_", " "): made for made in (confirm_an_import, send_again_to_everyone)},
}


def what_became_of_it(stack: Stack) -> Any:
    """Things of each kind, states of invitations, and whom mails went to."""
    for upload in stack.dropped():
        stack.invoke("import_csv", stack.event_about(upload))
    stack.send_all()
    stored = stack.everything_stored()
    kinds = Counter(
        (table, item["sk"]["S"].partition("#")[0])
        for table, rows in stored.items()
        for item in rows
        if "sk" in item and item.get("action", {}).get("S") not in ("file_confirmed", "import_begun")
    )
    kinds.pop(("ImportsTable", "IMPORT"), None)  # a file that is dropped twice is told of twice
    kinds.pop(("ImportsTable", "ROWS"), None)
    kinds.pop(("InvitationsTable", "COUNT"), None)
    states = sorted(
        (item["email"]["S"], item.get("state", {}).get("S"), item.get("send_number", {}).get("N"))
        for item in stored["InvitationsTable"]
        if item["sk"]["S"] == "INVITATION"
    )
    return kinds, states, Counter(mail.to for mail in stack.mailer.sent), stack.passwords.passwords.keys()


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_sent_twice_ends_like_one_that_is_sent_once(stack: Stack, name: str) -> None:
    browser, page, action, typed = FORMS[name](stack)
    proof = {"csrf": browser.csrf(page)}
    assert browser.post(action, proof | typed).status in (200, 303)
    once = what_became_of_it(stack)
    again = browser.post(action, proof | typed)
    assert again.status < 500, "and it says something that helps"
    assert what_became_of_it(stack) == once
