"""The parent's way behind the link, beside the form: who they are, another parent, a password."""

from collections.abc import Mapping
from dataclasses import replace

from homeroom.domain.accounts.password import SHORTEST_PASSWORD, WeakPassword
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.message import Message, message
from homeroom.use_cases.answers.add_parent import add_parent
from homeroom.use_cases.answers.answer import Answer, read_answer
from homeroom.use_cases.answers.choose_parent import NotACandidate, choose_parent
from homeroom.use_cases.answers.register_parent import check_can_register, register_parent
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.form_cookies import form_cookie
from homeroom.web.core.guards import Guard
from homeroom.web.core.known_browser import browser_behind, log_in_cookies
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect, drop_cookie
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.merged_fields import about_present_students
from homeroom.web.forms.families.other_parent import added_notice, read_other_parent, wants_email
from homeroom.web.forms.families.same_address import with_an_address, with_same_address
from homeroom.web.forms.families.who_form import WhoProblem
from homeroom.web.forms.form_parsing import FormInvalid
from homeroom.web.pages.answers.contexts import (
    AnotherParentPage,
    RegisterPage,
    WhoPage,
)
from homeroom.web.pages.answers.form_session import page_url, saved_answer, way_back, whose

SOMEBODY_ELSE = "new"
"""In the place of a contact's id."""


def show_who(request: Request, services: Services) -> Page | Redirect:
    answer = read_answer(request.form_token, services)
    if answer.saved or not answer.candidates:
        return Redirect(page_url(request, "/answer"))
    return _who(answer, {}, 200)


def post_who(request: Request, services: Services) -> Page | Redirect:
    answer, chosen = read_answer(request.form_token, services), request.form.get("parent", "")
    try:
        if not chosen:
            raise NotACandidate
        choose_parent(request.form_token, "" if chosen == SOMEBODY_ELSE else chosen, services)
    except NotACandidate:
        return _who(answer, {"parent": message(WhoProblem.CHOOSE)}, 422)
    return Redirect(page_url(request, "/answer"))


def show_another_parent(request: Request, services: Services) -> Page:
    answer = saved_answer(request, services)
    return _other_form(answer, {"whose": whose(answer)}, {}, 200)


def post_another_parent(request: Request, services: Services) -> Page | Redirect:
    answer = saved_answer(request, services)
    request = replace(request, form=about_present_students(request.form, answer.students))
    try:
        typed = with_same_address(request.form, _own_address(answer))
        filled = read_other_parent(typed, answer.students, site_settings(services).country)
    except FormInvalid as invalid:
        return _other_form(answer, request.form, invalid.errors, 422)
    send = wants_email(request.form)
    added = add_parent(request.form_token, filled, request.route, send=send, services=services)
    return Redirect(page_url(request, "/answer/next", added_notice(added)))


def show_register(request: Request, services: Services) -> Page:
    answer = saved_answer(request, services)
    check_can_register(answer)  # another parent at the address may have set it while this page's link was on the screen
    return _register(answer, {}, 200)


def post_register(request: Request, services: Services) -> Page | Redirect:
    answer = saved_answer(request, services)
    password, browser = request.form.get("password", ""), browser_behind(request)
    try:
        started = register_parent(request.form_token, password, request.route, services, browser)
    except WeakPassword as weak:
        return _register(answer, {"password": weak.message}, 422)
    cookies = log_in_cookies(started, browser)
    return Redirect("/me?notice=registered", (*cookies, drop_cookie(form_cookie(request.form_key))))


def _own_address(answer: Answer) -> list[ParentContact]:
    """Whose address this form may take over: that of the parent who has entered it here. Of one who was known before,
    a link gives nothing away, neither to be read nor to be copied.
    """
    return [answer.contact] if answer.contact and not answer.is_known else []


def _who(answer: Answer, errors: Mapping[str, Message], status: int) -> Page:
    """First names alone: of another adult a link shows no more."""
    parents = [(contact.id, contact.details.called) for contact in answer.candidates]
    return Page(WhoPage([*parents, (SOMEBODY_ELSE, "")], answer.first_names, errors), status)


def _other_form(answer: Answer, values: Mapping[str, str], errors: Mapping[str, Message], status: int) -> Page:
    context = AnotherParentPage(
        students=answer.students,
        first_names=answer.first_names,
        languages=list(LANGUAGES.items()),
        same_address=[(contact.id, "") for contact in with_an_address(_own_address(answer))],
        values=values,
        errors=errors,
    )
    return Page(context, status)


def _register(answer: Answer, errors: Mapping[str, Message], status: int) -> Page:
    return Page(RegisterPage(answer.invitation.email, SHORTEST_PASSWORD, errors), status)


ROUTES = (
    Route("GET", "/answer/who", Guard.ANSWERING, show_who),
    Route("POST", "/answer/who", Guard.ANSWERING, post_who),
    Route("GET", "/answer/another-parent", Guard.ANSWERING, show_another_parent),
    Route("POST", "/answer/another-parent", Guard.ANSWERING, post_another_parent, way_back),
    Route("GET", "/answer/register", Guard.ANSWERING, show_register),
    Route("POST", "/answer/register", Guard.ANSWERING, post_register),
)
