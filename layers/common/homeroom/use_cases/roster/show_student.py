"""A student's profile, as this viewer may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.mail.address_block import AddressBlock
from homeroom.domain.mail.mail import Mail
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.family_access import sees_lists
from homeroom.use_cases.families.siblings import siblings_for_office, siblings_for_parent
from homeroom.use_cases.families.viewpoint import as_seen, viewpoint_of
from homeroom.use_cases.invitations.ask_to_invite import must_ask
from homeroom.use_cases.invitations.show_requests import OwnRequest, own_requests
from homeroom.use_cases.invitations.who_may_invite import may_invite
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.contact_states import ContactState, states_shown_to
from homeroom.use_cases.site.site_settings import site_settings


@dataclass(frozen=True)
class OpenInvitation:
    """`mail` is that of the newest send number, None while it waits in the queue. `block` is why its address gets no
    email, if that is so.
    """

    invitation: Invitation
    mail: Mail | None
    students: list[Student]
    block: AddressBlock | None = None


@dataclass(frozen=True)
class Profile:
    """`invitations` are those that are open, `declined` those whose readers said that this student is not their child,
    `earlier_invitations` the others; all are for Site Admins. So are the addresses that must not be told of the
    student: `not_contacted` as far as somebody was invited there, and how many others. `year` is the current school
    year, and `day` the school's today. Of the `contacts` Site Admins see those, too, whose relation is over or has not
    begun, as the last. `must_ask`: what this viewer sends waits for a Site Admin's approval. `can_add`: a parent
    who has told the office, the first one or another. `without_contact`: this viewer is told that there is none yet.
    `requests` are their own. `siblings` are a parent's own children.
    """

    student: Student
    year: str
    day: date
    contacts: list[ParentContact]
    invitations: list[OpenInvitation]
    earlier_invitations: list[Invitation]
    declined: list[Invitation]
    not_contacted: list[str]
    others_not_contacted: int
    can_invite: bool
    must_ask: bool
    can_add: bool
    without_contact: bool
    requests: list[OwnRequest]
    siblings: list[Student]


def show_student(student_id: str, user: User, services: Services) -> Profile:
    """Raises NotFound, also for a student of another school year and for a protected one, of whom parents must not know
    unless it is their own.
    """
    settings = site_settings(services)
    year, day = settings.school_year, settings.day_of(services.clock())
    student, viewpoint = services.roster.students([student_id]).get(student_id), viewpoint_of(user, year, day, services)
    is_own = viewpoint is not None and student_id in viewpoint.contact.student_ids_on(day)
    if student is None or not (is_own or _may_see(student, user, year, services)):
        raise NotFound
    contacts = list(services.roster.contacts(student.all_contact_ids).values())
    if not user.is_admin:
        current = [contact for contact in contacts if contact.is_parent_on(student_id, day)]
        contacts = as_seen(current, viewpoint, year, day, services) if viewpoint else []
    not_contacted = _not_contacted(student, contacts, services) if user.is_admin else []
    invitations = _open_invitations(student, services) if user.is_admin else []
    if user.is_admin:
        siblings = siblings_for_office(student, contacts, [i.invitation for i in invitations], services)
    else:
        own_ids = viewpoint.contact.student_ids_on(day) if viewpoint and is_own else ()
        siblings = siblings_for_parent(student, own_ids, year, services)
    return Profile(
        student=student,
        year=year,
        contacts=sorted(contacts, key=lambda c: (not c.is_parent_on(student_id, day), c.details.name)),
        day=day,
        invitations=invitations,
        earlier_invitations=_earlier_invitations(student, services) if user.is_admin else [],
        declined=_declined(student, services) if user.is_admin else [],
        not_contacted=not_contacted,
        others_not_contacted=len(student.no_contact) - len(not_contacted) if user.is_admin else 0,
        can_invite=not student.has_parent_contact and may_invite(user, student, settings, services),
        must_ask=must_ask(user, services),
        can_add=user.is_admin and not student.has_left(year),
        without_contact=_is_told_of_none(student, user, services),
        requests=[own for own in own_requests(user, services) if own.student.id == student_id],
        siblings=siblings,
    )


def _is_told_of_none(student: Student, user: User, services: Services) -> bool:
    if student.has_parent_contact or user.is_admin:
        return not student.has_parent_contact
    return states_shown_to(user, [student], services).get(student.id) is ContactState.NONE


def _may_see(student: Student, user: User, year: str, services: Services) -> bool:
    listed = student.in_year(year) and student.is_listed
    return user.is_admin or (listed and sees_lists(user, year, services))


def _open_invitations(student: Student, services: Services) -> list[OpenInvitation]:
    now = services.clock()
    invitations = services.invitations.get_many(student.open_invitation_ids)
    still_open = [i for i in invitations.values() if i.open_at(now)]
    mails = services.mails.get_many([(i.id, i.send_number) for i in still_open])
    blocks = services.address_blocks.get_many({i.email_key for i in still_open})
    about = services.roster.students({s for i in still_open for s in i.student_ids})
    return [
        OpenInvitation(
            i,
            mails.get((i.id, i.send_number)),
            [about[s] for s in i.student_ids if s in about],
            blocks.get(i.email_key),
        )
        for i in sorted(still_open, key=lambda i: i.asked_at)
    ]


def _earlier_invitations(student: Student, services: Services) -> list[Invitation]:
    """The newest first, also those whose time is over and that the daily run has not closed yet."""
    now = services.clock()
    ids = set(student.invitation_ids) - set(student.declined.values())
    invitations = services.invitations.get_many(ids).values()
    return sorted((i for i in invitations if not i.open_at(now)), key=lambda i: i.asked_at, reverse=True)


def _declined(student: Student, services: Services) -> list[Invitation]:
    invitations = services.invitations.get_many(set(student.declined.values()))
    return sorted(invitations.values(), key=lambda i: i.asked_at)


def _not_contacted(student: Student, contacts: Iterable[ParentContact], services: Services) -> list[str]:
    """As far as they are known: of contacts, or because somebody was invited there."""
    if not student.no_contact:
        return []
    invitations = services.invitations.get_many(student.invitation_ids).values()
    known = {i.email_key for i in invitations} | {key for contact in contacts for key in contact.email_keys}
    return sorted(filter(student.must_not_tell, known))
