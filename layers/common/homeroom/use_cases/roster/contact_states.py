"""Whether students have a parent contact, or may soon have one: what lists show Site Admins of each."""

from collections.abc import Collection, Mapping
from datetime import datetime

from homeroom.domain.invitations.invitation import Arrival, Invitation
from homeroom.domain.kernel.message import Labeled
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services


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


def _state(student: Student, invitations: Mapping[str, Invitation], now: datetime) -> ContactState:
    """An invitation whose time is over asks nobody, also before the daily run closes it."""
    if student.has_parent_contact:
        return ContactState.CONTACT
    asked = [invitations[i] for i in student.open_invitation_ids if i in invitations]
    arrivals = {invitation.arrival for invitation in asked if invitation.open_at(now)}
    if Arrival.BOUNCED in arrivals:
        return ContactState.BOUNCED
    return ContactState.WAITING if arrivals else ContactState.NONE
