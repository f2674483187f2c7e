"""What parents have asked for: to Site Admins what waits, to each parent their own."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from homeroom.domain.accounts.user import User
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.parent_request import ParentRequest, RequestState
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.family_access import sees_lists
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


@dataclass(frozen=True)
class WaitingRequest:
    """`student` is None where there is none of that id any more."""

    request: ParentRequest
    student: Student | None


class OwnState(StrEnum):
    """What a parent sees of their own request. NOT_APPROVED, too, where it was overtaken: why is not theirs to know."""

    WAITING = "waiting"
    SENT = "sent"
    APPROVED = "approved"
    ANSWERED = "answered"
    NOT_APPROVED = "not approved"


@dataclass(frozen=True)
class OwnRequest:
    request: ParentRequest
    student: Student
    state: OwnState


def waiting_requests(services: Services) -> list[WaitingRequest]:
    """The longest first."""
    requests = services.parent_requests.waiting()
    students = services.roster.students_now({request.student_id for request in requests}) if requests else {}
    return [WaitingRequest(request, students.get(request.student_id)) for request in requests]


def own_requests(user: User, services: Services) -> list[OwnRequest]:
    """The newest first. Of a student who stands in no list of parents any more, nothing is said, and nothing at all to
    whoever sees no lists any more.
    """
    if not sees_lists(user, site_settings(services).school_year, services):
        return []
    requests = services.parent_requests.of_parent(user.contact_id) if user.contact_id else []
    requests = [request for request in requests if not request.is_over(services.clock())]
    if not requests:
        return []
    students = services.roster.students_now({request.student_id for request in requests})
    invitations = services.invitations.get_many({r.invitation_id for r in requests if r.invitation_id})
    return [
        OwnRequest(request, student, _state(request, student, invitations.get(request.invitation_id)))
        for request in reversed(requests)
        if (student := students.get(request.student_id)) and student.is_listed
    ]


def asked_for(students: Collection[Student], services: Services) -> frozenset[str]:
    """Ids of those of these students for whom a request waits."""
    waiting = {request.student_id for request in services.parent_requests.waiting()} if students else set()
    return frozenset(student.id for student in students if not waiting.isdisjoint(student.all_ids))


def _state(request: ParentRequest, student: Student, invitation: Invitation | None) -> OwnState:
    if request.is_waiting:
        return OwnState.WAITING
    if request.state is not RequestState.APPROVED:
        return OwnState.NOT_APPROVED
    if invitation and invitation.state is InvitationState.COMPLETED and student.id in invitation.student_ids:
        return OwnState.ANSWERED
    return OwnState.APPROVED if request.decided_by else OwnState.SENT
