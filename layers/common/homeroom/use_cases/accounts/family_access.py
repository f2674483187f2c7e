"""Who sees the lists of a school year."""

from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import today


class RegisterFirst(HomeroomError):
    """Class lists are for Site Admins and for parents with a password."""


def check_registered(user: User) -> None:
    """Raises RegisterFirst."""
    if not user.is_registered:
        raise RegisterFirst


def sees_lists(user: User, year: str, services: Services) -> bool:
    """A parent without a password sees no other family, and neither does one of whose students none is at the school
    any more, or whose relation to them is over.
    """
    if user.is_admin or not user.is_registered:
        return user.is_admin
    contact = services.roster.contacts([user.contact_id]).get(user.contact_id) if user.contact_id else None
    own = services.roster.students(contact.student_ids_on(today(services))).values() if contact else ()
    return any(student.in_year(year) for student in own)
