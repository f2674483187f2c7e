"""Where the code beside a link is typed, request by request."""

import re
from datetime import timedelta

import pytest

from homeroom.domain.kernel.limits import WRONG_CODE_ANYWHERE
from tests.steps.answering import PARENT, a_link, a_student_in, answered, filled, invite, links
from tests.steps.log_in import an_admins_browser
from tests.steps.log_lines import captured_log
from tests.steps.stack import Stack
from tests.steps.visitor import Answer, Visitor

WRONG = "00000-00000"


def codes(stack: Stack) -> list[str]:
    """In all mails to the parent, the oldest first."""
    stack.send_all()
    texts = [mail.text for mail in stack.mailer.sent if mail.to == PARENT]
    return [
        match[1]
        for text in texts
        if (match := re.search(r"type the code\s+(\S+), on any device, at\s+\S+/code\n", text))
    ]


def typed(visitor: Visitor, code: str) -> Answer:
    return visitor.submit("/code", "/code", {"code": code})


def test_looking_at_the_page_stores_nothing(stack: Stack) -> None:
    before = stack.everything_stored()
    for method in ("GET", "HEAD"):
        assert stack.visitor().get("/code", method).status == 200
    assert stack.everything_stored() == before


def test_a_parent_types_the_code_and_saves_the_form_and_the_code_stands_in_no_address(stack: Stack) -> None:
    student = a_student_in(stack)
    link = a_link(stack, an_admins_browser(stack), student)
    [code], parent = codes(stack), stack.visitor()
    assert typed(parent, code.lower().replace("-", " ")).leads_to == "/answer"
    assert parent.submit("/answer", "/answer", filled(student)).leads_to == "/answer/next"
    assert stack.visitor().get(link).heading == typed(stack.visitor(), code).heading == "You have already answered"


def test_the_code_stands_in_the_email_alone(stack: Stack) -> None:
    with captured_log() as log:
        a_link(stack, an_admins_browser(stack), a_student_in(stack))
        [code] = codes(stack)
        assert [typed(stack.visitor(), one).status for one in (code, WRONG)] == [303, 422]
    [mail] = [mail for mail in stack.mailer.sent if mail.to == PARENT]
    assert code in mail.html
    assert code not in mail.subject
    assert "POST /code" in log.text
    for form in (code, code.replace("-", "")):
        assert form not in str(stack.everything_stored())
        assert form not in log.text


def test_a_wrong_code_is_said_at_the_field_and_what_was_typed_is_still_there(stack: Stack) -> None:
    answer = typed(stack.visitor(), "00000 <0000>")
    assert answer.status == 422
    assert "A code has ten letters and digits" in answer.html
    assert 'value="00000 &lt;0000&gt;"' in answer.html
    unknown = typed(stack.visitor(), WRONG)
    assert unknown.status == 422
    assert "recognize this code" in unknown.html
    assert f'value="{WRONG}"' in unknown.html


def test_ten_wrong_codes_are_enough_for_an_hour_and_the_link_works(stack: Stack) -> None:
    link = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    visitor = stack.visitor()
    assert [typed(visitor, WRONG).status for _ in range(10)] == [422] * 10
    answer = typed(visitor, codes(stack)[0])
    assert answer.status == 429
    assert "too many wrong codes" in answer.html
    assert visitor.submit(link, link, {}).leads_to == "/answer"
    stack.clock.wait(timedelta(hours=1))
    assert typed(visitor, codes(stack)[0]).leads_to == "/answer"


def test_when_the_whole_site_has_had_too_many_the_page_says_so(stack: Stack) -> None:
    for _ in range(WRONG_CODE_ANYWHERE.most):
        stack.services.access.count(WRONG_CODE_ANYWHERE, "site", stack.clock())
    answer = typed(stack.visitor(), WRONG)
    assert answer.status == 429
    assert "be used at the moment" in answer.html


def test_an_expired_code_offers_a_new_link_and_shows_as_much_as_the_links_page(stack: Stack) -> None:
    link = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    [code], visitor = codes(stack), stack.visitor()
    stack.clock.wait(timedelta(days=40))
    page, of_link = typed(visitor, code), visitor.get(link)
    assert (page.status, page.heading) == (of_link.status, of_link.heading) == (410, "Your link has expired")
    csrf, hidden = re.findall(r'type="hidden" name="\w+" value="([^"]+)"', page.html)
    assert visitor.post("/code/new-link", {"csrf": csrf, "code": hidden}).location == "/new-link"
    assert typed(visitor, codes(stack)[-1]).leads_to == "/answer"
    assert len(links(stack)) == 2


def test_the_code_of_an_earlier_email_says_that_there_is_a_newer_one(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    a_link(stack, admin, student)
    assert len(codes(stack)) == 1
    stack.clock.wait(timedelta(minutes=5))
    assert invite(admin, student) == 303
    old, new = codes(stack)
    assert typed(stack.visitor(), old).heading == "There is a newer email for you"
    assert typed(stack.visitor(), new).leads_to == "/answer"


def test_withdrawn_declined_and_somebody_elses_have_the_pages_of_links(stack: Stack) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    link = a_link(stack, admin, student)
    [code] = codes(stack)
    assert typed(admin, code).heading == "This link is for someone else"
    stack.visitor().submit(f"{link}/decline", f"{link}/decline", {"which": "all"})
    assert typed(stack.visitor(), code).heading == "You told us that this is not for you"


def test_who_has_answered_by_the_link_is_told_so_by_the_code(stack: Stack) -> None:
    student = a_student_in(stack)
    answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    assert typed(stack.visitor(), codes(stack)[0]).heading == "You have already answered"


@pytest.mark.parametrize("path", ["/code", "/code/new-link"])
def test_without_the_cookie_of_the_page_nothing_is_tried(stack: Stack, path: str) -> None:
    before = stack.everything_stored()
    assert stack.visitor().post(path, {"csrf": "x", "code": WRONG}).status == 403
    assert stack.everything_stored() == before


def test_the_page_is_found_from_the_log_in_and_from_a_link_that_is_unknown(stack: Stack) -> None:
    for page in ("/login", f"/i/{'x' * 43}"):
        assert 'href="/code"' in stack.visitor().get(page).html
