"""One's own password and log-ins, request by request; and what a parent without a password sees."""

import re
from dataclasses import replace
from datetime import timedelta

from homeroom.domain.accounts.user import PasswordClaim
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.accounts.sessions import start_log_in
from homeroom.web.core.requests import SESSION_COOKIE
from tests.factories import YEAR, a_contact, a_parent_user, a_student, details
from tests.steps.answering import a_link, a_student_in, answered
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

NEW = "lantern-quilt-meadow"
FIREFOX = {"user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"}
PASSWORD_PAGE, SESSIONS = "/me/password", "/me/sessions"
SET_FIRST = "Set a password to see class lists"


def a_parent(
    stack: Stack, name: str, *, has_password: bool = True, homeroom: str = "3-A", **sharing: Audience
) -> Student:
    """A student with a parent, whose address is <name>@example.org."""
    student = a_student(name)
    about = details(name, "Parent", email=f"{name}@example.org")
    contact = a_contact(student, id=f"contact-{name}", registered=has_password, details=about)
    user = a_parent_user(contact, id=f"u-{name}", email=f"{name}@example.org", has_password=has_password)
    stack.services.store.save(Change.new(student.linked_to(contact.id)), Change.new(contact), Change.new(user))
    if has_password:
        stack.passwords.set(user.id, PASSWORD)
    return student


def by_link(stack: Stack, name: str) -> Visitor:
    """Whoever logged in by a link that was mailed to them."""
    user = stack.services.access.user(f"{name}@example.org")
    assert user
    started = start_log_in(user, stack.services)
    session = stack.services.access.sessions(user.email_key)[-1]
    stack.services.store.save(Change(session, replace(session, by_link=True)))
    visitor = stack.visitor()
    visitor.cookies[SESSION_COOKIE] = started.token
    return visitor


# ------------------------------------------------------------ the password
def test_a_parent_who_came_by_a_link_sets_a_password_and_then_sees_class_lists(stack: Stack) -> None:
    a_parent(stack, "ada", has_password=False)
    parent = by_link(stack, "ada")
    page = parent.get(PASSWORD_PAGE)
    assert (page.heading, "Current password" in page.html) == ("Set a password", False)
    assert parent.get("/students").heading == SET_FIRST
    assert parent.submit(PASSWORD_PAGE, PASSWORD_PAGE, {"password": NEW}).location == "/me?notice=registered"
    assert parent.get("/students").heading == "Students"
    assert "ada@example.org and a password" in parent.get("/me").html
    assert stack.services.roster.contacts(["contact-ada"])["contact-ada"].registered


def test_the_old_password_changes_it_and_a_wrong_one_does_not(stack: Stack) -> None:
    a_parent(stack, "ada")
    parent, elsewhere = logged_in(stack, "ada@example.org"), logged_in(stack, "ada@example.org")
    stack.clock.wait(timedelta(seconds=1))
    wrong = parent.submit(PASSWORD_PAGE, PASSWORD_PAGE, {"password": NEW, "old_password": "wrong"})
    assert (wrong.status, "This is not your current password." in wrong.html) == (422, True)
    weak = parent.submit(PASSWORD_PAGE, PASSWORD_PAGE, {"password": "short", "old_password": PASSWORD})
    assert (weak.status, "Choose a password of at least 10 characters" in weak.html) == (422, True)
    assert elsewhere.get("/me").status == 200
    done = parent.submit(PASSWORD_PAGE, PASSWORD_PAGE, {"password": NEW, "old_password": PASSWORD})
    assert "Your password is changed" in parent.get(done.location).html
    assert elsewhere.get("/me").location == "/login"
    assert stack.passwords.passwords["u-ada"] == NEW


def test_whoever_has_just_come_by_a_link_sets_a_new_password_without_the_old_one(stack: Stack) -> None:
    a_parent(stack, "ada")
    parent = by_link(stack, "ada")
    assert "Current password" not in parent.get(PASSWORD_PAGE).html
    assert parent.submit(PASSWORD_PAGE, PASSWORD_PAGE, {"password": NEW}).status == 303
    late = by_link(stack, "ada")
    stack.clock.wait(timedelta(minutes=15))
    assert "Current password" in late.get(PASSWORD_PAGE).html


