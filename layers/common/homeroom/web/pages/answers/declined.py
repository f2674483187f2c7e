"""After "not my child": what was said, and the way back for whoever pressed it by mistake."""

from homeroom.domain.audit.audit_entry import Nameless, Origin
from homeroom.domain.kernel.message import Message
from homeroom.use_cases.answers.declined import Declined, ReadInvitation, behind_link, declined_in, in_form
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.take_back_decline import CannotTakeBack, take_back_decline
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.decline_texts import why_not_taken_back
from homeroom.web.pages.answers.contexts import DeclinedPage
from homeroom.web.pages.answers.form_session import page_url


def show_declined(request: Request, services: Services) -> Page:
    """Behind the link."""
    return _page(request, declined_in(behind_link(request.params["token"], _visitor(request), services), services))


def show_declined_in_form(request: Request, services: Services) -> Page:
    return _page(request, declined_in(in_form(request.form_token, services), services))


def post_take_back(request: Request, services: Services) -> Page | Redirect:
    token, visitor = request.params["token"], _visitor(request)
    return _take_back(lambda: behind_link(token, visitor, services), request, services)


def post_take_back_in_form(request: Request, services: Services) -> Page | Redirect:
    return _take_back(lambda: in_form(request.form_token, services), request, services)


def _take_back(read: ReadInvitation, request: Request, services: Services) -> Page | Redirect:
    try:
        take_back_decline(read, Origin(Nameless.PARENT, request.route), services)
    except CannotTakeBack as refused:
        return _page(request, declined_in(read(), services), why_not_taken_back(refused.why))
    return Redirect(_url(request))


def _page(request: Request, declined: Declined, problem: Message | None = None) -> Page:
    context = DeclinedPage(
        first_names=[student.first_name for student in declined.students],
        take_back_url=_url(request, "/declined"),
        back="" if declined.is_over else _url(request),
        errors={"": problem} if problem else {},
    )
    return Page(context, 409 if problem else 410 if declined.is_over else 200)


def _url(request: Request, page: str = "") -> str:
    """The link, or the form that this request is about."""
    token = request.params.get("token")
    return f"/i/{token}{page}" if token else page_url(request, f"/answer{page}")


def _visitor(request: Request) -> Visitor:
    return Visitor(request.visitor, request.session_token)


ROUTES = (
    Route("GET", "/i/{token}/declined", Guard.LINK, show_declined),
    Route("POST", "/i/{token}/declined", Guard.LINK, post_take_back),
    Route("GET", "/answer/declined", Guard.ANSWERING, show_declined_in_form),
    Route("POST", "/answer/declined", Guard.ANSWERING, post_take_back_in_form),
)
