"""Send Invitation by a parent, where a Site Admin approves it first."""

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.invitations.invite import HasParentContact
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotAllowed
from homeroom.domain.kernel.limits import INVITE_AS_PARENT
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.invitations.invite_parent import Invitee, new_request, student_to_invite_for
from homeroom.use_cases.invitations.who_may_invite import invites_as_parent
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def must_ask(user: User, services: Services) -> bool:
    """Whether what this user sends waits for a Site Admin's approval."""
    return not user.is_admin and site_settings(services).parents_invite is ParentsInvite.APPROVAL


def ask_to_invite(student_id: str, invitee: Invitee, by: By, services: Services) -> ParentRequest:
    """Nothing is sent, and nothing is said of the address: what stands in the way of it is for the Site Admin.

    Raises NotFound, NotAllowed, HasParentContact and TooManyTries.
    """
    settings, user = site_settings(services), by.user
    if not invites_as_parent(user, settings) or not must_ask(user, services):
        raise NotAllowed
    services.access.count(INVITE_AS_PARENT, user.email_key, services.clock())
    return retry_on_conflict(lambda: _store(student_id, invitee, by, settings, services))


def _store(student_id: str, invitee: Invitee, by: By, settings: SiteSettings, services: Services) -> ParentRequest:
    """The same address for the same student is one request, however often the button is pressed."""
    if student_to_invite_for(student_id, by.user, settings, services).has_parent_contact:
        raise HasParentContact
    request = new_request(student_id, invitee, by.user, services)
    before = services.parent_requests.get(request.id)
    if before and before.is_waiting:
        return before
    change = Change(before, request)
    entry = recorded(AuditAction.INVITATION_REQUESTED, by, services, About(student_ids=(student_id,)), [change])
    services.store.save(change, entry)
    return request
