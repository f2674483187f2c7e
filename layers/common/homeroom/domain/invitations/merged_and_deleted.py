"""What becomes of an invitation when two of the school's students turn out to be one, or one is deleted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.unlinking import is_answerable
from homeroom.domain.roster.student import Student


def about_one(invitation: Invitation, student: Student, *, by: str, now: datetime) -> Invitation:
    """`student` is the one who stays, as they are by now. Its links go on. Of two whom it asked about, one of whom its
    reader has declined, it still asks about the one. Where its reader must not be told of either, it asks about
    neither, and without another student it is withdrawn; so it is where a parent has begun it, and they are protected.
    """
    ids, declined = (_one_id(ids, student) for ids in (invitation.student_ids, invitation.declined_ids))
    history = tuple(replace(event, student_ids=_one_id(event.student_ids, student)) for event in invitation.history)
    declined = tuple(i for i in declined if not (i == student.id and i in ids))
    renamed = replace(invitation, student_ids=ids, declined_ids=declined, history=history)
    renamed = renamed.also_in(student.placements)
    if not is_answerable(invitation) or student.id not in ids:
        return renamed
    if ids != invitation.student_ids:
        renamed = renamed.with_event(
            HistoryEvent(at=now, kind=EventKind.STUDENTS_MERGED, by=by, student_ids=(student.id,))
        )
    if not (student.must_not_tell(invitation.email_key) or (student.protected and invitation.by_parent)):
        return renamed
    left = _without(ids, student.id)
    return replace(renamed, student_ids=left) if left else renamed.withdrawn()


def no_longer_about(invitation: Invitation, student_id: str, *, by: str, now: datetime) -> Invitation:
    """There is no such student any more. What its reader has answered stays; without another student it can be answered
    no more.
    """
    left, declined = (_without(ids, student_id) for ids in (invitation.student_ids, invitation.declined_ids))
    after = replace(invitation, student_ids=left, declined_ids=declined)
    if not is_answerable(invitation) or student_id not in invitation.student_ids:
        return after
    noted = after.with_event(
        HistoryEvent(at=now, kind=EventKind.STUDENT_DELETED, by=by, student_ids=(student_id,)),
    )
    return noted if left else noted.withdrawn()


def _one_id(ids: Iterable[str], student: Student) -> tuple[str, ...]:
    return tuple(dict.fromkeys(student.id if i in student.merged_ids else i for i in ids))


def _without(ids: Iterable[str], own: str) -> tuple[str, ...]:
    return tuple(i for i in ids if i != own)
