"""Who the reader of a link may be, and whose form it is."""

from collections.abc import Iterable, Sequence

from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.text import sort_key
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services


def candidates_of(
    session: Session, invitation: Invitation, user: User | None, students: Iterable[Student], services: Services
) -> Sequence[ParentContact]:
    """Those who have proved that they read email there, and those whom other parents of these students have recorded
    there. Not those who have answered by another link of the same email. Behind a letter nobody is known but whoever
    has saved this very form, until they have proved an address.
    """
    proved = user.contact_ids if user else ()
    others = {answer.contact_id for answer in invitation.answers if answer.reader != session.reader}
    of_students = [contact_id for student in students for contact_id in student.all_contact_ids]
    own = [i for i in dict.fromkeys((*proved, *of_students)) if i not in others]
    contacts = services.roster.contacts(own)

    def is_there(contact: ParentContact) -> bool:
        if invitation.on_paper:
            return not contact.user_key and not contact.ids.isdisjoint(a.contact_id for a in invitation.answers)
        if contact.user_key or contact.id in proved:
            return contact.user_key == invitation.email_key
        return contact.id == invitation.contact_id or _has_address(contact, invitation.email_key)

    return [contacts[i] for i in own if i in contacts and is_there(contacts[i])]


def _has_address(contact: ParentContact, key: str) -> bool:
    return bool(contact.details.email) and email_key(contact.details.email) == key


def contact_of(session: Session, invitation: Invitation, candidates: Sequence[ParentContact]) -> ParentContact | None:
    """Whom the reader has chosen, or the one whom the invitation itself names: nobody is asked what is known."""
    if session.contact_id or session.is_new_parent:
        return next((contact for contact in candidates if session.contact_id in contact.ids), None)
    if len(candidates) == 1 and candidates[0].id == invitation.contact_id:
        return candidates[0]
    name = sort_key(invitation.names[session.reader])
    named = [contact for contact in candidates if sort_key(contact.details.name) == name]
    return named[0] if len(named) == 1 else None
