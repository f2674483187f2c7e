"""Pages of letters: which are made, what is printed, and what is withdrawn."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.use_cases.invitations.printed_letters import open_letters
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.pages.invitations import letters_open, letters_print
from tests.factories import a_contact, a_homeroom, a_student
from tests.steps.gateway import HOST
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor, hidden_fields

NAMES = ("Ada", "Bo", "Cy")


@pytest.fixture
def admin(stack: Stack) -> Visitor:
    return an_admins_browser(stack)


def placed(stack: Stack, *names: str, homeroom: str = "3-A") -> list[Student]:
    students = [a_student(name, "Lee", homeroom=homeroom) for name in names]
    stack.services.store.save(*map(Change.new, students))
    return students


def made(admin: Visitor, homeroom: str = "3-A") -> None:
    answer = admin.submit("/letters", "/letters", {"no_address": "yes", f"homeroom_{homeroom}": "yes"})
    assert (answer.status, "made</h1>" in answer.html) == (200, True)


def named(html: str) -> list[str]:
    """Whose letters a page to print has."""
    return re.findall(r"To the parents of <strong>(\w+) Lee</strong>", html)


def test_letters_are_made_for_the_homerooms_that_are_ticked_and_a_second_press_makes_none(
    stack: Stack, admin: Visitor
) -> None:
    stack.services.store.save(Change.new(a_homeroom("3-B", version=0)))
    placed(stack, "Ada", "Bo")
    placed(stack, "Di", homeroom="3-B")
    nothing = admin.submit("/letters", "/letters", {"silent": "yes", "homeroom_9-Z": "yes"})
    assert (nothing.status, "Choose at least one homeroom" in nothing.html) == (422, True)
    assert re.search(r'name="silent"[^>]* checked', nothing.html), "what was ticked stays"
    neither = admin.submit("/letters", "/letters", {"all": "yes"})
    assert (neither.status, "Choose at least one of the two." in neither.html) == (422, True)
    made(admin)
    made(admin, "3-B")
    for ticked in ({"homeroom_3-A": "yes"}, {"all": "yes"}):
        again = admin.submit("/letters", "/letters", {"no_address": "yes", **ticked})
        assert (again.status, again.heading) == (200, "0 letters made")
        assert "have an open letter already" in again.html
        assert 'href="/letters/print?homeroom=3-A"' in again.html
    assert [len(open_letters(code, stack.services)) for code in ("3-A", "3-B")] == [2, 1]


def test_more_letters_than_fit_on_a_page_go_on_after_the_last_one_and_rather_twice_than_never(
    stack: Stack, admin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters_print, "MOST_SHEETS", 2)
    placed(stack, *NAMES)
    made(admin)
    first = admin.get("/letters/print?homeroom=3-A").html
    assert named(first) == ["Ada", "Bo"]
    [more] = re.findall(r'href="(/letters/print\?[^"]*after=[^"]*)"', first)
    rest = admin.get(more.replace("&amp;", "&")).html
    assert (named(rest), "after=" in rest) == (["Cy"], False)
    assert named(admin.get("/letters/print?homeroom=3-A&after=gone").html) == ["Ada", "Bo"]


def test_a_letter_has_the_sites_own_address_and_the_schools_own_words(stack: Stack, admin: Visitor) -> None:
    placed(stack, "Ada")
    made(admin)
    settings = site_settings(stack.services)
    stack.services.store.save(Change.new(replace(settings, own_words={"en": "Come & see us."})))
    html = admin.get("/letters/print?homeroom=3-A").html
    assert (f"<strong>{HOST}/code</strong>" in html, "<p>Come &amp; see us.</p>" in html) == (True, True)


def test_of_a_student_who_gets_no_letter_the_page_says_why(stack: Stack, admin: Visitor) -> None:
    protected, known = a_student("Ada", "Lee", protected=True), a_student("Bo", "Lee")
    contact = a_contact(known)
    stack.services.store.save(Change.new(protected), Change.new(known.linked_to(contact.id)), Change.new(contact))
    for student, word in ((protected, "protected"), (known, "contact")):
        assert "Print a letter" not in admin.get(f"/students/{student.id}").html
        refused = admin.submit("/letters", f"/students/{student.id}/letter", {})
        assert (refused.status, f"{student.name}</a>: " in refused.html, word in refused.html) == (422, True, True)
    assert admin.submit("/letters", f"/students/{'0' * 24}/letter", {}).status == 422


def test_one_letter_is_withdrawn_or_all_of_a_homeroom_and_one_that_is_over_already_does_no_harm(
    stack: Stack, admin: Visitor
) -> None:
    placed(stack, *NAMES)
    made(admin)
    first, *others = [letter.invitation.id for letter in open_letters("3-A", stack.services)]
    for notice in ("The letter was withdrawn", "This letter is no longer open"):
        answer = admin.submit("/letters", "/letters/withdraw", {"homeroom": "3-A", "letter": first})
        assert notice in admin.get(answer.location).html
    assert [letter.invitation.id for letter in open_letters("3-A", stack.services)] == others
    assert admin.get(f"/letters/print?letter={first}").status == 410
    shown = hidden_fields(admin.get("/letters/open?homeroom=3-A").html) | {"letter": ""}
    assert "The letters were withdrawn" in admin.get(admin.post("/letters/withdraw", shown).location).html
    assert open_letters("3-A", stack.services) == []


def test_an_old_page_withdraws_no_letters_that_were_made_since(stack: Stack, admin: Visitor) -> None:
    placed(stack, *NAMES)
    made(admin)
    old = hidden_fields(admin.get("/letters/open?homeroom=3-A").html) | {"letter": ""}
    admin.post("/letters/withdraw", old)
    stack.clock.wait(timedelta(minutes=1))
    made(admin)
    for form in (old, old | {"newest": ""}, old | {"newest": "9999"}, old | {"newest": "2126-09-01"}):
        assert admin.post("/letters/withdraw", form).location.endswith("notice=none-withdrawn")
    assert len(open_letters("3-A", stack.services)) == len(NAMES)


def test_more_letters_than_one_press_withdraws_go_with_the_next(
    stack: Stack, admin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters_open, "MOST_WITHDRAWN", 2)
    placed(stack, *NAMES)
    made(admin)
    form = hidden_fields(admin.get("/letters/open?homeroom=3-A").html) | {"letter": ""}
    left = []
    for notice in ("some-withdrawn", "all-withdrawn"):
        assert admin.post("/letters/withdraw", form).location.endswith(notice)
        left.append(len(open_letters("3-A", stack.services)))
    assert left == [1, 0]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/letters/print", 200),
        ("/letters/print?letter=nothing", 404),
        ("/letters/print?letter=../x", 200),
        ("/letters/print?homeroom=%3Cb%3E%26", 200),
        ("/letters/open?homeroom=9-Z", 200),
    ],
)
def test_an_address_that_names_no_letter_shows_none(admin: Visitor, path: str, status: int) -> None:
    answer = admin.get(path)
    assert (answer.status, named(answer.html), "<b>&" in answer.html) == (status, [], False)
