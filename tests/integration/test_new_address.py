"""A parent's new email address, from the page where it is typed to the log-in with it, through the functions."""

import pytest

from homeroom.domain.accounts.address_change import LASTS
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.token import new_token
from homeroom.use_cases.ports.mailer import OutgoingMail
from tests.factories import a_contact, a_parent_user, a_student, details
from tests.steps.address_mail import address_token
from tests.steps.answering import a_link, a_student_in, begun, filled
from tests.steps.lambda_events import an_event, sqs_event
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor

MARIA, NEW = "maria@example.org", "mia@example.net"
PAGE = "/me/email"


def a_parent(stack: Stack, name: str = "María", email: str = MARIA, contact_id: str = "c1") -> Visitor:
    """Registered and logged in."""
    student = a_student(f"Child of {name}")
    about = details(name, email=email)
    contact = a_contact(student, id=contact_id, registered=True, user_key=email, details=about)
    user = a_parent_user(contact, id=f"u-{contact_id}", email=email)
    stack.services.store.save(Change.new(student.linked_to(contact_id)), Change.new(contact), Change.new(user))
    stack.passwords.set(user.id, PASSWORD)
    return logged_in(stack, email)


def change(parent: Visitor, email: str = NEW, password: str = PASSWORD) -> Answer:
    return parent.submit(PAGE, PAGE, {"email": email, "password": password})


def mailed(stack: Stack, to: str = NEW) -> OutgoingMail:
    stack.emails_sent()
    return [mail for mail in stack.mailer.sent if mail.to == to][-1]


def link_in(mail: OutgoingMail) -> str:
    return f"/confirm-address/{address_token(mail)}"


def asked(stack: Stack, parent: Visitor) -> str:
    assert change(parent).location == "/me"
    return link_in(mailed(stack))


def press(stack: Stack, link: str) -> Answer:
    return stack.visitor().submit(link, link, {})


def contact(stack: Stack, contact_id: str = "c1") -> ParentContact:
    return stack.services.roster.contacts([contact_id])[contact_id]


def told(stack: Stack) -> list[str]:
    """Whom the email tells that the address was changed, whenever its message comes."""
    message = {"kind": "address_changed", "version": 1, "contact_id": "c1", "number": 1}
    for _ in range(2):
        assert stack.invoke("send_invite", sqs_event(message)) == {"batchItemFailures": []}
    return [mail.to for mail in stack.mailer.sent if "was changed" in mail.subject]


def test_a_new_address_is_typed_confirmed_and_logged_in_with(stack: Stack) -> None:
    parent = a_parent(stack)
    link = asked(stack, parent)
    page = parent.get("/me").html
    assert f"We sent a link to {NEW}. Until you open it, we keep using {MARIA}." in page
    assert stack.visitor().get(link).heading == "Is this your new email address?"
    assert press(stack, link).location == link
    done = stack.visitor().get(link)
    assert (done.status, done.heading) == (200, "Your email address is confirmed")
    assert parent.get("/me").location == "/login"
    assert logged_in(stack, NEW).get("/me").status == 200
    assert stack.visitor().submit("/login", "/login", {"email": MARIA, "password": PASSWORD}).status == 422
    assert told(stack) == [MARIA]


def test_the_email_says_who_asks_what_happens_and_what_to_do_if_it_was_somebody_else(stack: Stack) -> None:
    assert change(a_parent(stack)).status == 303
    mail = mailed(stack)
    text = " ".join(mail.text.split())
    assert mail.subject == "Our School: confirm your new email address"
    assert "Dear María," in text
    assert "in place of m•••••@example.org" in text
    assert MARIA not in mail.text + mail.html
    assert "works for 3 days" in text
    assert "If you didn't ask for this" in text
    assert link_in(mail) in mail.html


def test_the_password_is_asked_for_and_a_wrong_one_changes_nothing(stack: Stack) -> None:
    parent = a_parent(stack)
    answer = change(parent, password="wrong-password")
    assert (answer.status, "This is not your current password." in answer.html) == (422, True)
    assert f'value="{NEW}"' in answer.html
    assert contact(stack).new_email == ""


