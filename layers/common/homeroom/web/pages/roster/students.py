"""Students: search, homerooms, grades, and the profile page from which a parent is invited."""

from urllib.parse import unquote

from homeroom.domain.accounts.access import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.invite import HasParentContact, SaidNotTheirChild
from homeroom.domain.mail.address_block import AddressBlock, AddressBlocked
from homeroom.domain.roster.student import Student
from homeroom.messages.catalogue import catalogue
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.find_students import grade_list, homeroom_list, homerooms_by_grade, search_students
from homeroom.use_cases.roster.show_student import OpenInvitation, show_student
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.use_cases.words import day_in_short, named
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.invitations.invite_form import InviteForm
from homeroom.web.forms.reading import FormInvalid, read_form
from homeroom.web.labels import LIVES_WITH, invitation_state
from homeroom.web.pages.invitations.invitation_lines import HOME_LISTS, invitation_url, status_tiles
from homeroom.web.pages.lines import (
    grade_url,
    homeroom_line,
    homeroom_url,
    homeroom_with_students,
    student_line,
)

_NOTICES = {
    "invited": "The invitation is on its way.",
    "invited-already": "An invitation to this address was sent a moment ago, so no second mail goes out.",
    "has-contact": "A parent has added their contact information by now, so nobody was invited.",
}


def show_students(request: Request, services: Services) -> Page:
    text = request.query.get("q", "").strip()[:100]
    found = search_students(text, request.viewer, services) if text else None
    context = {
        "q": text,
        "students": [student_line(s, request.viewer) for s in found.students] if found else [],
        "more": found.more if found else False,
        "homerooms_exist": bool(homerooms_by_grade(services)),
        "invited": status_tiles(services, HOME_LISTS) if request.viewer.is_admin and not text else [],
    }
    return Page("roster/students.html", context)


def show_homerooms(request: Request, services: Services) -> Page:
    grades = [
        {"grade": grade, "url": grade_url(grade), "homerooms": [homeroom_line(h) for h in homerooms]}
        for grade, homerooms in homerooms_by_grade(services).items()
    ]
    return Page("roster/homerooms.html", {"year": site_settings(services).school_year, "grades": grades})


def show_homeroom(request: Request, services: Services) -> Page:
    listed = homeroom_list(unquote(request.params["code"]), request.viewer, services)
    line = homeroom_with_students(listed, request.viewer)
    return Page("roster/homeroom.html", {"homeroom": line, "students": line.students})


def show_grade(request: Request, services: Services) -> Page:
    grade = unquote(request.params["grade"])
    homerooms = [homeroom_with_students(h, request.viewer) for h in grade_list(grade, request.viewer, services)]
    return Page("roster/grade.html", {"grade": grade, "year": homerooms[0].year, "homerooms": homerooms})


def show_profile(request: Request, services: Services) -> Page:
    return _profile(request, services, {}, {}, 200)


def post_invitation(request: Request, services: Services) -> Page | Redirect:
    student_id = request.params["id"]
    try:
        form = read_form(InviteForm, request.form)
    except FormInvalid as invalid:
        return _profile(request, services, request.form, invalid.errors, 422)
    try:
        invitee = Invitee(form.parent_email, form.parent_name, form.allow_again == "yes")
        asked = invite_parent(student_id, invitee, request.viewer, services)
    except HasParentContact:
        return Redirect(f"/students/{student_id}?notice=has-contact")
    except AddressBlocked as blocked:
        errors = _blocked(blocked.block, request.viewer)
        return _profile(request, services, request.form, errors, 422)
    except SaidNotTheirChild:
        return _profile(request, services, request.form, {"parent_email": _ASK_THE_OFFICE}, 422)
    return Redirect(f"/students/{student_id}?notice={'invited' if asked.mail else 'invited-already'}")


def _blocked(block: AddressBlock, viewer: User) -> dict[str, str]:
    """To whom a box is shown that allows the address again is told why it was blocked; a parent is not."""
    if not viewer.is_admin:
        return {"parent_email": _ASK_THE_OFFICE}
    if not block.can_be_allowed:
        return {"parent_email": catalogue().say(block.message)}
    return {"allow_again": f"{catalogue().say(block.message)} Correct the address, or tick the box below."}


def _profile(request: Request, services: Services, values: object, errors: dict[str, str], status: int) -> Page:
    profile = show_student(request.params["id"], request.viewer, services)
    context = {
        "student": _card(profile.student),
        "contacts": [_contact(c, profile.student.id) for c in profile.contacts],
        "invitations": [_invitation(i) for i in profile.invitations],
        "earlier_invitations": [_earlier(i) for i in profile.earlier_invitations],
        "declined": [_declined(i) for i in profile.declined],
        "can_invite": profile.can_invite,
        "values": values,
        "errors": errors,
        "notice": _NOTICES.get(request.query.get("notice", ""), ""),
    }
    return Page("roster/student.html", context, status)


def _card(student: Student) -> dict[str, object]:
    return {
        "id": student.id,
        "name": student.name,
        "first_name": student.first_name,
        "homeroom": student.homeroom,
        "homeroom_url": homeroom_url(student.homeroom),
        "grade": student.grade,
        "grade_url": grade_url(student.grade),
        "student_id": student.school_id,
        "protected": student.protected,
    }


def _contact(contact: ParentContact, student_id: str) -> dict[str, object]:
    details, relation = contact.details, contact.students[student_id]
    return {
        "name": details.name,
        "relationship_label": relation.relationship,
        "lives_with_label": LIVES_WITH[relation.lives_with],
        "email": details.email,
        "mobile_phone": details.mobile_phone,
        "home_phone": details.home_phone,
        "address_lines": details.address_lines,
        "registered": contact.registered,
    }


def _invitation(opened: OpenInvitation) -> dict[str, object]:
    state, label = invitation_state(opened.invitation, opened.mail)
    return {
        "url": invitation_url(opened.invitation),
        "email": opened.invitation.email,
        "parent_name": opened.invitation.parent_name,
        "state": state,
        "state_label": label,
        "when": day_in_short(opened.invitation.asked_at),
        "about": named([s.first_name for s in opened.students]),
        "blocked": catalogue().say(opened.block.message) if opened.block else "",
    }


def _earlier(invitation: Invitation) -> dict[str, object]:
    state, label = invitation_state(invitation, None, expired=invitation.is_open)
    return {
        "url": invitation_url(invitation),
        "email": invitation.email,
        "parent_name": invitation.parent_name,
        "state": state,
        "state_label": label,
        "when": day_in_short(invitation.asked_at),
    }


def _declined(invitation: Invitation) -> dict[str, object]:
    return {
        "url": invitation_url(invitation),
        "email": invitation.email,
        "parent_name": invitation.parent_name,
        "when": day_in_short(invitation.declined_at or invitation.asked_at),
    }


_ASK_THE_OFFICE = "We cannot invite this address. Check it, or ask the school office."
"""For parents, whatever the reason: what a stranger has told us about their address is not theirs to know."""

ROUTES = (
    Route("GET", "/students", Guard.LOGGED_IN, show_students),
    Route("GET", "/students/{id}", Guard.LOGGED_IN, show_profile),
    Route("POST", "/students/{id}/invitations", Guard.LOGGED_IN, post_invitation),
    Route("GET", "/homerooms", Guard.LOGGED_IN, show_homerooms),
    Route("GET", "/homerooms/{code}", Guard.LOGGED_IN, show_homeroom),
    Route("GET", "/grades/{grade}", Guard.LOGGED_IN, show_grade),
)
