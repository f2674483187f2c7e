"""What the link in an email opens: the page whose button begins, and the ways out: not my child, a new link."""

from collections.abc import Callable, Collection, Mapping, Sequence

from homeroom.domain.invitations.link_errors import LinkCompleted, LinkDeclined, LinkExpired, LinkSuperseded
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.mail import MailKind
from homeroom.domain.roster.student import Student
from homeroom.use_cases.answers.answer import Answer, read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.decline import decline_by_link, decline_in_form
from homeroom.use_cases.answers.declined import declined_in
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.invitations.new_link import ask_for_new_link
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.answers.contexts import DeclinePage, InvitationPage, LinkOverPage, NewLinkPage
from homeroom.web.pages.answers.declined import show_declined
from homeroom.web.pages.answers.form_session import begin_form, page_url

_FORM = "/answer"


class DeclineProblem(Code):
    CHOOSE = "decline.choose"


def show_invitation(request: Request, services: Services) -> Page:
    try:
        opened = open_link(request.params["token"], _visitor(request), services)
    except (LinkExpired, LinkSuperseded) as over:
        return _link_over(request, over)
    except LinkDeclined:
        return show_declined(request, services)
    context = InvitationPage(
        first_names=[s.first_name for s in opened.students],
        inviter=opened.invitation.inviter,
        expires_at=opened.invitation.expires_at,
        decline_url=f"/i/{request.params['token']}/decline",
        declined_url=f"/i/{request.params['token']}/declined",
        checks=opened.invitation.kind is MailKind.CHECK_CONTACT,
        declined=[student.first_name for student in declined_in(opened.invitation, services).students],
    )
    return Page(context)


def post_begin(request: Request, services: Services) -> Page | Redirect:
    try:
        started = begin_answer(request.params["token"], _visitor(request), services)
    except (LinkExpired, LinkSuperseded) as over:
        return _link_over(request, over)
    return begin_form(started, request)


def _link_over(request: Request, over: LinkExpired | LinkSuperseded) -> Page:
    """The one dead end that leads on from here."""
    address = over.email if isinstance(over, LinkExpired) else None
    return Page(LinkOverPage(address, f"/i/{request.params['token']}/new-link"), 410)


def post_new_link(request: Request, services: Services) -> Redirect:
    ask_for_new_link(request.params["token"], request.visitor, services)
    return Redirect("/new-link")


def show_new_link(request: Request, services: Services) -> Page:
    """The same for everybody, and its address gives nothing away."""
    return Page(NewLinkPage())


def show_decline(request: Request, services: Services) -> Page:
    link = f"/i/{request.params['token']}"
    return _decline_page(open_link(request.params["token"], _visitor(request), services).students, link, {}, 200)


def post_decline(request: Request, services: Services) -> Page | Redirect:
    token, visitor = request.params["token"], _visitor(request)
    students = open_link(token, visitor, services).students
    return _decline(students, f"/i/{token}", request, lambda ids: decline_by_link(token, ids, visitor, services))


def show_decline_in_form(request: Request, services: Services) -> Page:
    return _decline_page(_unsaved(request, services).students, _FORM, {}, 200)


def post_decline_in_form(request: Request, services: Services) -> Page | Redirect:
    students = _unsaved(request, services).students
    return _decline(students, _FORM, request, lambda ids: decline_in_form(request.form_token, ids, services))


def _decline(
    students: Sequence[Student], back: str, request: Request, decline: Callable[[Collection[str]], None]
) -> Page | Redirect:
    """Afterwards to the page that says so, from which it can be taken back."""
    chosen = [s.id for s in students if request.form.get(f"not_mine_{s.id}") == "yes"]
    if request.form.get("which") == "all":
        chosen = [s.id for s in students]
    if not chosen:
        return _decline_page(students, back, {"students": message(DeclineProblem.CHOOSE)}, 422)
    decline(chosen)
    return Redirect(page_url(request, f"{back}/declined") if back == _FORM else f"{back}/declined")


def _decline_page(students: Sequence[Student], back: str, errors: Mapping[str, Message], status: int) -> Page:
    return Page(DeclinePage(students, back, errors), status)


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
