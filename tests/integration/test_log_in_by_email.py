"""From "Email me a log-in link" to one's own pages, through the functions, with the events that AWS sends."""

import re
from datetime import timedelta

import pytest

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import LINK_MAIL_FROM
from homeroom.use_cases.ports.mailer import OutgoingMail
from tests.factories import a_contact, a_parent_user, a_student, an_admin, details
from tests.steps.lambda_events import an_event
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.log_in_mail import another, secrets_of
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor

MARIA, HOME = "maria@example.org", "home@example.org"
NEW = "seven-quiet-lanterns-float"


def a_parent(stack: Stack) -> None:
    student = a_student()
    contact = a_contact(student, id="c1", details=details(email=MARIA))
    user = a_parent_user(contact, email=MARIA, has_password=False)
    stack.services.store.save(Change.new(student.linked_to("c1")), Change.new(contact), Change.new(user))


def two_parents(stack: Stack) -> None:
    contacts = [a_contact(id=f"h{name}", details=details(name, email=HOME)) for name in ("Ada", "Luis")]
    user = a_parent_user(contacts[0], id="u-home", email=HOME, contact_ids=("hAda", "hLuis"))
    stack.services.store.save(*map(Change.new, contacts), Change.new(user))


def ask(visitor: Visitor, email: str = MARIA) -> Answer:
    return visitor.submit("/login/link", "/login/link", {"email": email})


def mailed(stack: Stack, visitor: Visitor, email: str = MARIA) -> OutgoingMail:
    assert ask(visitor, email).location == "/login/code"
    stack.emails_sent()
    return stack.mailer.sent[-1]


def type_code(visitor: Visitor, code: str) -> Answer:
    return visitor.submit("/login/code", "/login/code", {"code": code})


def press(visitor: Visitor, token: str) -> Answer:
    return visitor.submit(f"/login/link/{token}", f"/login/link/{token}", {})


def test_a_parent_without_a_password_logs_in_by_the_link_on_another_device(stack: Stack) -> None:
    a_parent(stack)
    mail = mailed(stack, stack.visitor())
    assert (mail.to, mail.subject, mail.stop) == (MARIA, "Our School: your log-in link", "")
    telephone, (token, _) = stack.visitor(), secrets_of(mail)
    assert telephone.get(f"/login/link/{token}").heading == "Log in"
    assert press(telephone, token).location == "/"
    assert telephone.get("/me").status == 200
    assert stack.visitor().get("/me").location == "/login"


def test_the_code_is_typed_in_the_browser_that_asked(stack: Stack) -> None:
    a_parent(stack)
    visitor = stack.visitor()
    _, code = secrets_of(mailed(stack, visitor))
    page = visitor.get("/login/code")
    assert page.heading == "Check your email"
    assert 'autocomplete="one-time-code"' in page.html
    assert 'inputmode="numeric"' in page.html
    assert type_code(visitor, f" {code[:3]} {code[3:]} ").location == "/"
    assert visitor.get("/me").status == 200


def test_a_browser_that_asked_for_nothing_is_sent_to_where_one_asks(stack: Stack) -> None:
    assert stack.visitor().get("/login/code").location == "/login/link"


def test_two_parents_at_one_address_are_asked_who_they_are(stack: Stack) -> None:
    two_parents(stack)
    visitor = stack.visitor()
    mail = mailed(stack, visitor, HOME)
    assert "Dear Ada García and Luis García," in mail.text
    press(visitor, secrets_of(mail)[0])
    assert visitor.get("/me").location == "/me/who"
    visitor.submit("/me/who", "/me/who", {"parent": "hLuis"})
    assert "Luis" in visitor.get("/me").html


def test_whoever_has_not_said_who_they_are_can_log_out(stack: Stack) -> None:
    two_parents(stack)
    visitor = stack.visitor()
    press(visitor, secrets_of(mailed(stack, visitor, HOME))[0])
    assert visitor.submit("/me/who", "/logout", {}).location == "/login?notice=logged-out"
    assert visitor.get("/me/who").location == "/login"


def test_opening_the_link_however_often_changes_nothing(stack: Stack) -> None:
    a_parent(stack)
    token, _ = secrets_of(mailed(stack, stack.visitor()))
    before = stack.everything_stored()
    for method in ("GET", "HEAD"):
        assert stack.visitor().get(f"/login/link/{token}", method).status == 200
    assert stack.everything_stored() == before


@pytest.mark.parametrize("end", ["used", "late", "newer", "unknown"])
def test_a_link_that_is_over_says_so_and_has_the_form_to_ask_again(stack: Stack, end: str) -> None:
    a_parent(stack)
    visitor = stack.visitor()
    token, _ = secrets_of(mailed(stack, visitor))
    stack.clock.wait(timedelta(minutes=15 if end == "late" else 2))
    if end == "used":
        press(stack.visitor(), token)
    if end == "newer":
        ask(visitor)
    if end == "unknown":
        token = "x" * 43
    other = stack.visitor()
    answer = other.get(f"/login/link/{token}")
    assert (answer.status, answer.heading) == (410, "This doesn't log you in anymore")
    assert 'action="/login/link"' in answer.html
    csrf = re.search(r'name="csrf" value="(\w+)"', answer.html)
    assert csrf
    assert other.post("/login/link", {"csrf": csrf[1], "email": MARIA}).location == "/login/code"


