"""What goes with another address that the office enters for a contact, in the same save.

Who was asked to check a contact reads, behind that link, what is stored of it: so the link follows to the address that
counts now, or ends.
"""

from collections.abc import Iterable, Sequence

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.send_decision import still_asked_about
from homeroom.domain.invitations.unlinking import is_answerable
from homeroom.domain.kernel.change import Change, WorkingSet
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.mail.mail import Mail, MailKey, MailKind, new_mail
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.freed_addresses import freed_addresses
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def address_corrected(
    before: ParentContact, after: ParentContact, by: str, known: WorkingSet, services: Services
) -> list[Change]:
    """`by` is a Site Admin's name. `known` has the contact's students, and what changes of them is left there."""
    key = _key_typed(after)
    if key == _key_typed(before):
        return []
    students = [student for i in after.students if (student := known.get(Student, i))]
    for student in students:
        if key and after.id in student.inactive_contact_ids:  # nor is anybody told of them at this address
            known.put(student.without_contact([key]))
    if after.user_key:
        return []
    checks = [i for i in _checks(after, students, services) if i.email_key != key]
    if not checks:
        return []
    newest, *others = checks
    ended = [change for other in others for change in _ended(other, by, known, services)]
    return [*ended, *(_asked_there(newest, after, by, services) or _ended(newest, by, known, services))]


def mails_in(changes: Iterable[Change]) -> list[MailKey]:
    """What is to be sent once they are stored."""
    mails = (change.after for change in changes if isinstance(change.after, Mail))
    return [(mail.invitation_id, mail.send_number) for mail in mails]


def _key_typed(contact: ParentContact) -> str:
    typed = contact.new_email or contact.details.email
    return email_key(typed) if typed else ""


def _checks(contact: ParentContact, students: Sequence[Student], services: Services) -> list[Invitation]:
    """In which its reader is, or may again be, asked to check it: the newest first."""
    ids = {invitation_id for student in students for invitation_id in student.invitation_ids}
    found = services.invitations.get_many(ids).values() if ids else ()
    own = (i for i in found if i.kind is MailKind.CHECK_CONTACT and i.contact_id == contact.id and is_answerable(i))
    return sorted(own, key=lambda i: i.asked_at, reverse=True)


def _asked_there(invitation: Invitation, contact: ParentContact, by: str, services: Services) -> list[Change]:
    """Nothing where nobody can be asked there: no address, or one that is asked, blocked, or must not be told. One that
    waits for being proved has an email of its own.
    """
    settings, now, key = site_settings(services), services.clock(), _key_typed(contact)
    is_there = bool(key) and not contact.new_email
    if not is_there or invitation.held or not invitation.open_at(now) or services.address_blocks.get_many([key]):
        return []
    again = invitation.corrected(contact.details.email, by=by, now=now, link_days=settings.link_days)
    students = services.roster.students(invitation.student_ids).values()
    locks = services.invitations.locks([key, invitation.email_key])
    refused = any(s.must_not_tell(key) or s.was_declined_by(key) for s in students)
    if refused or key in locks or not still_asked_about(again, students, settings.school_year):
        return []
    return [
        Change(invitation, again),
        Change.new(new_mail(again.id, again.send_number, now)),
        *(Change.gone(lock) for lock in locks.values() if lock.invitation_id == invitation.id),
        Change.new(AddressLock(email_key=key, invitation_id=invitation.id)),
    ]


def _ended(invitation: Invitation, by: str, known: WorkingSet, services: Services) -> list[Change]:
    known.add(services.roster.students(invitation.student_ids).values())
    for student_id in invitation.student_ids:
        if student := known.get(Student, student_id):
            known.put(student.without_open_invitation(invitation.id))
    closed = invitation.withdrawn_by(by, services.clock())
    return [Change(invitation, closed), *freed_addresses([closed], services)]
