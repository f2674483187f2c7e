"""A parent's way from the mail to the saved form, request by request."""

import re

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from tests.factories import a_student
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

PARENT = "maria@example.org"


def a_student_in(stack: Stack, first_name: str = "Noé") -> Student:
    student = a_student(first_name)
    stack.services.store.save(Change.new(student))
    return student


def invite(admin: Visitor, student: Student, email: str = PARENT) -> int:
    page = f"/students/{student.id}"
    return admin.submit(page, f"{page}/invitations", {"parent_email": email, "parent_name": ""}).status


def links(stack: Stack, email: str = PARENT) -> list[str]:
    """The paths in all mails to an address, the oldest first."""
    stack.send_all()
    texts = [mail.text for mail in stack.mailer.sent if mail.to == email]
    return [match[0] for text in texts if (match := re.search(r"/i/\S+", text))]


def a_link(stack: Stack, admin: Visitor, student: Student) -> str:
    assert invite(admin, student) == 303
    return links(stack)[-1]


def filled(student: Student, **more: str) -> dict[str, str]:
    form = {"first_name": "María", "last_name": "García", "email": PARENT}
    return form | {f"relationship_{student.id}": "Mother", f"lives_with_{student.id}": "yes"} | more


def begun(stack: Stack, link: str) -> Visitor:
    parent = stack.visitor()
    assert parent.submit(link, link, {}).leads_to == "/answer"
    return parent


def answered(stack: Stack, link: str, student: Student) -> Visitor:
    parent = begun(stack, link)
    assert parent.submit("/answer", "/answer", filled(student)).leads_to == "/answer/next"
    return parent


def says_who(stack: Stack, parent: Visitor, email: str = PARENT) -> Visitor:
    """The first of the parents who are known at the address."""
    user = stack.services.access.user(email)
    assert user
    assert parent.submit("/answer/who", "/answer/who", {"parent": user.contact_ids[0]}).leads_to == "/answer"
    return parent
