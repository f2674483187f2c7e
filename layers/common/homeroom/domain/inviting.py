"""The one rule of inviting, whoever invites: from a profile page or by an import."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from homeroom.domain.address_block import AddressBlock, AddressBlocked
from homeroom.domain.change import WorkingSet
from homeroom.domain.email_address import email_key
from homeroom.domain.errors import HomeroomError
from homeroom.domain.invitation import NOTHING_KNOWN, AddressLock, Invitation, KnownParent
from homeroom.domain.student import Student
from homeroom.domain.token import new_id

A_MOMENT = timedelta(minutes=1)
"""Two people who press the button at once, or one who presses twice, mean one mail."""


class HasParentContact(HomeroomError):
    """Once a student has a parent contact, nobody is invited for them."""


class SaidNotTheirChild(HomeroomError):
    """Whoever reads mail at this address said that this is not their child. A file does not ask them again."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who asks which parent. `again`: one more mail also to somebody who has been asked about this student, or has
    said that it is not their child: a person asks, who may know better than a file. `by_parent`: the one who asks is
    no Site Admin.
    """

    email: str
    parent_name: str
    inviter: str
    now: datetime
    link_days: int
    again: bool
    inviter_email_key: str = ""
    known: KnownParent = NOTHING_KNOWN
    by_parent: bool = False
    import_id: str = ""
    row: int = 0


@dataclass(frozen=True)
class Asked:
    """`mail` says whether a mail is to be sent: the invitation is new, has grown, or is asked again."""

    invitation: Invitation
    mail: bool


def invite(student: Student, asking: Asking, known: WorkingSet) -> Asked:
    """Ask one address about one student. The working set must hold the address's block, and its lock and invitation
    where it is not `asked_already`, as far as there are any; of an invitation whose time is over its students, too.

    One address has one open invitation at most, so that a parent of three gets one mail about three.
    Raises HasParentContact, AddressBlocked or SaidNotTheirChild.
    """
    key = email_key(asking.email)
    if student.has_parent_contact:
        raise HasParentContact
    if block := known.get(AddressBlock, key):
        raise AddressBlocked(block)
    if student.was_declined_by(key) and not asking.again:
        raise SaidNotTheirChild
    if not asking.again and (own := asked_already(student, key, known, asking.now)):
        return Asked(own, mail=False)
    student = student.no_longer_declined_by(key)
    lock = known.get(AddressLock, key)
    standing = known.get(Invitation, lock.invitation_id) if lock else None
    if standing and not standing.open_at(asking.now):
        _close(standing, known)
        student, standing = student.no_longer_asked_about_in(standing.id), None
    asked = _extend(standing, student, asking) if standing else Asked(_new(student, asking), mail=True)
    known.put(asked.invitation)
    _lock(asked.invitation, lock, known)
    known.put(student.asked_about_in(asked.invitation.id))
    return asked


def _close(standing: Invitation, known: WorkingSet) -> None:
    """Its time is over, and the daily round has perhaps not come to it yet: none of its students waits for it."""
    if standing.is_open:
        known.put(standing.expired())
    for student_id in standing.student_ids:
        if other := known.get(Student, student_id):
            known.put(other.no_longer_asked_about_in(standing.id))


def asked_already(student: Student, email_key: str, known: WorkingSet, now: datetime) -> Invitation | None:
    """The open invitation in which this address is asked about this student. As an address has one open invitation
    only, it is the one that holds the address's lock.
    """
    for invitation_id in student.open_invitation_ids:
        own = known.get(Invitation, invitation_id)
        if own and own.email_key == email_key and own.open_at(now) and student.id in own.student_ids:
            return own
    return None


def _extend(standing: Invitation, student: Student, asking: Asking) -> Asked:
    is_new = student.id not in standing.student_ids
    same_moment = asking.now - standing.asked_at < A_MOMENT
    if not is_new and (same_moment or not asking.again):
        return Asked(standing, mail=False)
    if asking.import_id and asking.import_id == standing.import_id:
        # the mail that this import asked for is queued when all rows are placed
        return Asked(standing.also_about(student.id), mail=True)
    again = standing.asked_again(
        inviter=asking.inviter,
        now=asking.now,
        link_days=asking.link_days,
        import_id=asking.import_id,
        row=asking.row,
    )
    return Asked(replace(again.also_about(student.id), by_parent=asking.by_parent), mail=True)


def _new(student: Student, asking: Asking) -> Invitation:
    return Invitation(
        id=new_id(),
        email=asking.email,
        parent_name=asking.parent_name,
        student_ids=(student.id,),
        inviter=asking.inviter,
        inviter_email_key=asking.inviter_email_key,
        created_at=asking.now,
        asked_at=asking.now,
        expires_at=asking.now + timedelta(days=asking.link_days),
        import_id=asking.import_id,
        row=asking.row,
        known=asking.known,
        by_parent=asking.by_parent,
    )


def _lock(invitation: Invitation, lock: AddressLock | None, known: WorkingSet) -> None:
    if lock is None:
        known.put(AddressLock(email_key=invitation.email_key, invitation_id=invitation.id))
    elif lock.invitation_id != invitation.id:
        known.put(replace(lock, invitation_id=invitation.id))
