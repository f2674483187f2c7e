"""What a Site Admin says about a file that waits, or about rows that do: forms on the page of an import."""

from homeroom.domain.kernel.message import message
from homeroom.use_cases.imports.answer_doubts import DoubtProblem, NotAnswered, decide_rows, go_on_with_file, leave_file
from homeroom.use_cases.imports.start_import import confirm_import
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.imports.doubts_shown import ANSWER_TO, ROW, ROWS_WITH
from homeroom.web.pages.imports.import_waiting import to_page_of
from homeroom.web.pages.imports.imports import import_page

_MOST_DIGITS = 10
"""Of a row's number."""


def post_confirm(request: Request, services: Services) -> Page | Redirect:
    try:
        upload = confirm_import(request.params["id"], _kinds(request), _answers(request), request.by, services)
    except NotAnswered as open_question:
        return import_page(request, services, open_question.message)
    return to_page_of(upload.import_id)


def post_go_on(request: Request, services: Services) -> Page | Redirect:
    try:
        kinds, answers, seen = _kinds(request), _answers(request), request.form.get("check", "")
        go_on_with_file(request.params["id"], kinds, answers, request.by, services, seen=seen)
    except NotAnswered as open_question:
        return import_page(request, services, open_question.message)
    return _back(request)


def post_leave(request: Request, services: Services) -> Redirect:
    leave_file(request.params["id"], request.by, services)
    return _back(request)


def post_rows(request: Request, services: Services) -> Page | Redirect:
    """`what` is `accept` or `leave`, `which` is `all` or `ticked`."""
    rows = [int(number) for number in _after(ROW, request) if number.isdecimal() and len(number) <= _MOST_DIGITS]
    if request.form.get("which") == "all":
        rows = []
    elif not rows:
        return import_page(request, services, message(DoubtProblem.NO_ROW_TICKED))
    decide_rows(request.params["id"], request.form.get("what") == "accept", rows, request.by, services)
    return _back(request)


def _kinds(request: Request) -> list[str]:
    """The ids of the doubts whose rows are ticked."""
    return _after(ROWS_WITH, request)


def _answers(request: Request) -> dict[str, str]:
    return {doubt_id: request.form[ANSWER_TO + doubt_id] for doubt_id in _after(ANSWER_TO, request)}


def _after(beginning: str, request: Request) -> list[str]:
    return [name.removeprefix(beginning) for name in request.form if name.startswith(beginning)]


def _back(request: Request) -> Redirect:
    return Redirect(f"/imports/{request.params['id']}")


ROUTES = (
    Route("POST", "/imports/{id}/confirm", Guard.ADMIN, post_confirm),
    Route("POST", "/imports/{id}/go-on", Guard.ADMIN, post_go_on),
    Route("POST", "/imports/{id}/leave", Guard.ADMIN, post_leave),
    Route("POST", "/imports/{id}/rows", Guard.ADMIN, post_rows),
)
