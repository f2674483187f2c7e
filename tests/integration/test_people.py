"""The pages of Site Admins, request by request: who is one, who is asked, and what a removed one's open tab gets."""

import re
from datetime import timedelta

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.change import Change
from tests.factories import an_admin
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

PEOPLE = "/settings/people"
KIM, NEW_PASSWORD = "kim.park@example.org", "seven-quiet-lanterns-float"
REMOVED = "You are no longer a Site Admin"


def another_admin(stack: Stack, **more: str) -> User:
    user = an_admin(**{"id": "u-ben", "email": "ben@example.org", "name": "Ben Ray"} | more)
    stack.services.store.save(Change.new(user))
    stack.passwords.set(user.id, PASSWORD)
    return user


def mailed(stack: Stack) -> dict[str, str]:
    """By address, the text of the last of the emails that go out now."""
    before = len(stack.mailer.sent)
    stack.emails_sent()
    return {mail.to: mail.text for mail in stack.mailer.sent[before:]}


def link_in(text: str) -> str:
    found = re.search(r"https://site\.example(/login/invited/[\w-]{43})", text)
    assert found
    return found[1]


def removed(stack: Stack, admin: Visitor, user: User) -> None:
    stack.clock.wait(timedelta(seconds=1))
    page = f"{PEOPLE}/{user.id}"
    assert admin.submit(page, f"{page}/remove", {}).location == f"{PEOPLE}?notice=removed"


def test_somebody_is_invited_sets_name_and_password_and_is_listed(stack: Stack) -> None:
    admin, kim = an_admins_browser(stack), stack.visitor()
    assert admin.submit(PEOPLE, PEOPLE, {"email": KIM}).location == f"{PEOPLE}?notice=invited"
    assert KIM in admin.get(PEOPLE).html
    link = link_in(mailed(stack)[KIM])
    wrong = kim.submit(link, link, {"name": "", "password": "short"})
    assert wrong.status == 422
    assert "Enter your first and last name." in wrong.html
    assert "Choose a password of at least 10 characters" in wrong.html
    assert kim.submit(link, link, {"name": "Kim Park", "password": NEW_PASSWORD}).location == "/"
    assert kim.get(PEOPLE).status == 200
    html = admin.get(PEOPLE).html
    assert "Kim Park" in html
    assert "Invited, not accepted yet" not in html
    again = stack.visitor().get(link)
    assert (again.status, again.heading) == (410, "You are a Site Admin already")
    [(to, text)] = mailed(stack).items()
    assert (to, "Kim Park" in text) == ("admin@example.org", True)


def test_a_removed_admins_open_tab_gets_one_plain_page_for_pages_and_for_a_form_that_was_being_filled(
    stack: Stack,
) -> None:
    admin, user = an_admins_browser(stack), another_admin(stack)
    ben = logged_in(stack, user.email)
    proof = {"csrf": ben.csrf("/students/new")}
    removed(stack, admin, user)
    for answer in (
        ben.get("/"),
        ben.get("/students"),
        ben.get(PEOPLE),
        ben.post("/students/new", proof | {"first_name": "Zoë", "last_name": "Adams"}),
        ben.post(PEOPLE, proof | {"email": KIM}),
    ):
        assert (answer.status, answer.heading) == (403, REMOVED)
        assert "Zoë" not in answer.html
    again = ben.submit("/login", "/login", {"email": user.email, "password": PASSWORD})
    assert again.status == 422
    assert admin.get(f"{PEOPLE}/{user.id}").status == 404


def test_log_ins_that_another_admin_ended_lead_to_the_log_in_page(stack: Stack) -> None:
    admin, user = an_admins_browser(stack), another_admin(stack)
    ben = logged_in(stack, user.email)
    page = f"{PEOPLE}/{user.id}"
    assert "Log them out everywhere" in admin.get(page).html
    stack.clock.wait(timedelta(seconds=1))
    assert admin.submit(page, f"{page}/log-out", {}).location == f"{page}?notice=logged-out"
    assert "isn't logged in anywhere" in admin.get(page).html.replace("&#39;", "'")
    assert ben.get("/students").location == "/login"
    assert logged_in(stack, user.email).get("/students").status == 200


def test_nobody_removes_themselves(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert admin.get(f"{PEOPLE}/u-admin").location == "/me/sessions"
    for what in ("remove", "log-out"):
        assert admin.submit(PEOPLE, f"{PEOPLE}/u-admin/{what}", {}).status == 404
    assert admin.get(PEOPLE).status == 200


def test_what_cannot_be_invited_is_said_at_the_field_with_what_was_typed(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    for typed, says in (
        ("", "Enter the email address of the person"),
        ("kim park", "kim park"),
        ("admin@example.org", "admin@example.org is a Site Admin already."),
    ):
        answer = admin.submit(PEOPLE, PEOPLE, {"email": typed})
        assert answer.status == 422
        assert says in answer.html
        assert f'value="{typed}"' in answer.html


def test_the_second_of_two_who_decide_about_an_invitation_is_told_that_it_is_over(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    admin.submit(PEOPLE, PEOPLE, {"email": KIM})
    ben = logged_in(stack, another_admin(stack).email)
    [path] = set(re.findall(rf"{PEOPLE}/invitations/\w+", ben.get(PEOPLE).html))
    for visitor, what, number, notice in (
        (admin, "withdraw", "2", "invitation-over"),
        (admin, "withdraw", "x", "invitation-over"),
        (admin, "withdraw", "", "invitation-over"),
        (admin, "withdraw", "1", "withdrawn"),
        (ben, "again", "1", "invitation-over"),
        (ben, "withdraw", "1", "invitation-over"),
    ):
        assert visitor.submit(PEOPLE, f"{path}/{what}", {"number": number}).location == f"{PEOPLE}?notice={notice}"
    assert "open anymore" in ben.get(f"{PEOPLE}?notice=invitation-over").html
