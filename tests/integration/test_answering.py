"""The parent's way, request by request, and what goes wrong on it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.kernel.change import Change
from tests.factories import an_admin, homeroom_of
from tests.steps.answering import PARENT, a_link, a_student_in, answered, begun, filled, invite, links, says_who
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.stack import Stack


def test_looking_at_a_link_writes_nothing_and_sets_no_cookie(stack: Stack) -> None:
    link = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    before = stack.everything_stored()
    visitor = stack.visitor()
    for method in ("GET", "HEAD") * 25:
        assert visitor.get(link, method).status == 200
    assert stack.everything_stored() == before
    assert visitor.cookies == {}


def test_before_log_in_a_page_shows_first_name_and_school_only(stack: Stack) -> None:
    student = a_student_in(stack)
    page = stack.visitor().get(a_link(stack, an_admins_browser(stack), student)).html
    assert student.first_name in page
    assert student.last_name not in page
    assert homeroom_of(student) not in page


def test_the_contact_exists_as_soon_as_the_form_is_saved(stack: Stack) -> None:
    student = a_student_in(stack)
    admin = an_admins_browser(stack)
    answered(stack, a_link(stack, admin, student), student)
    page = admin.get(f"/students/{student.id}").html
    assert "María García" in page
    assert "parent_email" not in page


def test_once_there_is_a_contact_nobody_is_invited_not_even_by_an_old_page(stack: Stack) -> None:
    student = a_student_in(stack)
    admin = an_admins_browser(stack)
    proof = admin.csrf(f"/students/{student.id}")
    answered(stack, a_link(stack, admin, student), student)
    before = stack.everything_stored()
    answer = admin.post(f"/students/{student.id}/invitations", {"csrf": proof, "parent_email": "other@example.org"})
    assert answer.location.endswith("notice=has-contact")
    assert stack.everything_stored() == before


def test_two_presses_of_the_button_make_one_invitation_and_one_mail(stack: Stack) -> None:
    student = a_student_in(stack)
    admin = an_admins_browser(stack)
    assert [invite(admin, student), invite(admin, student)] == [303, 303]
    assert len(links(stack)) == 1


def test_the_same_address_later_is_sent_again_and_the_first_link_is_dead(stack: Stack) -> None:
    student = a_student_in(stack)
    admin = an_admins_browser(stack)
    first = a_link(stack, admin, student)
    stack.clock.wait(timedelta(minutes=5))
    second = a_link(stack, admin, student)
    assert stack.visitor().get(first).heading == "There is a newer email for you"
    assert stack.visitor().get(second).status == 200


def test_a_link_that_is_over_its_days_has_expired(stack: Stack) -> None:
    link = a_link(stack, an_admins_browser(stack), a_student_in(stack))
    stack.clock.wait(timedelta(days=31))
    answer = stack.visitor().get(link)
    assert (answer.status, answer.heading) == (410, "Your link has expired")


@pytest.mark.parametrize("token", ["x" * 43, "x", "' OR 1=1", "é" * 43], ids=repr)
def test_an_unknown_link_has_its_page(stack: Stack, token: str) -> None:
    answer = stack.visitor().get(f"/i/{token}")
    assert (answer.status, answer.heading) == (404, "We don't recognize this link")


def test_who_tries_links_is_made_to_wait(stack: Stack) -> None:
    visitor = stack.visitor()
    statuses = [visitor.get(f"/i/{n:043}").status for n in range(31)]
    assert statuses[-1] == 429


def test_without_the_button_there_is_no_form(stack: Stack) -> None:
    for path in ("/answer", "/answer/who", "/answer/next", "/answer/register", "/answer/another-parent"):
        assert stack.visitor().get(path).heading == "This form was open too long"


def test_what_comes_after_the_form_waits_for_the_form(stack: Stack) -> None:
    parent = begun(stack, a_link(stack, an_admins_browser(stack), a_student_in(stack)))
    for path in ("/answer/next", "/answer/register", "/answer/another-parent"):
        assert parent.get(path).status == 410


def test_a_form_with_mistakes_comes_back_as_it_was_typed(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = begun(stack, a_link(stack, an_admins_browser(stack), student))
    wrong = {
        "first_name": "",
        "last_name": "",
        "city": "Springfield",
        "email": "maria@",
        "mobile_phone": "call me",
        "share_email": "everybody",
    }
    answer = parent.submit("/answer", "/answer", filled(student, **wrong) | {f"lives_with_{student.id}": "maybe"})
    assert answer.status == 422
    problems = ("Enter a first name or a last name.", "Tell us if Noé lives with you.")
    for text in ("Springfield", "maria@", "call me", *problems):
        assert text in answer.html
    assert stack.services.roster.students([student.id])[student.id].contact_ids == ()


@pytest.mark.parametrize(
    ("said", "first_name", "last_name"),
    [
        ("Mary Ann Li", "Mary Ann", "Li"),
        ("Oyelaran", "Oyelaran", ""),
        ("de la Cruz, Ana Sofía", "Ana Sofía", "de la Cruz"),
        ("", "", ""),
    ],
)
def test_the_form_begins_with_the_name_that_the_inviter_has_said(
    stack: Stack, said: str, first_name: str, last_name: str
) -> None:
    student, admin = a_student_in(stack), an_admins_browser(stack)
    page = f"/students/{student.id}"
    admin.submit(page, f"{page}/invitations", {"parent_email": PARENT, "parent_name": said})
    form = begun(stack, links(stack)[-1]).get("/answer").html
    assert f'name="first_name" type="text" value="{first_name}"' in form
    assert f'name="last_name" type="text" value="{last_name}"' in form


def test_the_school_and_the_parent_see_a_number_as_one_dials_it_and_an_address_with_its_country(stack: Stack) -> None:
    student, admin = a_student_in(stack), an_admins_browser(stack)
    parent = begun(stack, a_link(stack, admin, student))
    typed = {"last_name": "", "mobile_phone": "4155552671 (cell)", "street": "1 Main St", "apartment": "Apt. 4"}
    parent.submit("/answer", "/answer", filled(student, **typed, city="Oaxaca", country="México"))
    profile = admin.get(f"/students/{student.id}").html
    assert '<a href="tel:4155552671">(415) 555-2671 (cell)</a>' in profile
    assert "1 Main St<br>Apt. 4<br>Oaxaca<br>México" in profile
    assert 'value="(415) 555-2671 (cell)"' in parent.get("/answer").html


def test_of_two_open_forms_of_one_link_the_second_is_told_that_it_was_answered(stack: Stack) -> None:
    student = a_student_in(stack)
    link = a_link(stack, an_admins_browser(stack), student)
    one, other = begun(stack, link), begun(stack, link)
    proofs = one.csrf("/answer"), other.csrf("/answer")
    statuses = [
        tab.post("/answer", {"csrf": proof} | filled(student, first_name=name)).status
        for tab, proof, name in ((one, proofs[0], "Maria"), (other, proofs[1], "Eve"))
    ]
    assert statuses == [303, 410]
    [contact_id] = stack.services.roster.students([student.id])[student.id].contact_ids
    assert stack.services.roster.contacts([contact_id])[contact_id].details.first_name == "Maria"


def test_names_with_html_are_shown_literally(stack: Stack) -> None:
    student = a_student_in(stack)
    admin = an_admins_browser(stack)
    parent = begun(stack, a_link(stack, admin, student))
    parent.submit("/answer", "/answer", filled(student, first_name="<script>alert(1)</script>", last_name="{{7*7}}"))
    page = admin.get(f"/students/{student.id}").html
    assert "<script>alert" not in page
    assert "{{7*7}}" in page


def test_registering_opens_the_log_in_and_only_once(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    assert parent.submit("/answer/register", "/answer/register", {"password": "short"}).status == 422
    proof = parent.csrf("/answer/register")
    assert parent.post("/answer/register", {"csrf": proof, "password": PASSWORD}).location == "/me?notice=registered"
    assert parent.get("/answer").status == 410
    assert "Noé" in parent.get("/me").html, "whoever has registered is logged in"
    assert "Noé" in logged_in(stack, PARENT).get("/me").html


def test_a_registration_that_died_half_way_is_finished_by_the_second_try(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    stack.passwords.broken = True
    proof = parent.csrf("/answer/register")
    assert parent.post("/answer/register", {"csrf": proof, "password": PASSWORD}).status == 500
    stack.passwords.broken = False
    assert parent.post("/answer/register", {"csrf": proof, "password": PASSWORD}).status == 303
    assert logged_in(stack, PARENT).get("/me").status == 200


def test_a_registered_parent_invited_for_another_child_gets_it_beside_the_first(stack: Stack) -> None:
    first = a_student_in(stack)
    admin = an_admins_browser(stack)
    parent = answered(stack, a_link(stack, admin, first), first)
    parent.submit("/answer/register", "/answer/register", {"password": PASSWORD})
    second = a_student_in(stack, "Ana")
    link = a_link(stack, admin, second)
    again = says_who(stack, begun(stack, link))
    assert again.submit("/answer", "/answer", filled(second)).leads_to == "/answer/next"
    page = logged_in(stack, PARENT).get("/me").html
    assert first.name in page
    assert second.name in page


def test_where_there_is_a_password_nobody_is_asked_to_choose_one(stack: Stack) -> None:
    first, second = a_student_in(stack), a_student_in(stack, "Ana")
    admin = an_admins_browser(stack)
    parent = answered(stack, a_link(stack, admin, first), first)
    parent.submit("/answer/register", "/answer/register", {"password": PASSWORD})
    again = says_who(stack, begun(stack, a_link(stack, admin, second)))
    again.submit("/answer", "/answer", filled(second))
    assert "/answer/register" not in again.get("/answer/next").html
    page = again.get("/answer/register")
    assert (page.status, page.heading) == (409, "This address already has a password")


def test_somebody_else_who_is_logged_in_is_told_so_and_nothing_changes(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    link = a_link(stack, admin, a_student_in(stack))
    assert admin.get(link).heading == "This link is for someone else"


def test_the_other_parent_is_recorded_and_mailed_only_when_wanted(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    page = "/answer/another-parent"
    quiet = filled(student, first_name="Pablo", email="pablo@example.org")
    assert parent.submit(page, page, quiet).location.startswith("/answer/next?notice=added&")
    assert links(stack, "pablo@example.org") == []
    loud = filled(student, first_name="Petra", email="petra@example.org", send_invitation="yes")
    assert parent.submit(page, page, loud).location.startswith("/answer/next?notice=added-and-invited&")
    assert len(links(stack, "petra@example.org")) == 1
    assert len(stack.services.roster.students([student.id])[student.id].contact_ids) == 3


def test_a_parent_sends_five_invitations_a_day_and_no_more(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    page = "/answer/another-parent"
    statuses = [
        parent.submit(page, page, filled(student, email=f"p{n}@example.org", send_invitation="yes")).status
        for n in range(6)
    ]
    assert statuses == [303] * 5 + [429]
    assert len(stack.services.roster.students([student.id])[student.id].contact_ids) == 6


def test_nobody_is_mailed_without_an_address(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = answered(stack, a_link(stack, an_admins_browser(stack), student), student)
    page = "/answer/another-parent"
    answer = parent.submit(page, page, filled(student, email="", send_invitation="yes"))
    assert answer.status == 422


def test_a_site_admin_who_is_a_parent_keeps_both_roles(stack: Stack) -> None:
    student = a_student_in(stack)
    admin = an_admins_browser(stack)
    assert invite(admin, student, an_admin().email) == 303
    own = links(stack, an_admin().email)[-1]
    parent = answered(stack, own, student)
    assert "Set a password" not in parent.get("/answer/next").html
    assert student.name in admin.get("/me").html
    assert admin.get("/settings").status == 200


def test_an_inactive_user_cannot_log_in(stack: Stack) -> None:
    an_admins_browser(stack)
    user = stack.services.access.user(an_admin().email)
    assert user
    stack.services.store.save(Change(user, replace(user, has_password=False)))
    answer = stack.visitor().submit("/login", "/login", {"email": user.email, "password": PASSWORD})
    assert answer.status == 422


def test_a_link_neither_shows_nor_changes_what_stands_behind_a_password(stack: Stack) -> None:
    first, sibling = a_student_in(stack), a_student_in(stack, "Ana")
    admin = an_admins_browser(stack)
    parent = begun(stack, a_link(stack, admin, first))
    parent.submit("/answer", "/answer", filled(first, mobile_phone="555 0100"))
    parent.submit("/answer/register", "/answer/register", {"password": PASSWORD})
    somebody = begun(stack, a_link(stack, admin, sibling))
    assert "555 0100" not in somebody.get("/answer/who").html
    page = says_who(stack, somebody).get("/answer").html
    assert "555 0100" not in page
    assert "Log in" in page
    assert somebody.submit("/answer", "/answer", {}).status == 422
    form = filled(sibling, first_name="Eve", mobile_phone="555 0666")
    assert somebody.submit("/answer", "/answer", form).leads_to == "/answer/next"
    mine = logged_in(stack, PARENT).get("/me").html
    assert "555 0100" in mine
    assert "555 0666" not in mine
    assert "Ana" in mine


def test_a_confirmation_tells_another_address_nothing_of_what_was_typed(stack: Stack) -> None:
    student = a_student_in(stack)
    parent = begun(stack, a_link(stack, an_admins_browser(stack), student))
    parent.submit("/answer", "/answer", filled(student, email="bob@private.example", street="Secret Road 1"))
    stack.send_all()
    confirmation = stack.mailer.sent[-1]
    assert confirmation.to == PARENT
    for secret in ("bob@private.example", "Secret Road 1"):
        assert secret not in confirmation.text + confirmation.html


def test_logging_out_closes_the_forms_behind_links_too(stack: Stack) -> None:
    student = a_student_in(stack)
    admin = an_admins_browser(stack)
    parent = answered(stack, a_link(stack, admin, student), student)
    parent.submit("/answer/register", "/answer/register", {"password": PASSWORD})
    assert parent.form_cookies == {}
    for name in ("Ana", "Eva"):
        parent.cookies |= begun(stack, a_link(stack, admin, a_student_in(stack, name))).form_cookies
    forms = parent.form_cookies
    assert len(forms) == 2
    assert parent.submit("/me", "/logout", {}).status == 303
    assert parent.form_cookies == {}
    parent.cookies |= forms
    for name in forms:
        assert parent.get(f"/answer?form={name.removeprefix('__Host-form-')}").status == 410
