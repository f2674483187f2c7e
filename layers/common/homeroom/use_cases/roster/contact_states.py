"""Whether students have a parent contact, or may soon have one: what lists show of each."""

from collections.abc import Collection, Mapping
from datetime import datetime

from homeroom.domain.accounts.user import User
from homeroom.domain.invitations.invitation import Arrival, Invitation
from homeroom.domain.kernel.message import Labeled
from homeroom.domain.roster.student import Student
from homeroom.use_cases.invitations.show_requests import asked_for
from homeroom.use_cases.invitations.who_may_invite import classmates_to_invite_for
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


class ContactState(Labeled):
    """BOUNCED: an address that is asked about the student does not work, and somebody has to look. WAITING: somebody is
    asked, and may answer. NONE: nobody is.
    """

    CONTACT = "contact"
    BOUNCED = "bounced"
    WAITING = "waiting"
    NONE = "none"


def contact_states(students: Collection[Student], services: Services) -> Mapping[str, ContactState]:
    """By the students' ids."""
    asked = {i for student in students if not student.has_parent_contact for i in student.open_invitation_ids}
    invitations, now = services.invitations.get_many(asked) if asked else {}, services.clock()
    return {student.id: _state(student, invitations, now) for student in students}


def states_shown_to(user: User, students: Collection[Student], services: Services) -> Mapping[str, ContactState]:
    """By the students' ids. To a parent of some only, and only that there is no contact yet: where they may have
    somebody invited, nobody is asked, and no request waits. Of all others nothing is said.
    """
    if user.is_admin:
        return contact_states(students, services)
    without = [student for student in students if not student.has_parent_contact]
    ours = classmates_to_invite_for(user, without, site_settings(services), services)
    asked = asked_for(ours, services)
    states = contact_states(ours, services)
    return {i: state for i, state in states.items() if state is ContactState.NONE and i not in asked}


def _state(student: Student, invitations: Mapping[str, Invitation], now: datetime) -> ContactState:
    """An invitation whose time is over asks nobody, also before the daily run closes it."""
    if student.has_parent_contact:
        return ContactState.CONTACT
    asked = [invitations[i] for i in student.open_invitation_ids if i in invitations]
    arrivals = {invitation.arrival for invitation in asked if invitation.open_at(now)}
    if Arrival.BOUNCED in arrivals:
        return ContactState.BOUNCED
    return ContactState.WAITING if arrivals else ContactState.NONE
