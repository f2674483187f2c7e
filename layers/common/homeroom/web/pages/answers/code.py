"""Where the code beside a link is typed. It stands in the body of a form, never in an address."""

from homeroom.domain.invitations.link_errors import LinkExpired, LinkSuperseded
from homeroom.domain.kernel.limits import WRONG_CODE_ANYWHERE, TooManyTries
from homeroom.domain.kernel.message import Code, message
from homeroom.use_cases.accounts.link_code import CodeUnknown, NoCode
from homeroom.use_cases.answers.begin_answer import begin_by_code
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.invitations.new_link import ask_by_code
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.anonymous_form import page_with_form
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.answers.contexts import CodePage, LinkOverPage
from homeroom.web.pages.answers.form_session import begin_form


class CodeProblem(Code):
    SHAPE = "link_code.shape"
    UNKNOWN = "link_code.unknown"
    TOO_MANY = "link_code.too_many"
    CLOSED = "link_code.closed"


def show_code(request: Request, services: Services) -> Page:
    return page_with_form(request, CodePage({}, {}))


def post_code(request: Request, services: Services) -> Page | Redirect:
    visitor = Visitor(request.visitor, request.session_token)
    try:
        started = begin_by_code(_typed(request), visitor, services)
    except NoCode:
        return _not_taken(request, CodeProblem.SHAPE, 422)
    except CodeUnknown:
        return _not_taken(request, CodeProblem.UNKNOWN, 422)
    except TooManyTries as refused:
        is_closed = refused.limit == WRONG_CODE_ANYWHERE
        return _not_taken(request, CodeProblem.CLOSED if is_closed else CodeProblem.TOO_MANY, 429)
    except (LinkExpired, LinkSuperseded) as over:
        address = over.email if isinstance(over, LinkExpired) else None
        return page_with_form(request, LinkOverPage(address, "/code/new-link", _typed(request)), 410)
    return begin_form(started, request)


def post_new_link(request: Request, services: Services) -> Redirect:
    ask_by_code(_typed(request), request.visitor, services)
    return Redirect("/new-link")


def _not_taken(request: Request, problem: CodeProblem, status: int) -> Page:
    return page_with_form(request, CodePage({"code": _typed(request)}, {"code": message(problem)}), status)


def _typed(request: Request) -> str:
    return request.form.get("code", "")


ROUTES = (
    Route("GET", "/code", Guard.ANYBODY, show_code),
    Route("POST", "/code", Guard.ANYBODY, post_code),
    Route("POST", "/code/new-link", Guard.ANYBODY, post_new_link),
)
