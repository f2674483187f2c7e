"""What becomes of an invitation when two of the school's students turn out to be one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.unlinking import asking_without, is_answerable
from homeroom.domain.roster.student import Student


def about_one(invitation: Invitation, student: Student, *, by: str, now: datetime) -> Invitation:
    """`student` is the one who stays, as they are by now. Its links go on. Of two whom it asked about, one of whom its
    reader has declined, it still asks about the one. Where its reader must not be told of either, it asks about
    neither, and without another student it is withdrawn; so it is where a parent has begun it, or it is a letter, and
    they are protected.
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
    return asking_without(renamed, student.id) if invitation.must_not_ask_about(student) else renamed


def _one_id(ids: Iterable[str], student: Student) -> tuple[str, ...]:
    return tuple(dict.fromkeys(student.id if i in student.merged_ids else i for i in ids))
