"""A form that cannot be saved gives back everything that was typed, to the browser that sent it and to no other."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from markupsafe import escape

from homeroom.domain.accounts.session import Session, SessionKind
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.readers import ReaderAnswer
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.kernel.limits import TooManyTries
from homeroom.web.core.form_cookies import form_cookie
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import SESSION_COOKIE
from tests.factories import YEAR, a_contact, a_homeroom, a_parent_user
from tests.steps.function_site import FORM_KEY, Family, FunctionSite, Role, a_function_site
from tests.steps.visitor import Answer, Visitor, hidden_fields

TYPED = {
    "first_name": 'Zoë <b>"Zo" & Co</b>',
    "last_name": "O'Neil " + "x" * 150,
    "email": "zoe@elsewhere.example",
    "mobile_phone": "555 0177",
    "home_phone": "555 0188",
    "street": "{{ 12 }} Elm Street",
    "city": "Springfield",
    "state": "IL",
    "postal_code": "62701",
}
CHOSEN = {"share_email": "site", "share_phone": "homeroom", "language": "vi", "receives_school_mail": "yes"}
CHOSEN_WORDS = ("All registered families", "Tiếng Việt", "Aunt", "Part of the time")
"""As the page says it of what was chosen."""
ROLES = {
    "/answer": Role.LINK_HOLDER,
    "/answer/another-parent": Role.ANSWERED,
    "/me/edit": Role.PARENT_A,
    "/me/another-parent": Role.PARENT_A,
}
BEHIND_A_LINK = ("/answer", "/answer/another-parent")
TYPES_NOTHING = {
    "POST /answer/who": "a choice of names",
    "POST /answer/register": "a password, which comes back to nobody",
    "POST /answer/done": "a button",
    "POST /answer/declined": "a button",
    "POST /answer/decline": "boxes beside names",
}


@dataclass
class Sent:
    """A form as it stands in a browser, before it is sent."""

    site: FunctionSite
    path: str
    cookies: dict[str, str]
    form: dict[str, str]

    @property
    def family(self) -> Family:
        return self.site.families[0]

    @property
    def invitation_id(self) -> str:
        return self.family.invitation_id if self.path == "/answer" else "adams" * 3

    @property
    def invitation(self) -> Invitation:
        invitation = self.site.world.store.one(Invitation, self.invitation_id)
        assert invitation
        return invitation

    def sessions(self) -> list[Session]:
        return self.site.world.store.all(Session)

    def change(self, before: Any, **to: Any) -> None:
        self.site.world.store.save(Change(before, replace(before, **to)))


def visitor_with(site: FunctionSite, cookies: Mapping[str, str]) -> Visitor:
    visitor = Visitor(site.call)
    visitor.cookies = dict(cookies)
    return visitor


def filled_in(site: FunctionSite, path: str, role: Role | None = None) -> Sent:
    cookies = site.cookies_of(role or ROLES[path])
    page = visitor_with(site, cookies).get(path)
    assert page.status == 200
    form = hidden_fields(page.html) | CHOSEN
    form |= {name: text for name, text in TYPED.items() if f'name="{name}"' in page.html}
    for student in re.findall(r'name="relationship_([^"]+)"', page.html):
        form |= {f"relationship_{student}": "Aunt", f"lives_with_{student}": "part"}
    return Sent(site, path, cookies, form)


# ------------------------------------------------------------ why a form is refused
def open_too_long(sent: Sent, _: pytest.MonkeyPatch) -> None:
    sent.site.world.clock.wait(timedelta(hours=4) if sent.path in BEHIND_A_LINK else timedelta(days=15))


def tidied_away(sent: Sent, _: pytest.MonkeyPatch) -> None:
    sent.site.world.store.save(*map(Change.gone, sent.sessions()))


def without_a_cookie(sent: Sent, _: pytest.MonkeyPatch) -> None:
    sent.cookies.clear()


def cookie_of_another_family(sent: Sent, _: pytest.MonkeyPatch) -> None:
    other = sent.site.families[1]
    tokens = {"/answer": other.form_session, "/answer/another-parent": other.answered_session}
    if sent.path in tokens:
        sent.cookies[form_cookie(FORM_KEY)] = tokens[sent.path]
    else:
        sent.cookies[SESSION_COOKIE] = other.session


def without_a_proof(sent: Sent, _: pytest.MonkeyPatch) -> None:
    del sent.form["csrf"]


def withdrawn(sent: Sent, _: pytest.MonkeyPatch) -> None:
    sent.change(sent.invitation, state=InvitationState.WITHDRAWN, answers=())


def declined(sent: Sent, _: pytest.MonkeyPatch) -> None:
    sent.change(sent.invitation, state=InvitationState.DECLINED, answers=())


def expired(sent: Sent, _: pytest.MonkeyPatch) -> None:
    sent.change(sent.invitation, state=InvitationState.EXPIRED, answers=())


def answered_by_somebody_else(sent: Sent, _: pytest.MonkeyPatch) -> None:
    theirs = ReaderAnswer(reader=0, contact_id="c9", session="another", at=sent.site.world.clock())
    sent.change(sent.invitation, state=InvitationState.COMPLETED, answers=(theirs,))


def invitation_gone(sent: Sent, _: pytest.MonkeyPatch) -> None:
    sent.site.world.store.save(Change.gone(sent.invitation))


def contact_gone(sent: Sent, _: pytest.MonkeyPatch) -> None:
    contact = sent.site.world.store.one(ParentContact, "contact-Adams")
    assert contact
    sent.site.world.store.save(Change.gone(contact))


def others_known_at_the_address(sent: Sent, _: pytest.MonkeyPatch) -> None:
    contact = a_contact(id="c9", user_key=sent.invitation.email_key)
    user = a_parent_user(contact, id="u9", email=sent.invitation.email)
    sent.site.world.store.save(Change.new(contact), Change.new(user))


def known_by_now(sent: Sent, _: pytest.MonkeyPatch) -> None:
    others_known_at_the_address(sent, _)
    own = [s for s in sent.sessions() if s.kind is SessionKind.ANSWERING and s.subject == sent.invitation_id]
    for session in own:
        sent.change(session, contact_id="c9")


def two_parents_by_now(sent: Sent, _: pytest.MonkeyPatch) -> None:
    sent.cookies[SESSION_COOKIE] = sent.family.shared_session


def with_a_mistake(sent: Sent, _: pytest.MonkeyPatch) -> None:
    sent.form["home_phone"] = "ask my sister"


def changed_elsewhere(sent: Sent, _: pytest.MonkeyPatch) -> None:
    contact = sent.site.world.store.one(ParentContact, "contact-Adams")
    assert contact
    sent.change(contact, details=replace(contact.details, home_phone="555 0199"))


def tables_out_of_reach(_: Sent, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("tests.fakes.store.FakeStore.one", _failing(RuntimeError))


def cannot_be_written(_: Sent, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("tests.fakes.store.FakeStore.save", _failing(RuntimeError))


def always_a_conflict(_: Sent, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("tests.fakes.store.FakeStore.save", _failing(Conflict))


def too_many_tries(sent: Sent, patch: pytest.MonkeyPatch) -> None:
    sent.form["send_invitation"] = "yes"
    patch.setattr("tests.fakes.tables.FakeAccess.count", _failing(TooManyTries))


def _failing(error: type[Exception]) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


Refusal = Callable[[Sent, pytest.MonkeyPatch], None]
EVERYWHERE = (
    open_too_long,
    tidied_away,
    without_a_cookie,
    cookie_of_another_family,
    without_a_proof,
    with_a_mistake,
    tables_out_of_reach,
    cannot_be_written,
    always_a_conflict,
)
REFUSALS: Mapping[str, tuple[Refusal, ...]] = {
    "/answer": (
        *(withdrawn, declined, expired, answered_by_somebody_else, invitation_gone),
        *(others_known_at_the_address, known_by_now),
    ),
    "/answer/another-parent": (
        *(withdrawn, declined, expired, answered_by_somebody_else, invitation_gone),
        too_many_tries,
    ),
    "/me/edit": (contact_gone, two_parents_by_now, changed_elsewhere),
    "/me/another-parent": (contact_gone, two_parents_by_now, too_many_tries),
}
CASES = [(path, refusal) for path, own in REFUSALS.items() for refusal in (*EVERYWHERE, *own)]


@pytest.fixture(scope="module")
def made() -> Iterator[FunctionSite]:
    with a_function_site() as site:
        yield site


@pytest.fixture
def site(made: FunctionSite) -> Iterator[FunctionSite]:
    now = made.world.clock()
    made.start_again()
    made.log.clear()
    yield made
    made.world.clock.now = now


def without_hidden(html: str) -> str:
    return re.sub(r'<input type="hidden"[^>]*>', "", html)


@pytest.mark.parametrize(("path", "refusal"), CASES, ids=lambda part: getattr(part, "__name__", part))
def test_whatever_the_refusal_all_that_was_typed_is_on_the_page_and_nowhere_else(
    path: str, refusal: Refusal, site: FunctionSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = filled_in(site, path)
    refusal(sent, monkeypatch)
    before = repr(site.state())
    answer = visitor_with(site, sent.cookies).post(path, sent.form)
    monkeypatch.undo()
    assert answer.status >= 400, "the case refuses nothing"
    shown = without_hidden(answer.html)
    lost = [name for name in TYPED.keys() & sent.form.keys() if str(escape(sent.form[name])) not in shown]
    assert not lost
    if answer.status != 422 and "What you typed" in shown:
        assert not [word for word in CHOSEN_WORDS if word not in shown]
    assert len(re.findall("<h1>", shown)) == 1
    assert "csrf" not in shown
    for hiding in (repr(site.state()).replace(before, ""), site.log.text, repr(answer.headers)):
        assert "zoe@" not in hiding
        assert "O'Neil" not in hiding


def test_every_form_of_the_parents_way_gives_back_what_was_typed_or_has_nothing_to_type(site: FunctionSite) -> None:
    forms = {
        route.key: route.way_back is not None
        for route in site.routes
        if route.method == "POST"
        and (route.guard is Guard.ANSWERING or route.key in ("POST /me/edit", "POST /me/another-parent"))
    }
    assert {key for key, gives_back in forms.items() if gives_back} == {f"POST {path}" for path in ROLES}
    assert {key for key, gives_back in forms.items() if not gives_back} == set(TYPES_NOTHING)


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}], ids=str)
@pytest.mark.parametrize("path", ROLES)
def test_what_a_page_of_another_site_sends_is_not_shown(path: str, headers: dict[str, str], site: FunctionSite) -> None:
    sent = filled_in(site, path)
    answer = visitor_with(site, {}).post(path, sent.form, **headers)
    assert answer.status in (403, 303)
    assert "Zoë" not in answer.html


def test_the_password_of_a_form_that_is_over_comes_back_to_nobody(site: FunctionSite) -> None:
    for path in ("/answer/register", *ROLES):
        answer = visitor_with(site, {}).post(path, {"password": "a-secret-of-mine", "first_name": "Zoë"})
        assert answer.status in (403, 410)
        assert "a-secret-of-mine" not in answer.html


def again(visitor: Visitor, page: Answer) -> Answer:
    """Press the button below what was typed."""
    below = page.html.partition('<dl class="facts">')[2]
    action = re.search(r'<form method="post" action="([^"]+)">', below)
    assert action
    return visitor.post(unescape(action[1]), hidden_fields(below))


def test_a_form_that_was_open_too_long_is_saved_after_the_button_in_the_email_is_pressed_again(
    site: FunctionSite,
) -> None:
    sent = filled_in(site, "/answer")
    open_too_long(sent, pytest.MonkeyPatch())
    browser = visitor_with(site, sent.cookies)
    first = browser.post(f"/answer?form={FORM_KEY}", sent.form)
    assert (first.status, first.heading) == (410, "This form was open too long")
    assert "press its button" in first.html
    link = f"/i/{sent.family.link}"
    assert browser.submit(link, link, {}).status == 303
    second = again(browser, first)
    assert (second.status, second.heading) == (410, "Check what you typed")
    assert "Please check it, then save it." in second.html
    assert again(browser, second).leads_to == "/answer/next"
    [contact] = [c for c in site.world.store.all(ParentContact) if c.details.first_name == TYPED["first_name"]]
    assert contact.details.street == TYPED["street"]
    assert contact.details.language == "vi"


def test_what_was_typed_for_one_invitation_is_offered_to_be_saved_for_no_other(site: FunctionSite) -> None:
    sent = filled_in(site, "/answer")
    open_too_long(sent, pytest.MonkeyPatch())
    browser = visitor_with(site, sent.cookies)
    link = f"/i/{site.families[1].link}"
    assert browser.submit(link, link, {}).status == 303
    answer = browser.post(f"/answer?form={FORM_KEY}", sent.form)
    assert "Please check it, then save it." not in answer.html
    assert again(browser, answer).status == 410


def test_what_a_parent_typed_is_saved_after_they_have_logged_in_again_and_not_as_another(site: FunctionSite) -> None:
    sent = filled_in(site, "/me/edit")
    tidied_away(sent, pytest.MonkeyPatch())
    browser = visitor_with(site, {})
    first = browser.post("/me/edit", sent.form)
    assert (first.status, first.heading) == (403, "You are no longer logged in")
    assert 'href="/login"' in first.html
    site.start_again()
    browser.cookies = {SESSION_COOKIE: site.families[1].session}
    assert "Please check it, then save it." not in again(browser, first).html
    browser.cookies = {SESSION_COOKIE: site.families[0].session}
    stale = again(browser, replace(first, html=first.html.replace(sent.form["csrf"], "0" * 64)))
    assert stale.status == 403
    assert again(browser, stale).location == "/me?notice=saved-and-confirmed"


def test_what_the_office_typed_is_saved_after_the_site_admin_has_logged_in_again_and_nobody_else(
    site: FunctionSite,
) -> None:
    path = f"/students/{site.families[0].student_id}/another-parent"
    sent = filled_in(site, path, Role.ADMIN)
    browser = visitor_with(site, {})
    first = browser.post(path, sent.form)
    assert (first.status, first.heading) == (403, "You are no longer logged in")
    assert "Zoë" in first.html
    browser.cookies = {SESSION_COOKIE: site.families[0].session}
    assert "Please check it, then save it." not in again(browser, first).html
    browser.cookies = sent.cookies
    stale = again(browser, replace(first, html=first.html.replace(sent.form["csrf"], "0" * 64)))
    assert "Please check it, then save it." in stale.html
    assert again(browser, stale).location == f"/students/{site.families[0].student_id}?notice=recorded"


@pytest.mark.parametrize("path", ["/students/new", "/students/{id}/edit", "/students/{id}/protected"])
def test_what_was_typed_about_a_student_is_saved_after_the_same_site_admin_has_logged_in_again(
    path: str, site: FunctionSite
) -> None:
    path, typed = path.format(id=site.families[0].student_id), {"first_name": "Zoë", "last_name": "Quist"}
    sent = filled_in(site, path, Role.ADMIN)
    form = sent.form | typed | {"student_id": "90418", "homeroom": "3-A", "protected": "yes", "reason": "Zoë's family"}
    browser = visitor_with(site, {})
    first = browser.post(path, form)
    assert (first.status, first.heading) == (403, "You are no longer logged in")
    assert "Zoë" in first.html
    browser.cookies = {SESSION_COOKIE: site.families[0].session}
    assert "Please check it, then save it." not in again(browser, first).html
    browser.cookies = sent.cookies
    stale = again(browser, replace(first, html=first.html.replace(form["csrf"], "0" * 64)))
    assert "Please check it, then save it." in stale.html
    assert again(browser, stale).leads_to.startswith("/students/")


@pytest.mark.parametrize("year", ["", "2027-2028"])
def test_what_was_typed_about_a_homeroom_is_saved_in_its_year_after_the_same_site_admin_has_logged_in_again(
    year: str, site: FunctionSite
) -> None:
    if year:
        site.world.store.save(Change.new(a_homeroom("3-A", year=year, version=0)))
    for path in (f"/homerooms/3-A/edit?year={year}", "/homerooms/new"):
        sent = filled_in(site, path, Role.ADMIN)
        form = sent.form | {
            "code": "3-A" if "edit" in path else "8-Z",
            "room": "Room 9",
            "teachers": "Ms. Zoë\nMr. Ito",
        }
        form |= {"year": year or YEAR} if "new" in path else {}
        first = visitor_with(site, {}).post(path, form)
        assert (first.status, first.heading) == (403, "You are no longer logged in")
        assert "Ms. Zoë, Mr. Ito" in first.html
        assert "unhandled" not in site.log.text
        browser = visitor_with(site, {SESSION_COOKIE: site.families[0].session})
        assert "Please check it, then save it." not in again(browser, first).html
        browser.cookies = sent.cookies
        stale = again(browser, replace(first, html=first.html.replace(form["csrf"], "0" * 64)))
        assert "Please check it, then save it." in stale.html
        assert again(browser, stale).leads_to.startswith("/homerooms/")
        [saved] = [h for h in site.world.services.roster.homerooms(year or YEAR) if h.code == form["code"]]
        assert (saved.room, saved.teachers) == ("Room 9", ("Ms. Zoë", "Mr. Ito"))


def test_whoever_has_to_say_who_they_are_first_is_led_there_and_saves_afterwards(site: FunctionSite) -> None:
    sent = filled_in(site, "/answer")
    others_known_at_the_address(sent, pytest.MonkeyPatch())
    browser = visitor_with(site, sent.cookies)
    first = browser.post("/answer", sent.form)
    assert (first.status, first.heading) == (409, "Tell us who you are first")
    who = f"/answer/who?form={FORM_KEY}"
    assert f'href="{who}"' in first.html
    assert browser.submit(who, who, {"parent": "new"}).status == 303
    assert again(browser, first).leads_to == "/answer/next"


@pytest.mark.parametrize("refusal", [withdrawn, declined, answered_by_somebody_else, known_by_now])
def test_where_nothing_can_be_saved_anymore_no_button_says_so(refusal: Refusal, site: FunctionSite) -> None:
    sent = filled_in(site, "/answer")
    refusal(sent, pytest.MonkeyPatch())
    answer = visitor_with(site, sent.cookies).post("/answer", sent.form)
    assert answer.status in (409, 410)
    assert "<form" not in answer.html
    assert "Copy what you need." in answer.html
