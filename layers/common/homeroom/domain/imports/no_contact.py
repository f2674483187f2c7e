"""Who must not be told of a student, as a file says: not invited by any of its rows, no longer asked, and no longer
linked once a Site Admin has said so.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.imports.row_codes import RowNote
from homeroom.domain.imports.spreadsheet import Placement, SheetRow
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import address_digest, name_key, school_id_key

MOST = 8_000
"""They are stored as one item: what is forbidden behind so many others counts in its own row only."""
_HALF = 16
"""Characters of a digest: of a student's, and then of an address'."""


class Context(Protocol):
    """What of an import this has to know."""

    @property
    def no_contact(self) -> "ForbiddenContacts": ...
    @property
    def inviter(self) -> str: ...
    @property
    def now(self) -> datetime: ...
    @property
    def import_id(self) -> str: ...


class ForbiddenContacts:
    """Of a file's rows, as far as they were noted: a flag against contact beats what other rows say of the same
    student and address.
    """

    def __init__(self, digests: Iterable[str] = ()) -> None:
        """`digests` are those of an earlier look at the same file."""
        self._digests = dict.fromkeys(digests)
        self._students = {digest[:_HALF] for digest in self._digests}

    @property
    def digests(self) -> tuple[str, ...]:
        """What may be stored: neither a student nor an address can be read from it."""
        return tuple(self._digests)

    def note(self, rows: Iterable[SheetRow]) -> None:
        """May be called again with the same rows."""
        for row in rows:
            if (flagged := row.forbids or row.placement) and flagged.no_contact:
                for student in _students(flagged):
                    for parent in flagged.no_contact:
                        self._add(student, student + _digest(parent.key))

    def _add(self, student: str, digest: str) -> None:
        if len(self._digests) < MOST:
            self._digests[digest] = None
            self._students.add(student)

    def about(self, placement: Placement) -> bool:
        """Whether anybody must not be told of this student."""
        if placement.no_contact:
            return True
        return bool(self._students) and not self._students.isdisjoint(_students(placement))

    def forbid(self, placement: Placement, key: str) -> bool:
        """Whether the reader of this address must not be told of this student."""
        if any(parent.key == key for parent in placement.no_contact):
            return True
        address = _digest(key) if self._students else ""
        return bool(address) and any(student + address in self._digests for student in _students(placement))


def _students(placement: Placement) -> Iterator[str]:
    """By the id, and by the name: not every row may have both."""
    if placement.student_id:
        yield _digest(f"#{school_id_key(placement.student_id)}")
    if placement.name:
        yield _digest(name_key(placement.first_name, placement.last_name))


def _digest(text: str) -> str:
    return address_digest(text)[:_HALF]


def linked_against(
    student: Student | None, placement: Placement, forbidden: ForbiddenContacts, known: WorkingSet
) -> list[ParentContact]:
    """The contacts of a student whose addresses are forbidden: the one they gave, or the one they were invited at."""
    if not student or not student.all_contact_ids or not forbidden.about(placement):
        return []
    contacts = [c for i in student.all_contact_ids if (c := known.get(ParentContact, i))]
    invitations = [i for own in student.invitation_ids if (i := known.get(Invitation, own))]
    at_it = [i for i in invitations if forbidden.forbid(placement, i.email_key)]
    invited_at = {contact_id for i in at_it for contact_id in i.contact_ids}
    return [
        contact
        for contact in contacts
        if contact.id in invited_at
        or any(forbidden.forbid(placement, email_key(email)) for email in _emails_of(contact))
    ]


def _emails_of(contact: ParentContact) -> Iterator[str]:
    """Also one that waits for being proved: behind a letter it is the only one."""
    return filter(None, (contact.details.email, contact.new_email))


def tell_no_longer(
    student: Student, linked: Collection[ParentContact], placement: Placement, context: Context, known: WorkingSet
) -> tuple[Student, list[Message]]:
    """Ends these links, and takes the student out of open invitations at forbidden addresses; and what to say of it."""
    notes = []
    for contact in linked:
        student = student.unlinked_from(contact.id)
        known.put(contact.unlinked_from(student.id))
        notes.append(message(RowNote.LINK_ENDED, contact=contact.details.name, student=student.name))
    for invitation in _asked_against(student, placement, context.no_contact, known):
        student = student.without_open_invitation(invitation.id)
        known.put(
            invitation.must_not_tell(student.id, by=context.inviter, now=context.now, import_id=context.import_id)
        )
        notes.append(message(RowNote.ASKED_NO_LONGER, email=invitation.email, student=student.name))
    known.put(student)
    return student, notes


def _asked_against(
    student: Student, placement: Placement, forbidden: ForbiddenContacts, known: WorkingSet
) -> Iterator[Invitation]:
    if not forbidden.about(placement):
        return
    for invitation_id in student.open_invitation_ids:
        invitation = known.get(Invitation, invitation_id)
        if invitation and invitation.is_open and forbidden.forbid(placement, invitation.email_key):
            yield invitation
