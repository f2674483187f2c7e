"""Parents' requests to invite other parents: Site Admins approve them or decline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.domain.invitations.parent_request import ParentRequest, RequestState
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.invitations.decide_request import approve_request, decline_request
from homeroom.use_cases.invitations.show_requests import WaitingRequest, waiting_requests
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.invitations.invitation_lines import ShownStudent, shown_student


class Decided(Code):
    """What has become of a request, whoever decided it."""

    APPROVED = "requests.approved"
    DECLINED = "requests.declined"
    OVERTAKEN = "requests.overtaken"


_DECIDED = {
    RequestState.APPROVED: Decided.APPROVED,
    RequestState.DECLINED: Decided.DECLINED,
    RequestState.OVERTAKEN: Decided.OVERTAKEN,
}


@dataclass(frozen=True, kw_only=True, repr=False)
class RequestCard:
    """`by` is who asks. `name` may be empty; `student` is None where there is none any more."""

    id: str
    by: str
    student: ShownStudent | None
    email: str
    name: str
    since: datetime


@dataclass(frozen=True, repr=False)
class RequestsPage:
    """`notice` says what was decided of a request, and `invitation_url` leads to what came of it, if anything did."""

    template: ClassVar[str] = "invitations/requests.html"
    requests: Sequence[RequestCard]
    notice: Message | None
    invitation_url: str


def show_requests(request: Request, services: Services) -> Page:
    done = request.id_named("done")
    decided = services.parent_requests.get(done) if done else None
    year = site_settings(services).school_year
    context = RequestsPage(
        requests=[_card(waiting, year) for waiting in waiting_requests(services)],
        notice=_notice(decided) if decided else None,
        invitation_url=f"/invitations/{decided.invitation_id}" if decided and decided.invitation_id else "",
    )
    return Page(context)


def post_approve(request: Request, services: Services) -> Redirect:
    """Whoever presses second is shown what the first one has decided."""
    return _to(approve_request(request.params["id"], request.by, services))


def post_decline(request: Request, services: Services) -> Redirect:
    return _to(decline_request(request.params["id"], request.by, services))


def _to(decided: ParentRequest) -> Redirect:
    return Redirect(f"/requests?done={decided.id}")


def _notice(request: ParentRequest) -> Message | None:
    if request.is_waiting:
        return None
    why = request.why.label if request.why else ""
    return message(_DECIDED[request.state], by=request.decided_by or request.asked_by, email=request.email, why=why)


def _card(waiting: WaitingRequest, year: str) -> RequestCard:
    request, student = waiting.request, waiting.student
    return RequestCard(
        id=request.id,
        by=request.asked_by,
        student=shown_student(student, student.name, year) if student else None,
        email=request.email,
        name=request.parent_name,
        since=request.asked_at,
    )


ROUTES = (
    Route("GET", "/requests", Guard.ADMIN, show_requests),
    Route("POST", "/requests/{id}/approve", Guard.ADMIN, post_approve),
    Route("POST", "/requests/{id}/decline", Guard.ADMIN, post_decline),
)
