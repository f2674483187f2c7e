"""The one rule of inviting, whoever invites: from a profile page or by an import."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.readers import NOTHING_KNOWN, KnownParent
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.token import new_id
from homeroom.domain.mail.address_block import AddressBlocked, BlockedAddress
from homeroom.domain.roster.student import Student

A_MOMENT = timedelta(minutes=1)
"""Two people who press the button at once, or one who presses twice, mean one mail."""


class HasParentContact(HomeroomError):
    """Once a student has a parent contact, nobody is invited for them."""


class SaidNotTheirChild(HomeroomError):
    """Whoever reads mail at this address said that this is not their child, or the school's file that they must not be
    told of it. Nobody but a Site Admin asks them again.
    """


@dataclass(frozen=True, kw_only=True)
class InvitationRequest:
    """Who asks which parent. `again`: one more mail also to somebody who has been asked about this student, or has
    said that it is not their child: a person asks, who may know better than a file. `by_parent`: the one who asks is
    no Site Admin. `known` reads mail at this address, and `also` others do. `mails_gone_at` is when the import has
    queued its mails, if it has: a row that waited asks for another one.
    """

    email: str
    parent_name: str
    inviter: str
    now: datetime
    link_days: int
    again: bool
    inviter_email_key: str = ""
    known: KnownParent = NOTHING_KNOWN
    also: tuple[KnownParent, ...] = ()
    by_parent: bool = False
    import_id: str = ""
    row: int = 0
    mails_gone_at: datetime | None = None


@dataclass(frozen=True)
class InvitationResult:
    """`mail` says whether a mail is to be sent: the invitation is new, has grown, or is asked again."""

    invitation: Invitation
    mail: bool


def invite(student: Student, request: InvitationRequest, known: WorkingSet) -> InvitationResult:
    """Ask one address about one student. The working set must hold the address's block; unless there is an
    `open_invitation_for` it, also its lock and invitation; of an expired invitation its students, too.

    One address has one open invitation at most, so that a parent of three gets one mail about three.
    Raises HasParentContact, AddressBlocked or SaidNotTheirChild.
    """
    key = email_key(request.email)
    if student.has_parent_contact:
        raise HasParentContact
    if blocked := known.get(BlockedAddress, key):
        raise AddressBlocked(blocked.block)
    if student.was_declined_by(key) and not request.again:
        raise SaidNotTheirChild
    if not request.again and (own := open_invitation_for(student, key, known, request.now)):
        if request.import_id and request.import_id == own.import_id:
            own = _read_by(own, request)
            known.put(own)
        return InvitationResult(own, mail=False)
    student = student.no_longer_declined_by(key).may_tell(key)
    lock = known.get(AddressLock, key)
    standing = known.get(Invitation, lock.invitation_id) if lock else None
    if standing and not standing.open_at(request.now):
        _close(standing, known)
        student, standing = student.without_open_invitation(standing.id), None
    result = _extend(standing, student, request) if standing else InvitationResult(_new(student, request), mail=True)
    known.put(result.invitation)
    _lock(result.invitation, lock, known)
    known.put(student.with_open_invitation(result.invitation.id))
    return result


def _close(standing: Invitation, known: WorkingSet) -> None:
    """Its time is over, and the daily run has perhaps not come to it yet: none of its students waits for it."""
    if standing.is_open:
        known.put(standing.expired())
    for student_id in standing.student_ids:
        if other := known.get(Student, student_id):
            known.put(other.without_open_invitation(standing.id))


def open_invitation_for(student: Student, email_key: str, known: WorkingSet, now: datetime) -> Invitation | None:
    """The open invitation in which this address is asked about this student. As an address has one open invitation
    only, it is the one that holds the address's lock.
    """
    for invitation_id in student.open_invitation_ids:
        own = known.get(Invitation, invitation_id)
        if own and own.email_key == email_key and own.open_at(now) and student.id in own.student_ids:
            return own
    return None


def _extend(standing: Invitation, student: Student, request: InvitationRequest) -> InvitationResult:
    is_new = student.id not in standing.student_ids
    same_moment = request.now - standing.asked_at < A_MOMENT
    if not is_new and (same_moment or not request.again):
        return InvitationResult(standing, mail=False)
    if request.import_id and request.import_id == standing.import_id and not _has_gone(standing, request):
        # the mail that this import asked for is queued when all rows are placed
        return InvitationResult(_read_by(standing.also_about(student), request), mail=True)
    again = standing.asked_again(
        inviter=request.inviter,
        now=request.now,
        link_days=request.link_days,
        import_id=request.import_id,
        row=request.row,
    )
    again = replace(again.also_about(student), by_parent=request.by_parent)
    return InvitationResult(_read_by(again, request), mail=True)


def _read_by(invitation: Invitation, request: InvitationRequest) -> Invitation:
    """Another parent may be named at this address, of the same student or of another one."""
    for known in (request.known, *request.also):
        invitation = invitation.also_read_by(known)
    return invitation


def _has_gone(standing: Invitation, request: InvitationRequest) -> bool:
    return request.mails_gone_at is not None and standing.asked_at <= request.mails_gone_at


def _new(student: Student, request: InvitationRequest) -> Invitation:
    return Invitation(
        id=new_id(),
        email=request.email,
        parent_name=request.parent_name,
        student_ids=(student.id,),
        years=tuple(sorted(student.placements)),
        inviter=request.inviter,
        inviter_email_key=request.inviter_email_key,
        created_at=request.now,
        asked_at=request.now,
        expires_at=request.now + timedelta(days=request.link_days),
        import_id=request.import_id,
        row=request.row,
        known=request.known,
        also=request.also,
        by_parent=request.by_parent,
    )


def _lock(invitation: Invitation, lock: AddressLock | None, known: WorkingSet) -> None:
    if lock is None:
        known.put(AddressLock(email_key=invitation.email_key, invitation_id=invitation.id))
    elif lock.invitation_id != invitation.id:
        known.put(replace(lock, invitation_id=invitation.id))
