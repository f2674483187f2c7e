"""What a parent may do beside answering, request by request: not my child, a new link, no more mails."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.token import csrf_token, new_token
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import address_digest
from tests.steps.answering import PARENT, a_link, a_student_in, answered, begun, filled, invite, links
from tests.steps.lambda_events import an_event
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor


def for_two(stack: Stack, admin: Visitor) -> tuple[str, Student, Student]:
    """The link of an invitation about two students."""
    noe, ana = a_student_in(stack), a_student_in(stack, "Ana")
    assert invite(admin, noe) == invite(admin, ana) == 303
    return links(stack)[-1], noe, ana


def stop_path(stack: Stack) -> str:
    return stack.mailer.sent[-1].stop.removeprefix("https://site.example")


def test_begun_on_one_device_it_is_finished_on_another(stack: Stack) -> None:
    student = a_student_in(stack)
    link = a_link(stack, an_admins_browser(stack), student)
    phone, desk = begun(stack, link), begun(stack, link)
    begun(stack, link)
    assert desk.submit("/answer", "/answer", filled(student)).leads_to == "/answer/next"
    assert phone.get("/answer").heading == "You have already answered"
    assert "García" in desk.get("/answer").html
    assert stack.visitor().get(link).heading == "You have already answered"


# ------------------------------------------------------------ not my child
def test_looking_at_the_page_that_declines_changes_nothing(stack: Stack) -> None:
    link = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    before = stack.everything_stored()
    visitor = stack.visitor()
    for _ in range(3):
        assert visitor.get(f"{link}/decline").status == 200
    assert stack.everything_stored() == before
    assert visitor.cookies == {}


def test_the_page_that_declines_shows_first_names_only(stack: Stack) -> None:
    student = a_student_in(stack)
    page = stack.visitor().get(f"{a_link(stack, an_admins_browser(stack), student)}/decline")
    assert page.heading == "Is Noé not your child?"
    assert student.last_name not in page.html


def test_one_of_two_is_taken_off_and_the_form_asks_about_the_other(stack: Stack) -> None:
    link, noe, ana = for_two(stack, an_admins_browser(stack))
    parent = stack.visitor()
    page = f"{link}/decline"
    assert parent.submit(page, page, {f"not_mine_{noe.id}": "yes", "which": "some"}).location == f"{link}/declined"
    assert parent.get(f"{link}/declined").heading == "Thank you for telling us"
    assert parent.get(link).heading == "Add your contact information for Ana"
    answered(stack, link, ana)
    assert stack.services.roster.students([noe.id])[noe.id].contact_ids == ()


def test_choosing_nobody_is_a_mistake_and_changes_nothing(stack: Stack) -> None:
    link, _, _ = for_two(stack, an_admins_browser(stack))
    page = f"{link}/decline"
    answer = stack.visitor().submit(page, page, {"which": "some"})
    assert answer.status == 422
    assert "Choose the names" in answer.html
    assert stack.visitor().get(link).heading == "Add your contact information for Noé and Ana"


@pytest.mark.parametrize("on_the_form", [False, True], ids=["behind the link", "on the form"])
def test_declined_by_all_the_link_says_so_and_the_office_sees_it(stack: Stack, on_the_form: bool) -> None:
    admin = an_admins_browser(stack)
    student = a_student_in(stack)
    link = a_link(stack, admin, student)
    parent = begun(stack, link) if on_the_form else stack.visitor()
    page = "/answer/decline" if on_the_form else f"{link}/decline"
    after = parent.get(parent.submit(page, page, {"which": "all"}).location)
    assert (after.status, after.heading) == (410, "You told us that this is not for you")
    for dead in (link, f"{link}/declined", f"{link}/decline"):
        assert stack.visitor().get(dead).heading == "You told us that this is not for you"
    profile = admin.get(f"/students/{student.id}").html
    assert "Declined: not my child" in profile
    assert PARENT in profile
    assert invite(admin, student) == 303
    assert len(links(stack)) == 2


def test_who_has_saved_the_form_finds_nothing_to_decline(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    assert "/answer/decline" not in parent.get("/answer").html
    assert parent.get("/answer/decline").heading == "You have already answered"


def test_somebody_else_who_is_logged_in_cannot_decline(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    link = a_link(stack, admin, a_student_in(stack))
    assert admin.get(f"{link}/decline").heading == "This link is for someone else"


# ------------------------------------------------------------ pressed by mistake
@pytest.mark.parametrize("on_the_form", [False, True], ids=["behind the link", "on the form"])
def test_pressed_by_mistake_it_is_taken_back_and_the_form_is_there_again(stack: Stack, on_the_form: bool) -> None:
    admin = an_admins_browser(stack)
    student = a_student_in(stack)
    link = a_link(stack, admin, student)
    parent = begun(stack, link) if on_the_form else stack.visitor()
    page, way = ("/answer/decline", "/answer") if on_the_form else (f"{link}/decline", link)
    said = parent.submit(page, page, {"which": "all"}).leads_to
    assert said == f"{way}/declined"
    before = stack.everything_stored()
    for _ in range(3):  # a program that follows links presses nothing
        assert "I pressed that by mistake" in parent.get(said).html
    assert stack.everything_stored() == before
    proof = {"csrf": parent.csrf(said)}
    for _ in range(2):
        assert parent.post(said, proof).leads_to == way
    assert "Declined: not my child" not in admin.get(f"/students/{student.id}").html
    answered(stack, link, student)


def test_after_a_day_and_after_another_parents_answer_the_page_says_whom_to_ask(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    noe, ana = a_student_in(stack), a_student_in(stack, "Ana")
    first = a_link(stack, admin, noe)
    said = f"{first}/declined"
    parent = stack.visitor()
    parent.submit(f"{first}/decline", f"{first}/decline", {"which": "all"})
    proof = {"csrf": parent.csrf(said)}
    second = a_link(stack, admin, ana)
    assert "There has been a newer invitation" in parent.post(said, proof).html
    answered(stack, second, ana)
    stack.clock.wait(timedelta(days=1))
    answer = parent.post(said, proof)
    assert (answer.status, "More than a day has passed" in answer.html) == (409, True)
    assert "Noé" not in answer.html
    assert "mistake" in parent.get(said).html


# ------------------------------------------------------------ a new link
def ask(stack: Stack, link: str) -> Answer:
    visitor = stack.visitor()
    csrf = re.search(r'name="csrf" value="(\w+)"', visitor.get(link).html)
    proof = csrf[1] if csrf else ""
    return visitor.post(f"{link}/new-link", {"csrf": proof})


def test_an_expired_link_shows_as_much_of_the_address_as_its_reader_knows_and_renews(stack: Stack) -> None:
    student = a_student_in(stack)
    link = a_link(stack, an_admins_browser(stack), student)
    stack.clock.wait(timedelta(days=40))
    stack.invoke("remind", an_event("daily"))
    page = stack.visitor().get(link)
    assert (page.status, page.heading) == (410, "Your link has expired")
    assert "m•••••@example.org" in page.html
    assert PARENT not in page.html
    assert ask(stack, link).location == "/new-link"
    assert stack.visitor().get("/new-link").heading == "Check your email"
    answered(stack, links(stack)[-1], student)


def test_asking_for_a_new_link_answers_alike_for_every_link(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    student = a_student_in(stack)
    completed = a_link(stack, admin, student)
    answered(stack, completed, student)
    expired = a_link(stack, admin, a_student_in(stack, "Ana"))
    stack.clock.wait(timedelta(days=40))
    for link in (completed, expired, f"/i/{new_token()}"):
        proof = csrf_token(link.removeprefix("/i/"))
        answers = [stack.visitor().post(f"{link}/new-link", {"csrf": proof}) for _ in range(4)]
        assert [a.location for a in answers[:3]] == ["/new-link"] * 3
        assert answers[3].heading == "Too many tries"
        stack.clock.wait(timedelta(hours=6))


# ------------------------------------------------------------ no more mails
def test_a_mail_program_stops_all_mails_from_elsewhere_without_a_cookie_or_a_proof(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    student = a_student_in(stack)
    a_link(stack, admin, student)
    answer = stack.visitor().post(stop_path(stack), {"List-Unsubscribe": "One-Click"}, origin="https://mail.example")
    assert (answer.status, answer.location) == (200, "")
    assert answer.heading == "You won't get any more emails from here"
    stack.clock.wait(timedelta(minutes=5))
    page = f"/students/{student.id}"
    again = admin.submit(page, f"{page}/invitations", {"parent_email": PARENT, "parent_name": "María"})
    assert again.status == 422
    assert "asked for no more emails from this site" in again.html
    assert 'value="María"' in again.html
    assert len(links(stack)) == 1


def test_the_page_that_stops_mails_changes_nothing_until_its_button_is_pressed(stack: Stack) -> None:
    a_link(stack, an_admins_browser(stack), a_student_in(stack))
    before = stack.everything_stored()
    path, visitor = stop_path(stack), stack.visitor()
    page = visitor.get(path)
    assert (page.status, page.heading) == (200, "Stop emails from this site?")
    assert PARENT not in page.html
    assert stack.everything_stored() == before
    assert visitor.submit(path, path, {}).heading == "You won't get any more emails from here"
    assert visitor.get(path).heading == "You won't get any more emails from here"


def test_the_page_that_stopped_them_takes_it_back_and_no_mail_program_can(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    student = a_student_in(stack)
    a_link(stack, admin, student)
    path, visitor = stop_path(stack), stack.visitor()
    page = visitor.submit(path, path, {})
    assert "Email me again" in page.html
    proof = {"csrf": csrf_token(path.removeprefix("/u/"))}
    again = f"{path}/again"
    assert stack.visitor().post(again, {"List-Unsubscribe": "One-Click"}, origin="https://mail.example").status == 403
    assert stack.visitor().post(again, proof, origin="https://mail.example").status == 403
    assert stack.visitor().post(again, {}).status == 403
    assert visitor.get(path).heading == "You won't get any more emails from here"
    for _ in range(2):
        assert visitor.get(visitor.post(again, proof).location).heading == "We can email you again"
    stack.clock.wait(timedelta(minutes=5))
    assert invite(admin, student) == 303
    assert len(links(stack)) == 2


def test_an_address_that_stops_nothing_has_its_page(stack: Stack) -> None:
    link = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    for wrong in (link.replace("/i/", "/u/"), f"/u/{new_token()}"):
        for answer in (stack.visitor().get(wrong), stack.visitor().post(wrong, {})):
            assert (answer.status, answer.heading) == (404, "We don't recognize this link")


def test_what_stops_mails_does_not_open_the_form(stack: Stack) -> None:
    a_link(stack, an_admins_browser(stack), a_student_in(stack))
    answer = stack.visitor().get(stop_path(stack).replace("/u/", "/i/"))
    assert answer.heading == "We don't recognize this link"


# ------------------------------------------------------------ mails afterwards
def test_what_was_saved_is_confirmed_once_to_the_invited_address(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    stack.send_all()
    corrected = filled(student, mobile_phone="555 0199", email="elsewhere@example.org")
    assert parent.submit("/answer", "/answer", corrected).status == 303
    stack.send_all()
    [confirmation] = [mail for mail in stack.mailer.sent if "is saved" in mail.subject]
    assert confirmation.to == PARENT
    assert "Noé: Mother, lives with you" in confirmation.text
    assert student.last_name not in confirmation.text
    assert "/i/" not in confirmation.text + confirmation.html


def test_the_other_parent_who_wants_no_mails_is_added_and_not_mailed(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    first, second = a_student_in(stack), a_student_in(stack, "Ana")
    a_link(stack, admin, second)
    stack.visitor().post(stop_path(stack), {})
    page = f"/students/{first.id}"
    admin.submit(page, f"{page}/invitations", {"parent_email": "pablo@example.org", "parent_name": ""})
    parent = answered(stack, links(stack, "pablo@example.org")[-1], first)
    page = "/answer/another-parent"
    answer = parent.submit(page, page, filled(first, send_invitation="yes"))
    assert answer.location.startswith("/answer/next?notice=added-not-mailed&")
    assert "We did not email them" in parent.get(answer.location).html
    assert len(links(stack)) == 1


def test_the_other_parents_link_speaks_of_checking_as_the_mail_did(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    page = "/answer/another-parent"
    parent.submit(page, page, filled(student, email="other@example.org", send_invitation="yes"))
    behind = stack.visitor().get(links(stack, "other@example.org")[-1])
    assert behind.heading == "Check your information for Noé"
    assert "added you as a parent of Noé. Please check" in behind.html
    assert "invites you" not in behind.html


@pytest.mark.parametrize("kept_from", [{"protected": True}, {"no_contact": (address_digest("other@example.org"),)}])
def test_another_parent_is_added_and_not_mailed_who_must_not_be_told_of_the_student(
    stack: Stack, kept_from: dict[str, Any]
) -> None:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    now = stack.services.roster.students([student.id])[student.id]
    stack.services.store.save(Change(now, replace(now, **kept_from)))
    page = "/answer/another-parent"
    answer = parent.submit(page, page, filled(student, email="other@example.org", send_invitation="yes"))
    assert answer.location.startswith("/answer/next?notice=added-not-mailed&")
    assert links(stack, "other@example.org") == []


def test_the_daily_run_reminds_once(stack: Stack) -> None:
    first = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    stack.clock.wait(timedelta(days=3))
    for _ in range(2):
        stack.invoke("remind", an_event("daily"))
    newest = links(stack)[-1]
    assert [mail.subject for mail in stack.mailer.sent][1:] == ["Our School: how can we reach you about Noé?"]
    assert stack.visitor().get(first).heading == "There is a newer email for you"
    assert stack.visitor().get(newest).status == 200


@pytest.mark.parametrize(
    ("days", "status"),
    [
        *(("", 303), ("3", 303), ("3, 10", 303), ("1 2 3 4 5", 303)),
        *(("10, 3", 422), ("0", 422), ("3, x", 422), ("1,2,3,4,5,6", 422)),
    ],
)
def test_a_site_admin_says_when_reminders_go(stack: Stack, days: str, status: int) -> None:
    admin = an_admins_browser(stack)
    form = {"link_days": "30", "reminder_days": days, "daily_digest": "yes"}
    answer = admin.submit_form("/settings/links", form)
    assert answer.status == status
    stored = stack.services.site.settings()
    if status == 303:
        assert stored
        assert list(stored.reminder_days) == [int(day) for day in days.replace(",", " ").split()]
        assert stored.daily_digest
    else:
        assert stored is None
        assert f'value="{days}"' in answer.html


def test_a_settings_page_without_the_field_leaves_reminders_as_they_are(stack: Stack) -> None:
    assert an_admins_browser(stack).submit_form("/settings/links", {"link_days": "29"}).status == 303
    stored = stack.services.site.settings()
    assert stored
    assert stored.reminder_days == (3, 10)


def test_whoever_invited_is_told_the_day_after_who_has_answered(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert admin.submit_form("/settings/links", {"link_days": "30", "daily_digest": "yes"}).status == 303
    student = a_student_in(stack)
    answered(stack, a_link(stack, admin, student), student)
    stack.clock.wait(timedelta(days=1))
    for _ in range(2):
        stack.invoke("remind", an_event("daily"))
    [digest] = [mail for mail in stack.mailer.sent if "has answered" in mail.subject]
    assert digest.to == "admin@example.org"
    assert f"{student.listed_name} (3-A)" in digest.text
