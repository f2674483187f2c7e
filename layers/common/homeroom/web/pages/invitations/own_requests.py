"""What a parent has asked for, or sent, as they see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.use_cases.invitations.show_requests import OwnRequest, OwnState, own_requests
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import homeroom_url, student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route


@dataclass(frozen=True, kw_only=True, repr=False)
class RequestLine:
    """`name` may be empty. `asked_at` is when the button was pressed, and `on` when it was decided, if it is."""

    email: str
    name: str
    state: OwnState
    asked_at: datetime
    on: datetime


@dataclass(frozen=True, kw_only=True, repr=False)
class OwnInvitation:
    """`homeroom` is empty for a student who is not in the current school year any more."""

    student: str
    url: str
    homeroom: str
    homeroom_url: str
    line: RequestLine


@dataclass(frozen=True, repr=False)
class OwnInvitationsPage:
    template: ClassVar[str] = "families/my_invitations.html"
    invitations: Sequence[OwnInvitation]


def request_line(own: OwnRequest) -> RequestLine:
    request = own.request
    return RequestLine(
        email=request.email,
        name=request.parent_name,
        state=own.state,
        asked_at=request.asked_at,
        on=request.decided_at or request.asked_at,
    )


def show_own_invitations(request: Request, services: Services) -> Page:
    year = site_settings(services).school_year
    return Page(OwnInvitationsPage([_invitation(own, year) for own in own_requests(request.viewer, services)]))


def _invitation(own: OwnRequest, year: str) -> OwnInvitation:
    placement = own.student.placement_in(year)
    return OwnInvitation(
        student=own.student.name,
        url=student_url(own.student.id) if placement else "",
        homeroom=placement.homeroom if placement else "",
        homeroom_url=homeroom_url(placement.homeroom) if placement else "",
        line=request_line(own),
    )


ROUTES = (Route("GET", "/me/invitations", Guard.PARENT, show_own_invitations),)
