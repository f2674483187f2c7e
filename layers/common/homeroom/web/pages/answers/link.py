"""What the link in a mail opens: the page whose button begins, and the ways out: not my child, a new link."""

from collections.abc import Callable, Collection, Mapping

from homeroom.domain.invitations.link_errors import LinkCompleted, LinkExpired, LinkSuperseded
from homeroom.domain.roster.student import Student
from homeroom.use_cases.answers.answer import Answer, read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.decline import decline_by_link, decline_in_form
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.invitations.new_link import ask_for_new_link
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.words import day_in_words, masked, named
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import FORM_COOKIE, Request
from homeroom.web.core.responses import Page, Redirect, set_cookie
from homeroom.web.core.routing import Route


def show_invitation(request: Request, services: Services) -> Page:
    try:
        opened = open_link(request.params["token"], _visitor(request), services)
    except (LinkExpired, LinkSuperseded) as over:
        return _link_over(request, over)
    context = {
        "decline_url": f"/i/{request.params['token']}/decline",
        "first_names": named([s.first_name for s in opened.students]),
        "inviter": opened.invitation.inviter,
        "expires": day_in_words(opened.invitation.expires_at),
    }
    return Page("invitations/invitation.html", context)


def post_begin(request: Request, services: Services) -> Page | Redirect:
    try:
        started = begin_answer(request.params["token"], _visitor(request), services)
    except (LinkExpired, LinkSuperseded) as over:
        return _link_over(request, over)
    return Redirect("/answer", (set_cookie(FORM_COOKIE, started.token, started.seconds),))


def _link_over(request: Request, over: LinkExpired | LinkSuperseded) -> Page:
    """The one dead end that leads on from here."""
    context = {
        "expired": isinstance(over, LinkExpired),
        "address": masked(over.email) if isinstance(over, LinkExpired) else "",
        "new_link_url": f"/i/{request.params['token']}/new-link",
    }
    return Page("answers/link_over.html", context, 410)


def post_new_link(request: Request, services: Services) -> Redirect:
    ask_for_new_link(request.params["token"], services)
    return Redirect("/new-link")


def show_new_link(request: Request, services: Services) -> Page:
    """The same for everybody, and its address says nothing."""
    return Page("answers/new_link.html")


def show_decline(request: Request, services: Services) -> Page:
    link = f"/i/{request.params['token']}"
    return _decline_page(open_link(request.params["token"], _visitor(request), services).students, link, {}, 200)


def post_decline(request: Request, services: Services) -> Page | Redirect:
    token, visitor = request.params["token"], _visitor(request)
    students = open_link(token, visitor, services).students
    return _decline(students, f"/i/{token}", request, lambda ids: decline_by_link(token, ids, visitor, services))


def show_decline_in_form(request: Request, services: Services) -> Page:
    return _decline_page(_unsaved(request, services).students, "/answer", {}, 200)


def post_decline_in_form(request: Request, services: Services) -> Page | Redirect:
    students = _unsaved(request, services).students
    return _decline(students, "/answer", request, lambda ids: decline_in_form(request.form_token, ids, services))


def _decline(
    students: Collection[Student], back: str, request: Request, do: Callable[[Collection[str]], None]
) -> Page | Redirect:
    """Afterwards back to where it was said: to what is left, or to the page that says that nothing is."""
    chosen = [s.id for s in students if request.form.get(f"not_mine_{s.id}") == "yes"]
    if request.form.get("which") == "all":
        chosen = [s.id for s in students]
    if not chosen:
        return _decline_page(students, back, {"students": "Choose the names of those who are not your children."}, 422)
    do(chosen)
    return Redirect(back)


def _decline_page(students: Collection[Student], back: str, errors: Mapping[str, str], status: int) -> Page:
    context = {
        "students": students,
        "first_names": named([s.first_name for s in students]),
        "back": back,
        "errors": errors,
    }
    return Page("answers/decline.html", context, status)


def _unsaved(request: Request, services: Services) -> Answer:
    answer = read_answer(request.form_token, services)
    if answer.saved:
        raise LinkCompleted
    return answer


def _visitor(request: Request) -> Visitor:
    return Visitor(request.visitor, request.session_token)


ROUTES = (
    Route("GET", "/i/{token}", Guard.LINK, show_invitation),
    Route("POST", "/i/{token}", Guard.LINK, post_begin),
    Route("GET", "/i/{token}/decline", Guard.LINK, show_decline),
    Route("POST", "/i/{token}/decline", Guard.LINK, post_decline),
    Route("POST", "/i/{token}/new-link", Guard.LINK, post_new_link),
    Route("GET", "/new-link", Guard.ANYBODY, show_new_link),
    Route("GET", "/answer/decline", Guard.ANSWERING, show_decline_in_form),
    Route("POST", "/answer/decline", Guard.ANSWERING, post_decline_in_form),
)