def test_wrong_codes_are_counted_down_and_then_the_page_leads_on(stack: Stack) -> None:
    a_parent(stack)
    visitor = stack.visitor()
    _, code = secrets_of(mailed(stack, visitor))
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        answer = type_code(visitor, another(code))
        assert answer.status == 422
        assert f"You have {left} left." in answer.html
    csrf = visitor.csrf("/login/code")
    for wrong in (another(code), code):
        answer = visitor.post("/login/code", {"csrf": csrf, "code": wrong})
        assert (answer.status, answer.heading) == (410, "This doesn't log you in anymore")
    assert visitor.get("/me").location == "/login"


def test_what_is_no_code_or_no_address_is_said(stack: Stack) -> None:
    visitor = stack.visitor()
    answer = ask(visitor, "nobody")
    assert answer.status == 422
    assert "Enter an email address" in answer.html
    ask(visitor)
    answer = type_code(visitor, "12345")
    assert answer.status == 422
    assert "Enter the six digits" in answer.html


def test_known_and_unknown_addresses_get_the_same_pages(stack: Stack) -> None:
    a_parent(stack)

    def pages(email: str) -> list[object]:
        seen: list[object] = []
        visitor = stack.visitor()
        for answer in (ask(visitor, email), visitor.get("/login/code"), type_code(visitor, "000000")):
            html = re.sub(r'value="\w{64}"', "", answer.html)
            seen.append((answer.status, answer.location, html))
        return seen

    assert pages(MARIA) == pages("nobody@example.org")


def test_too_many_from_one_network_address_are_told(stack: Stack) -> None:
    visitor = stack.visitor()
    csrf = visitor.csrf("/login/link")
    for number in range(LINK_MAIL_FROM.most):
        assert visitor.post("/login/link", {"csrf": csrf, "email": f"p{number}@example.org"}).status == 303
    assert visitor.post("/login/link", {"csrf": csrf, "email": MARIA}).status == 429


def test_a_form_that_no_page_of_this_browser_made_asks_for_nothing(stack: Stack) -> None:
    a_parent(stack)
    other = stack.visitor().csrf("/login/link")
    assert stack.visitor().post("/login/link", {"csrf": other, "email": MARIA}).status == 403


def test_the_log_in_of_before_ends_with_the_new_one(stack: Stack) -> None:
    a_parent(stack)
    visitor = stack.visitor()
    press(visitor, secrets_of(mailed(stack, visitor))[0])
    old = dict(visitor.cookies)
    stack.clock.wait(timedelta(minutes=2))
    press(visitor, secrets_of(mailed(stack, visitor))[0])
    assert visitor.get("/me").status == 200
    visitor.cookies = old
    assert visitor.get("/me").location == "/login"


def test_a_parent_who_forgot_the_password_sets_another_within_a_quarter_of_an_hour(stack: Stack) -> None:
    two_parents(stack)
    for minutes, asks_for_old in ((14, 0), (15, 1)):
        visitor = stack.visitor()
        press(visitor, secrets_of(mailed(stack, visitor, HOME))[0])
        visitor.submit("/me/who", "/me/who", {"parent": "hLuis"})
        stack.clock.wait(timedelta(minutes=minutes))
        assert visitor.get("/me/password").html.count('name="old_password"') == asks_for_old
    visitor = stack.visitor()
    press(visitor, secrets_of(mailed(stack, visitor, HOME))[0])
    visitor.submit("/me/who", "/me/who", {"parent": "hLuis"})
    assert visitor.submit("/me/password", "/me/password", {"password": NEW}).status == 303
    assert stack.visitor().submit("/login", "/login", {"email": HOME, "password": NEW}).location == "/"


def test_a_site_admin_sets_a_new_password_and_the_others_get_to_know(stack: Stack) -> None:
    an_admins_browser(stack)
    stack.services.store.save(Change.new(an_admin(id="u2", email="other@example.org", name="Alex Kim")))
    visitor = stack.visitor()
    mail = mailed(stack, visitor, "admin@example.org")
    assert mail.subject == "Our School: your link to set a new password"
    token, _ = secrets_of(mail)
    assert visitor.get(f"/login/link/{token}").heading == "Set a new password"
    assert press(visitor, token).location == "/login/password"
    assert visitor.get("/students").location == "/login"
    page = visitor.get("/login/password")
    assert (page.heading, page.html.count('type="password"')) == ("Set a new password", 1)
    assert visitor.submit("/login/password", "/login/password", {"password": "short"}).status == 422
    assert visitor.submit("/login/password", "/login/password", {"password": NEW}).location == "/"
    stack.emails_sent()
    others, own = stack.mailer.sent[1:]
    assert (others.to, own.to) == ("other@example.org", "admin@example.org")
    assert "Site Admin Jordan Ellis" in " ".join(others.text.split())
    answer = stack.visitor().submit("/login", "/login", {"email": "admin@example.org", "password": PASSWORD})
    assert answer.status == 422
    stack.passwords.set("u-admin", PASSWORD)
    logged_in(stack, "admin@example.org")


def test_without_a_used_link_nobody_sees_the_page_that_sets_a_password(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert admin.get("/login/password").status == 410
    assert stack.visitor().get("/login/password").status == 410


@pytest.mark.parametrize("event", ["log_in_message", "password_set_message"])
def test_a_message_about_a_user_whom_nobody_knows_does_nothing(stack: Stack, event: str) -> None:
    an_admins_browser(stack)
    before = stack.everything_stored()
    assert stack.invoke("send_invite", an_event(event)) == {"batchItemFailures": []}
    assert (stack.everything_stored(), stack.mailer.sent) == (before, [])


def test_a_completed_form_leads_to_the_log_in_link(stack: Stack) -> None:
    assert 'href="/login/link"' in stack.visitor().get("/login").html
    assert 'href="/login/link"' in stack.visitor().get("/answer/done").html
