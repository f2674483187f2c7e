"""Visitors who have logged in."""

from homeroom.domain.kernel.change import Change
from tests.factories import an_admin
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

PASSWORD = "long-enough-password"


def logged_in(stack: Stack, email: str) -> Visitor:
    visitor = stack.visitor()
    answer = visitor.submit("/login", "/login", {"email": email, "password": PASSWORD})
    assert answer.status == 303, answer.heading
    return visitor


def an_admins_browser(stack: Stack) -> Visitor:
    stack.services.store.save(Change.new(an_admin()))
    stack.passwords.set("u-admin", PASSWORD)
    return logged_in(stack, "admin@example.org")
