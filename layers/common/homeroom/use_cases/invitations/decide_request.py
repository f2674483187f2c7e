"""A Site Admin approves what a parent has asked for, or declines it."""

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User, as_parent
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.invite import invite, open_invitation_for
from homeroom.domain.invitations.parent_request import Overtaken, ParentRequest
from homeroom.domain.kernel.change import Change, WorkingSet
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.address_block import BlockedAddress
from homeroom.domain.mail.mail import new_mail
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.invitations.invite_parent import Invitee, invitation_request, known_of
from homeroom.use_cases.invitations.who_may_invite import is_classmate, own_homerooms
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def approve_request(request_id: str, by: By, services: Services) -> ParentRequest:
    """The invitation goes out as if the parent had sent it at this moment. Where that cannot be any more the request is
    overtaken, and nothing is sent. One that was decided before stays as it was. Raises NotFound.
    """
    request, invitation = retry_on_conflict(lambda: _approve(request_id, by, services))
    if invitation:
        services.queue.put([(invitation.id, invitation.send_number)])
    return request


def decline_request(request_id: str, by: By, services: Services) -> ParentRequest:
    """One that was decided before stays as it was. Raises NotFound."""
    return retry_on_conflict(lambda: _decline(request_id, by, services))


def _decline(request_id: str, by: By, services: Services) -> ParentRequest:
    request = _find(request_id, services)
    if not request.is_waiting:
        return request
    declined = request.declined(by.user.name, services.clock())
    _save([Change(request, declined)], AuditAction.REQUEST_DECLINED, request, by, services)
    return declined


def _approve(request_id: str, by: By, services: Services) -> tuple[ParentRequest, Invitation | None]:
    request, settings, now = _find(request_id, services), site_settings(services), services.clock()
    if not request.is_waiting:
        return request, None
    asker = _asker(request, services)
    student = services.roster.students_now([request.student_id]).get(request.student_id)
    known = known_of(student, request.email_key, services)[0] if student else WorkingSet([])
    why = _why_not(request, student, asker, known, settings, services)
    if why or student is None or asker is None:
        overtaken = request.overtaken(why or Overtaken.LEFT, by.user.name, now)
        _save([Change(request, overtaken)], AuditAction.REQUEST_OVERTAKEN, request, by, services)
        return overtaken, None
    invitee = Invitee(request.email, request.parent_name)
    invited = invite(student, invitation_request(invitee, asker, settings, services, by_parent=True), known).invitation
    invited = _with_its_story(invited, request, by, services)
    known.put(invited)
    approved = request.approved(invited.id, by.user.name, now)
    mail = new_mail(invited.id, invited.send_number, now)
    changes = [*known.changes(), Change.new(mail), Change(request, approved)]
    _save(changes, AuditAction.REQUEST_APPROVED, approved, by, services)
    return approved, invited


def _find(request_id: str, services: Services) -> ParentRequest:
    request = services.parent_requests.get(request_id)
    if request is None or request.is_over(services.clock()):
        raise NotFound
    return request


def _asker(request: ParentRequest, services: Services) -> User | None:
    """As the parent who asked; None where they have no log-in any more."""
    contact = services.roster.contacts([request.contact_id]).get(request.contact_id)
    user = services.access.user(contact.user_key) if contact and contact.user_key else None
    return as_parent(user, request.contact_id) if user and request.contact_id in user.contact_ids else None


def _why_not(
    request: ParentRequest,
    student: Student | None,
    asker: User | None,
    known: WorkingSet,
    settings: SiteSettings,
    services: Services,
) -> Overtaken | None:
    """What holds for a parent's own press holds at this moment, too, whatever the site lets parents do by now."""
    if student is None or not student.in_year(settings.school_year):
        return Overtaken.LEFT
    if student.has_parent_contact:
        return Overtaken.HAS_CONTACT
    if not student.is_listed:
        return Overtaken.NOT_LISTED
    homerooms = own_homerooms(asker, settings, services.clock(), services) if asker else frozenset()
    if not is_classmate(student, homerooms, settings.school_year):
        return Overtaken.NOT_THEIR_HOMEROOM
    return _why_not_there(student, request.email_key, known, services)


def _why_not_there(student: Student, key: str, known: WorkingSet, services: Services) -> Overtaken | None:
    """What stands in the way of the address."""
    if known.get(BlockedAddress, key):
        return Overtaken.BLOCKED
    if student.was_declined_by(key) or student.must_not_tell(key):
        return Overtaken.NOT_THEIR_CHILD
    return Overtaken.INVITED if open_invitation_for(student, key, known, services.clock()) else None


def _with_its_story(invitation: Invitation, request: ParentRequest, by: By, services: Services) -> Invitation:
    about = (request.student_id,)
    asked = HistoryEvent(at=request.asked_at, kind=EventKind.REQUESTED, by=request.asked_by, student_ids=about)
    approved = HistoryEvent(at=services.clock(), kind=EventKind.APPROVED, by=by.user.name, student_ids=about)
    return invitation.with_event(asked).with_event(approved)


def _save(changes: list[Change], action: AuditAction, request: ParentRequest, by: By, services: Services) -> None:
    about = About(
        user_id=request.user_id if request.user_id != by.user.id else "",
        student_ids=(request.student_id,),
        invitation_id=request.invitation_id,
    )
    services.store.save(*changes, recorded(action, by, services, about, changes))