@pytest.mark.parametrize(("typed", "says"), [("", "Enter your new email address."), ("mia", "it has no @")])
def test_what_is_no_address_gets_one_sentence(stack: Stack, typed: str, says: str) -> None:
    answer = change(a_parent(stack), typed)
    assert (answer.status, says in answer.html) == (422, True)


def test_the_form_about_oneself_has_no_field_for_the_address_and_leaves_it(stack: Stack) -> None:
    parent = a_parent(stack)
    page = parent.get("/me/edit")
    assert 'name="email"' not in page.html
    assert 'href="/me/email"' in page.html
    student = a_student("Child of María")
    assert parent.submit("/me/edit", "/me/edit", filled(student, email=NEW)).location == "/me?notice=saved"
    assert (contact(stack).details.email, contact(stack).new_email) == (MARIA, "")


def test_it_can_be_sent_again_and_taken_back(stack: Stack) -> None:
    parent = a_parent(stack)
    first = asked(stack, parent)
    assert parent.submit("/me", f"{PAGE}/again", {}).location == "/me?notice=address-again"
    second = link_in(mailed(stack))
    assert (stack.visitor().get(first).status, stack.visitor().get(second).status) == (410, 200)
    assert parent.submit("/me", f"{PAGE}/keep", {}).location == "/me?notice=address-kept"
    assert stack.visitor().get(second).heading == "This address isn't waiting to be confirmed"
    assert NEW not in parent.get("/me").html


def _expired(stack: Stack, link: str) -> str:
    stack.clock.now += LASTS
    return link


def _unknown(stack: Stack, link: str) -> str:
    return f"/confirm-address/{new_token()}"


def _taken(stack: Stack, link: str) -> str:
    a_parent(stack, "Mia", NEW, "c9")
    return link


ENDS = {
    "expired": (_expired, 410, "Your link has expired"),
    "unknown": (_unknown, 404, "We don't recognize this link"),
    "taken": (_taken, 409, "Somebody else already logs in with this address"),
}


@pytest.mark.parametrize("end", ENDS)
def test_every_link_that_confirms_nothing_says_why_and_what_to_do(stack: Stack, end: str) -> None:
    becomes, status, heading = ENDS[end]
    link = asked(stack, a_parent(stack))
    dead = becomes(stack, link)
    before = contact(stack)
    page = stack.visitor().get(dead)
    assert (page.status, page.heading) == (status, heading)
    assert 'class="button"' in page.html
    assert contact(stack) == before


def test_somebody_who_is_logged_in_as_another_is_told_so(stack: Stack) -> None:
    link = asked(stack, a_parent(stack))
    other = a_parent(stack, "Luis", "luis@example.org", "c2")
    assert (other.get(link).status, contact(stack).details.email) == (403, MARIA)


def test_another_address_in_the_form_behind_the_link_waits_and_the_next_page_says_so(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = begun(stack, a_link(stack, an_admins_browser(stack), student))
    assert parent.submit("/answer", "/answer", filled(student, email=NEW)).leads_to == "/answer/next"
    page = parent.get("/answer/next").html
    assert f"We sent a link to {NEW}. Until you open it, we keep using {MARIA}." in page
    assert f'value="{NEW}"' in parent.get("/answer").html
    link = link_in(mailed(stack))
    user = stack.services.access.user(MARIA)
    assert user
    assert press(stack, link).status == 303
    assert contact(stack, user.contact_ids[0]).details.email == NEW
    assert parent.get("/answer").status == 410


@pytest.mark.parametrize("event", ["new_address_message", "address_changed_message"])
def test_a_message_about_a_contact_that_nobody_knows_does_nothing(stack: Stack, event: str) -> None:
    before = stack.everything_stored()
    assert stack.invoke("send_invite", an_event(event)) == {"batchItemFailures": []}
    assert (stack.everything_stored(), stack.mailer.sent) == (before, [])


def test_neither_the_log_nor_the_record_holds_an_address(stack: Stack, capfd: pytest.CaptureFixture[str]) -> None:
    link = asked(stack, a_parent(stack))
    press(stack, link)
    record, out = str(stack.everything_stored()["AuditTable"]), "".join(capfd.readouterr())
    assert "address_changed" in record
    assert [secret for secret in (MARIA, NEW, link[-43:]) if secret in record + out] == []
