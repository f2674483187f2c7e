"""A letter through the functions: from the office that makes it to the parent who proves an address, or has none."""

import re
from dataclasses import replace
from html import unescape

import pytest

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.unlink_contact import unlink_contact
from homeroom.use_cases.invitations.make_letters import make_letters
from homeroom.use_cases.invitations.manage_invitation import withdraw
from homeroom.use_cases.invitations.printed_letters import PrintedLetter, printed_letter
from homeroom.use_cases.site.site_settings import site_settings
from tests.factories import a_student, by_admin
from tests.steps.address_mail import address_token
from tests.steps.answering import filled
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

MARIA = "maria@example.org"


@pytest.fixture
def student(stack: Stack) -> Student:
    student = a_student()
    stack.services.store.save(Change.new(student))
    return student


@pytest.fixture
def letter(stack: Stack, student: Student) -> PrintedLetter:
    [made] = make_letters([student.id], by_admin(), stack.services).made
    return printed_letter(made, stack.services)


def begun(stack: Stack, letter: PrintedLetter) -> Visitor:
    """By the code, as it was typed from the paper."""
    parent = stack.visitor()
    assert parent.submit("/code", "/code", {"code": letter.code.lower()}).leads_to == "/answer"
    return parent


def test_who_has_an_address_proves_it_by_the_email_and_then_logs_in(
    stack: Stack, letter: PrintedLetter, student: Student
) -> None:
    parent = begun(stack, letter)
    assert parent.submit("/answer", "/answer", filled(student) | {"email": MARIA}).leads_to == "/answer/next"
    saved = parent.get("/answer/next").html
    assert "Open it to confirm that this is your address" in saved
    assert "Once you have opened the link in that email, there is nothing else" in saved
    assert "Set a password" not in saved
    assert parent.get("/answer/register").status == 410
    stack.emails_sent()
    [mail] = stack.mailer.sent
    assert (mail.to, "in place of" in mail.text) == (MARIA, False)
    link = f"/confirm-address/{address_token(mail)}"
    assert stack.visitor().get(link).heading == "Is this your email address?"
    assert stack.visitor().submit(link, link, {}).status == 303
    assert "log in with a link that we email to maria@example.org" in stack.visitor().get(link).html


def test_who_has_none_leaves_it_empty_and_says_another_way(
    stack: Stack, letter: PrintedLetter, student: Student
) -> None:
    parent, without = begun(stack, letter), filled(student) | {"email": "", "mobile_phone": ""}
    refused = parent.submit("/answer", "/answer", without)
    assert refused.status == 422
    assert "a phone number, or a home address" in refused.html
    assert parent.submit("/answer", "/answer", without | {"mobile_phone": "555-010-0199"}).status == 303
    saved = parent.get("/answer/next").html
    assert ("We sent a link" in saved, "To change something later, tell the school office" in saved) == (False, True)
    card = an_admins_browser(stack).get(f"/students/{student.id}").html
    assert ("No email address" in card, "Has not set a password" in card) == (True, False)
    done = parent.submit("/answer/next", "/answer/done", {})
    assert "No email address? Tell the school office" in parent.get(done.location).html


def test_the_second_who_scans_a_letter_reads_that_it_was_answered_and_how_to_get_another(
    stack: Stack, letter: PrintedLetter, student: Student
) -> None:
    first, second = begun(stack, letter), begun(stack, letter)
    typed = filled(student) | {"email": "pat@example.org", "csrf": second.csrf("/answer")}
    first.submit("/answer", "/answer", filled(student) | {"email": MARIA})
    late = second.post("/answer", typed)
    assert (late.status, late.heading) == (410, "This letter has been answered")
    assert "Ask the school office for a letter of your own" in late.html


def test_a_letter_that_was_withdrawn_says_that_there_may_be_a_newer_one(stack: Stack, letter: PrintedLetter) -> None:
    typing = begun(stack, letter)
    withdraw(letter.invitation.id, by_admin(), stack.services)
    typed = stack.visitor().submit("/code", "/code", {"code": letter.code})
    for late in (stack.visitor().get(letter.path), typed, typing.get("/answer")):
        assert (late.status, late.heading) == (410, "This letter was withdrawn")
        assert "a newer letter" in late.html


def test_a_letter_that_reached_the_wrong_person_is_still_named_by_its_student(
    stack: Stack, letter: PrintedLetter, student: Student
) -> None:
    decline = f"{letter.path}/decline"
    stack.visitor().submit(decline, decline, {"which": "all"})
    admin = an_admins_browser(stack)
    shown = admin.get(f"/invitations/{letter.invitation.id}")
    assert shown.heading == f"Letter about {student.name}"
    assert f"Letter about {student.name} printed by" in unescape(shown.html)
    assert student.last_name in admin.get("/invitations?state=declined").html


def test_whoever_scans_a_letter_can_call_the_office(stack: Stack, letter: PrintedLetter) -> None:
    stack.services.store.save(Change.new(replace(site_settings(stack.services), office_phone="(217) 555-0142")))
    assert "(217) 555-0142" in stack.visitor().get(letter.path).html


def test_the_office_sees_it_printed_and_answered_and_cannot_email_it(
    stack: Stack, letter: PrintedLetter, student: Student
) -> None:
    admin, page = an_admins_browser(stack), f"/invitations/{letter.invitation.id}"
    assert f'href="{page}">Letter</a>' in admin.get("/invitations?state=printed").html
    refused = admin.submit(page, f"{page}/send-again", {})
    assert "This is a letter, so it sends no email" in admin.get(refused.location).html
    begun(stack, letter).submit("/answer", "/answer", filled(student) | {"email": MARIA})
    entries = re.findall(r"</time>(.*?)</li>", unescape(admin.get(page).html), re.DOTALL)
    assert [entry.partition(" ")[0] for entry in entries] == ["Letter", "The", "Answered"]
    assert entries[-1].strip() == "Answered by letter: the form was saved."
    assert "Letter printed on" in admin.get(f"/students/{student.id}").html


def test_who_answered_by_letter_reads_that_it_was_printed_for_them_and_what_became_of_it(
    stack: Stack, letter: PrintedLetter, student: Student
) -> None:
    begun(stack, letter).submit("/answer", "/answer", filled(student) | {"email": MARIA})
    [contact_id] = stack.services.roster.students([student.id])[student.id].contact_ids
    page = an_admins_browser(stack).get(f"/students/{student.id}/contacts/{contact_id}/data").html
    invitation = page.partition("Invitations received")[2].partition("Invitations sent")[0]
    assert "Letter printed" in invitation
    assert "Answered" in invitation
    assert "New email address, not confirmed yet" in page


def test_a_contact_that_the_office_unlinks_ends_the_form_behind_the_letter(
    stack: Stack, letter: PrintedLetter, student: Student
) -> None:
    parent = begun(stack, letter)
    parent.submit("/answer", "/answer", filled(student) | {"email": MARIA})
    [contact_id] = stack.services.roster.students([student.id])[student.id].contact_ids
    unlink_contact(student.id, contact_id, by_admin(), stack.services)
    assert parent.get("/answer").status == 410
    stack.emails_sent()
    assert stack.mailer.sent == []
