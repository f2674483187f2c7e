"""The office corrects a contact. What its parent shares can only become less, and an address that somebody has proved
is only replaced by one that is proved as well.
"""

from dataclasses import dataclass, replace

from homeroom.domain.accounts.address_change import AddressTaken
from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.families.edition import check_seen
from homeroom.domain.families.office_entry import NOTHING_SAID, OfficeEntry, Said
from homeroom.domain.families.parent_contact import FilledForm, ParentContact
from homeroom.domain.kernel.change import Change, WorkingSet
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.mail import MailKey
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.address_emails import ask_for_email, email_wanted
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.address_corrected import address_corrected, mails_in
from homeroom.use_cases.families.relation_days import find_relation
from homeroom.use_cases.ports.services import Services


@dataclass(frozen=True)
class ContactToCorrect:
    """`students` are the contact's, the one whose profile it is first. `user` is who logs in with it, if anybody."""

    contact: ParentContact
    students: list[Student]
    user: User | None

    @property
    def proved_email(self) -> str:
        """The address that its parent has proved, as they have written it; empty where nobody has."""
        if not self.contact.user_key:
            return ""
        if self.user and not self.contact.reads_at_own_address:
            return self.user.email
        return self.contact.details.email


class ProvedAddressMissing(HomeroomError):
    """An address that its parent has proved can be changed, and not be left out."""


def contact_to_correct(student_id: str, contact_id: str, services: Services) -> ContactToCorrect:
    """Raises NotFound, also where they are linked no more."""
    student, contact = find_relation(student_id, contact_id, services)
    others = services.roster.students(contact.students.keys() - {student_id}).values()
    students = [student, *sorted(others, key=lambda other: other.first_name)]
    user = services.access.user(contact.user_key) if contact.user_key else None
    return ContactToCorrect(contact, students, user if user and contact_id in user.contact_ids else None)


@dataclass(frozen=True)
class Correction:
    """`seen` is the edition of the contact that the form was filled with, None where it does not say."""

    form: FilledForm
    said: Said = NOTHING_SAID
    seen: str | None = None


@dataclass(frozen=True)
class Corrected:
    """`contact` as it is stored then. `is_asked`: to check it, now at the corrected address. `is_link_sent`: an email
    to an address that waits asks its reader to confirm it.
    """

    contact: ParentContact
    is_asked: bool
    is_link_sent: bool


def correct_contact(student_id: str, contact_id: str, correction: Correction, by: By, services: Services) -> Corrected:
    """Another address than a proved one waits in `new_email` until a link that is mailed there is
    used; one whose link was not used in time gets another email. Whoever was asked to check the contact, and has not,
    is asked at another address than before. Twice is once.

    Raises NotFound, ChangedElsewhere, ProvedAddressMissing, or AddressTaken where somebody else logs in with it.
    """
    after, mails, is_link_sent = retry_on_conflict(lambda: _correct(student_id, contact_id, correction, by, services))
    if after.new_email:
        ask_for_email(after.id, services)
    if mails:
        services.queue.put(mails)
    return Corrected(after, is_asked=bool(mails), is_link_sent=is_link_sent)


def _correct(
    student_id: str, contact_id: str, correction: Correction, by: By, services: Services
) -> tuple[ParentContact, list[MailKey], bool]:
    found = contact_to_correct(student_id, contact_id, services)
    before, entry = found.contact, OfficeEntry(at=services.clock(), by=by.user.name, said=correction.said)
    after = _corrected(found, correction.form, entry, services)
    check_seen(before, after, correction.seen)
    wanted = _email_wanted(before, after, services)
    if after == before and not wanted:
        return before, [], False
    known = WorkingSet(found.students)
    asked = address_corrected(before, after, by.user.name, known, services)
    changes = [Change(before, after), *wanted, *asked, *known.changes()]
    about = About(student_ids=tuple(before.students), user_id=found.user.id if found.user else "")
    services.store.save(*changes, recorded(AuditAction.CONTACT_CORRECTED, by, services, about, changes))
    return after, mails_in(asked), bool(wanted)


def _email_wanted(before: ParentContact, after: ParentContact, services: Services) -> list[Change]:
    """Also where the same address waits in vain: whoever has answered by letter cannot ask for another email."""
    if not after.new_email:
        return []
    earlier = services.address_changes.get(before.id)
    in_vain = earlier is None or earlier.is_over(services.clock())
    return [email_wanted(before.id, services)] if after.new_email != before.new_email or in_vain else []


def _corrected(found: ContactToCorrect, form: FilledForm, entry: OfficeEntry, services: Services) -> ParentContact:
    contact, proved, typed = found.contact, found.proved_email, form.details.email
    own = {i: relation for i, relation in form.students.items() if i in contact.students}
    if not (contact.user_key or contact.new_email):
        return contact.corrected(form.details, own, entry)
    if not typed and proved:
        raise ProvedAddressMissing
    addressed = contact.with_own_email(typed, proved)
    if proved and addressed.new_email not in ("", contact.new_email) and services.access.user(email_key(typed)):
        raise AddressTaken
    after = addressed.corrected(replace(form.details, email=addressed.details.email), own, entry)
    return after if after == contact else replace(after, office_entry=entry)