def test_a_site_admin_finds_their_password_and_their_log_ins_below_each_page(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert {PASSWORD_PAGE, SESSIONS} <= set(re.findall(r'href="(.*?)"', admin.get("/imports").html))
    form = {"password": NEW, "old_password": PASSWORD}
    assert admin.submit(PASSWORD_PAGE, PASSWORD_PAGE, form).location == "/me/sessions?notice=password-changed"
    record = admin.get("/audit").html
    assert "Changed their password" in record
    assert "My account" in record


def test_a_password_that_somebody_is_setting_at_this_moment_is_said_so_on_every_page_that_sets_one(
    stack: Stack,
) -> None:
    admin, student = an_admins_browser(stack), a_student_in(stack)
    link = a_link(stack, admin, student)
    answering = answered(stack, link, student)
    for visitor, page in ((admin, PASSWORD_PAGE), (answering, "/answer/register")):
        [email] = re.findall(r'id="username".*?value="(.*?)"', visitor.get(page).html)
        user = stack.services.access.user(email)
        assert user
        claimed = replace(user, password_claim=PasswordClaim(id="x", at=stack.clock()))
        stack.services.store.save(Change(user, claimed))
        answer = visitor.submit(page, page, {"password": NEW, "old_password": PASSWORD})
        assert (answer.status, answer.heading) == (409, "Your password is being set right now")


# ------------------------------------------------------------ log-ins
def test_log_ins_are_listed_with_no_more_of_a_browser_than_its_name(stack: Stack) -> None:
    a_parent(stack, "ada")
    phone, desk = logged_in(stack, "ada@example.org"), stack.visitor()
    form = {"csrf": desk.csrf("/login"), "email": "ada@example.org", "password": PASSWORD}
    desk.post("/login", form, **FIREFOX)
    page = phone.get(SESSIONS).html
    assert page.count("Another browser") == 1
    assert page.count("Firefox on Windows") == 1
    stored = str(stack.everything_stored())
    assert not [piece for piece in ("Mozilla", "Gecko", "rv:132") if piece in stored]
    assert "Sep 1, 2026" in page


def test_one_log_in_is_ended_from_elsewhere(stack: Stack) -> None:
    a_parent(stack, "ada")
    here, elsewhere, third = (logged_in(stack, "ada@example.org") for _ in range(3))
    ids = re.findall(r"/me/sessions/(\w+)/end", here.get(SESSIONS).html)
    assert len(ids) == 2
    ended = here.submit(SESSIONS, f"/me/sessions/{ids[0]}/end", {})
    assert "That log-in has ended." in here.get(ended.location).html
    assert sorted(v.get("/me").status for v in (elsewhere, third)) == [200, 303]
    assert re.findall(r"/me/sessions/(\w+)/end", here.get(SESSIONS).html) == ids[1:]


def test_nobody_ends_what_is_another_accounts(stack: Stack) -> None:
    a_parent(stack, "ada")
    a_parent(stack, "bea")
    ada, _, bea = (logged_in(stack, f"{name}@example.org") for name in ("ada", "ada", "bea"))
    [other] = re.findall(r"/me/sessions/(\w+)/end", ada.get(SESSIONS).html)
    before = stack.everything_stored()
    assert bea.post(f"/me/sessions/{other}/end", {"csrf": bea.csrf("/me/edit")}).status == 303
    assert stack.everything_stored() == before


def test_all_log_ins_but_this_one_are_ended(stack: Stack) -> None:
    a_parent(stack, "ada")
    here, *others = (logged_in(stack, "ada@example.org") for _ in range(3))
    stack.clock.wait(timedelta(seconds=1))
    ended = here.submit(SESSIONS, "/me/sessions/end-others", {})
    page = here.get(ended.location)
    assert "You are logged out everywhere else." in page.html
    assert "You aren't logged in anywhere else." in page.html
    assert [v.get("/me").location for v in others] == ["/login", "/login"]


def test_with_several_parents_at_one_address_the_list_says_whose_it_is(stack: Stack) -> None:
    a_parent(stack, "ada")
    user = stack.services.access.user("ada@example.org")
    assert user
    one = logged_in(stack, "ada@example.org")
    assert "another parent's" not in one.get(SESSIONS).html
    stack.services.store.save(Change(user, user.also_read_by("contact-2")))
    assert "another parent's" in one.get(SESSIONS).html


# ------------------------------------------------------------ a parent without a password
def test_a_parent_without_a_password_sees_their_own_child_and_no_list(stack: Stack) -> None:
    own = a_parent(stack, "ada", has_password=False)
    other = a_parent(stack, "zoe")
    parent = by_link(stack, "ada")
    me = parent.get("/me")
    assert (me.heading, SET_FIRST in me.html) == ("My information", True)
    assert "a link that is sent to ada@example.org" in me.html
    assert not {"/students", "/homerooms"} & set(re.findall(r'href="(.*?)"', me.html))
    assert parent.get(f"/students/{own.id}").status == 200
    assert parent.get(f"/students/{other.id}").status == 404
    for path in ("/students", "/students?q=zoe", "/homerooms", "/homerooms/3-A", "/grades/3"):
        page = parent.get(path)
        assert (page.status, page.heading) == (403, SET_FIRST)
        assert f'href="{PASSWORD_PAGE}"' in page.html
        assert "zoe" not in page.html


def test_what_is_for_all_registered_families_is_not_for_a_parent_without_a_password(stack: Stack) -> None:
    student = a_parent(stack, "ada", has_password=False)
    for name, audience in (("bea", Audience.SITE), ("cleo", Audience.HOMEROOM)):
        about = details(name, "Parent", email=f"{name}@example.org", sharing=Sharing(email=audience))
        other = a_contact(student, id=f"contact-{name}", details=about)
        stored = stack.services.roster.students([student.id])[student.id]
        stack.services.store.save(Change.new(other), Change(stored, stored.linked_to(other.id)))
    parent, profile = by_link(stack, "ada"), f"/students/{student.id}"
    before = parent.get(profile).html
    assert ("bea@" in before, "cleo@" in before) == (False, True)
    parent.submit(PASSWORD_PAGE, PASSWORD_PAGE, {"password": NEW})
    after = parent.get(profile).html
    assert ("bea@" in after, "cleo@" in after) == (True, True)


def test_a_parent_without_a_password_invites_nobody_even_where_parents_may(stack: Stack) -> None:
    own = a_parent(stack, "ada", has_password=False)
    settings = stack.services.site.settings()
    allowed = replace(settings or SiteSettings(school_year=YEAR), parents_invite=ParentsInvite.YES)
    stack.services.store.save(Change(settings, allowed))
    parent = by_link(stack, "ada")
    form = {"csrf": parent.csrf("/me/edit"), "parent_email": "new@example.org"}
    assert parent.post(f"/students/{own.id}/invitations", form).status == 403
