"""A student's profile page, from which a parent is invited."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.invite import HasParentContact, SaidNotTheirChild
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.address_block import AddressBlock, AddressBlocked
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.same_as import likely_same
from homeroom.use_cases.invitations.ask_to_invite import ask_to_invite, must_ask
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.show_student import OpenInvitation, Profile, show_student
from homeroom.web.core.addresses import grade_url, homeroom_url, student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.form_parsing import FormInvalid, read_form
from homeroom.web.forms.invitations.invite_form import InviteForm
from homeroom.web.pages.invitations.invitation_lines import invitation_url
from homeroom.web.pages.invitations.own_requests import request_line
from homeroom.web.pages.invitations.states import invitation_state
from homeroom.web.pages.roster.profile import (
    ContactCard,
    DeclinedCard,
    InvitationCard,
    NotContacted,
    PlaceInYear,
    Sibling,
    StudentFacts,
    StudentPage,
)


class StudentNotice(Code):
    """What has just been done."""

    INVITED = "student.invited"
    INVITED_ALREADY = "student.invited_already"
    ASKED = "student.asked"
    HAS_CONTACT = "student.has_contact"
    UNLINKED = "student.unlinked"
    DAYS_SAVED = "student.days_saved"
    ADDED = "student.added"
    SAVED = "student.saved"
    LEFT = "student.left"
    BACK = "student.back"
    PROTECTED = "student.protected"
    UNPROTECTED = "student.unprotected"
    CORRECTED = "student.corrected"
    CORRECTED_LINK_SENT = "student.corrected_link_sent"
    CORRECTED_ASKED = "student.corrected_asked"
    CONTACTS_MERGED = "student.contacts_merged"
    MERGED = "student.merged"
    RECORDED = "student.recorded"
    RECORDED_MAILED = "student.recorded_mailed"
    RECORDED_BLOCKED = "student.recorded_blocked"
    RECORDED_ASKED = "student.recorded_asked"


class InvitationRefused(Code):
    """Why an address cannot be invited."""

    ASK_THE_OFFICE = "student.ask_the_office"
    BLOCKED = "student.blocked"
    STOPPED = "student.stopped"


_NOTICES = {notice.name.lower().replace("_", "-"): message(notice) for notice in StudentNotice}


def show_profile(request: Request, services: Services) -> Page | Redirect:
    try:
        return Page(_profile(request, services, {}, {}))
    except NotFound:
        return _to_whom_they_are_now(request.params["id"], services)


def _to_whom_they_are_now(student_id: str, services: Services) -> Redirect:
    """Links and pages that are open lead to the student with whom this one was merged. Raises NotFound."""
    merged = services.roster.merged([student_id]).get(student_id)
    if merged is None:
        raise NotFound
    return Redirect(student_url(merged.into))


def post_invitation(request: Request, services: Services) -> Page | Redirect:
    student_id = request.params["id"]
    try:
        form = read_form(InviteForm, request.form)
        invitee = Invitee(form.parent_email, form.parent_name, form.allow_again == "yes", form.note)
        notice = _sent(student_id, invitee, request, services)
    except FormInvalid as invalid:
        return Page(_profile(request, services, request.form, invalid.errors), 422)
    except HasParentContact:
        return Redirect(f"/students/{student_id}?notice=has-contact")
    except AddressBlocked as blocked:
        errors = _blocked(blocked.block, request.viewer)
        return Page(_profile(request, services, request.form, errors), 422)
    except NotFound:
        return _to_whom_they_are_now(student_id, services)
    except SaidNotTheirChild:
        return Page(_profile(request, services, request.form, {"parent_email": _ASK_THE_OFFICE}), 422)
    return Redirect(f"/students/{student_id}?notice={notice}")


def _sent(student_id: str, invitee: Invitee, request: Request, services: Services) -> str:
    """What has been done with it. A parent does not learn whether somebody else has just asked the same address."""
    if must_ask(request.viewer, services):
        ask_to_invite(student_id, invitee, request.by, services)
        return "asked"
    result = invite_parent(student_id, invitee, request.by, services)
    return "invited" if result.mail or not request.viewer.is_admin else "invited-already"


def _blocked(block: AddressBlock, viewer: User) -> dict[str, Message]:
    """Whoever is shown what allows the address again is told why it was blocked; a parent is not."""
    if not viewer.is_admin:
        return {"parent_email": _ASK_THE_OFFICE}
    if block.is_readers_wish:
        return {"note": message(InvitationRefused.STOPPED, why=block.message)}
    return {"allow_again": message(InvitationRefused.BLOCKED, why=block.message)}


def _profile(
    request: Request, services: Services, values: Mapping[str, str], errors: Mapping[str, Message]
) -> StudentPage:
    profile = show_student(request.params["id"], request.viewer, services)
    same = likely_same(profile.student, services) if request.viewer.is_admin and profile.contacts else {}
    return StudentPage(
        student=_facts(profile, request.viewer),
        contacts=[_contact(c, profile, request.viewer, same.get(c.id, ())) for c in profile.contacts],
        invitations=[_invitation(i) for i in profile.invitations],
        earlier_invitations=[_earlier(i) for i in profile.earlier_invitations],
        declined=[_declined(i) for i in profile.declined],
        not_contacted=_not_contacted(profile),
        can_invite=profile.can_invite,
        must_ask=profile.must_ask,
        can_add=profile.can_add,
        without_contact=profile.without_contact,
        requests=list(map(request_line, profile.requests)),
        values=values,
        errors=errors,
        notice=_NOTICES.get(request.query.get("notice", "")),
        siblings=[_sibling(s, profile.year) for s in profile.siblings],
    )


def _facts(profile: Profile, viewer: User) -> StudentFacts:
    student, year = profile.student, profile.year
    others = sorted(student.placements.keys() - {year}, reverse=True) if viewer.is_admin else []
    return StudentFacts(
        id=student.id,
        name=student.name,
        first_name=student.first_name,
        places=[
            _place(student, y, "" if y == year else y, viewer) for y in (year, *others) if _shows(student, y, viewer)
        ],
        school_id=student.school_id,
        protected=student.protected,
        kept_out=bool(student.unlisted_by),
        has_left=student.has_left(year),
        protected_reason=student.protected_reason if viewer.is_admin else "",
    )


def _shows(student: Student, year: str, viewer: User) -> bool:
    """Where somebody was who has left is a matter of the office."""
    return year in student.placements if viewer.is_admin else student.in_year(year)


def _sibling(student: Student, year: str) -> Sibling:
    place = student.placement_in(year)
    return Sibling(student.name, student_url(student.id), place.homeroom if place else "")


def _place(student: Student, year: str, other_year: str, viewer: User) -> PlaceInYear:
    placement = student.placements[year]
    return PlaceInYear(
        other_year=other_year,
        homeroom=placement.homeroom,
        homeroom_url=homeroom_url(placement.homeroom, other_year),
        grade=placement.grade,
        grade_url=grade_url(placement.grade, other_year),
        moved_from=placement.moved_from if viewer.is_admin else "",
        moved_at=placement.moved_at,
    )


def _contact(contact: ParentContact, profile: Profile, viewer: User, same_as: Sequence[ParentContact]) -> ContactCard:
    relation, page = contact.students[profile.student.id], f"/students/{profile.student.id}/contacts/{contact.id}"
    card = ContactCard(
        details=contact.details,
        relationship=relation.relationship,
        lives_with=relation.lives_with,
        registered=contact.registered,
        answered=bool(contact.user_key or contact.confirmed_at),
    )
    if not viewer.is_admin:
        return card
    return replace(
        card,
        page_url=page,
        since=relation.since,
        until=relation.until,
        holds=relation.holds_on(profile.day),
        office_entry=contact.office_entry,
        same_as=[other.details.name for other in same_as],
        confirmed_at=contact.confirmed_at,
        is_address_proved=contact.is_address_proved,
        given_email="" if contact.user_key else contact.new_email,
    )


def _not_contacted(profile: Profile) -> NotContacted | None:
    if not profile.not_contacted and not profile.others_not_contacted:
        return None
    return NotContacted(profile.not_contacted, profile.others_not_contacted)


def _invitation(opened: OpenInvitation) -> InvitationCard:
    state, label = invitation_state(opened.invitation, opened.mail)
    return InvitationCard(
        url=invitation_url(opened.invitation),
        email=opened.invitation.email,
        on_paper=opened.invitation.on_paper,
        name=opened.invitation.parent_name,
        state=state,
        state_label=label,
        on=opened.invitation.asked_at,
        about=[s.first_name for s in opened.students],
        blocked=opened.block.message if opened.block else None,
    )


def _earlier(invitation: Invitation) -> InvitationCard:
    state, label = invitation_state(invitation, None, expired=invitation.is_open)
    return InvitationCard(
        url=invitation_url(invitation),
        email=invitation.email,
        on_paper=invitation.on_paper,
        name=invitation.parent_name,
        state=state,
        state_label=label,
        on=invitation.asked_at,
    )


def _declined(invitation: Invitation) -> DeclinedCard:
    when = invitation.declined_at or invitation.asked_at
    return DeclinedCard(invitation_url(invitation), invitation.parent_name, invitation.email, when)


_ASK_THE_OFFICE = message(InvitationRefused.ASK_THE_OFFICE)
"""For parents, whatever the reason: what a stranger has told us about their address is not theirs to know."""

ROUTES = (
    Route("GET", "/students/{id}", Guard.LOGGED_IN, show_profile),
    Route("POST", "/students/{id}/invitations", Guard.LOGGED_IN, post_invitation),
)
