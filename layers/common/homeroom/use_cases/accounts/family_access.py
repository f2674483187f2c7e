"""Who sees the lists of a school year."""

from homeroom.domain.accounts.user import User
from homeroom.use_cases.ports.services import Services


def sees_lists(user: User, year: str, services: Services) -> bool:
    """A family of whose students none is at the school any more sees no other family."""
    if user.is_admin:
        return True
    contact = services.roster.contacts([user.contact_id]).get(user.contact_id) if user.contact_id else None
    own = services.roster.students(contact.students.keys()).values() if contact else ()
    return any(student.in_year(year) for student in own)
