"""What goes with an invitation that nobody can answer any more."""

from collections.abc import Iterable

from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student


def invitation_closing(
    invitation: Invitation, closed: Invitation, lock: AddressLock | None, students: Iterable[Student]
) -> list[Change]:
    """Its address is free to be asked anew, and its students are no longer asked about in it. `lock` is that of its
    address, `students` are its own, as far as they exist.
    """
    changes = [Change(invitation, closed)]
    if lock and lock.invitation_id == invitation.id:
        changes.append(Change.gone(lock))
    for student in students:
        after = student.without_open_invitation(invitation.id)
        if after != student:
            changes.append(Change(student, after))
    return changes
