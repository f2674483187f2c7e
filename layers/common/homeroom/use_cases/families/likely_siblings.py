"""Who may have the same parents as a student: a guess, from which a person chooses."""

from homeroom.domain.kernel.text import sort_key
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_MOST_SIBLINGS = 12


def likely_siblings(student: Student, services: Services) -> list[Student]:
    """Who may have the same parents: students of the same contacts or invitations first, then those of the same last
    name. At most so many as fit a form.
    """
    year = site_settings(services).school_year
    ids = {i for contact in services.roster.contacts(student.all_contact_ids).values() for i in contact.students}
    invitations = services.invitations.get_many(student.newest_invitation_ids).values()
    ids |= {i for invitation in invitations for i in invitation.student_ids}
    known = sorted(services.roster.students(ids - {student.id}).values(), key=lambda s: s.order)
    namesakes = services.roster.search(year, student.last_name, _MOST_SIBLINGS) if student.last_name else []
    like = [s for s in namesakes if sort_key(s.last_name) == sort_key(student.last_name) and s.id != student.id]
    siblings = {s.id: s for s in (*known, *like) if not s.has_left(year)}
    return list(siblings.values())[:_MOST_SIBLINGS]
