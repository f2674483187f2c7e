"""A known student whose parents' addresses have become those of another family: somebody may have sorted one column and
not the others, and each letter would go to a neighbor.
"""

from collections.abc import Iterable

from homeroom.domain.imports.spreadsheet import Doubt, NamedParent, Placement
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import words
from homeroom.domain.roster.student import Student


def others_address(student: Student | None, placement: Placement, known: WorkingSet) -> Message | None:
    """The doubt, where no parent stays who they were. The working set must hold the locks of the addresses, their
    invitations, and the students whom these are about.
    """
    if student is None or student.has_parent_contact or not placement.parents:
        return None
    open_ones = (known.get(Invitation, own) for own in student.open_invitation_ids)
    asked = {i.email_key for i in open_ones if i and not i.on_paper}
    if not asked or not asked.isdisjoint(parent.key for parent in placement.parents):
        return None
    for parent in placement.parents:
        if other := _whose(parent, student, known):
            return message(Doubt.OTHERS_ADDRESS, email=parent.email, student=student.name, other=other.name)
    return None


def _whose(parent: NamedParent, student: Student, known: WorkingSet) -> Student | None:
    """A student of another family about whom this address was asked."""
    lock = known.get(AddressLock, parent.key)
    invitation = known.get(Invitation, lock.invitation_id) if lock else None
    if invitation is None or not invitation.is_open:
        return None
    others = [other for i in invitation.student_ids if (other := known.get(Student, i))]
    theirs = _words([invitation.parent_name, *(other.last_name for other in others)])
    return None if _words([student.last_name, parent.last_name]) & theirs else next(iter(others), None)


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in words(name)}
