"""Taking back "not my child": within a day, by whoever said so."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation, InvitationState

MAY_BE_TAKEN_BACK = timedelta(days=1)


def declined_lately(invitation: Invitation, now: datetime) -> Sequence[str]:
    """The students of whom its reader has said within the last day that they are not theirs."""
    said = {i: e.at for e in invitation.history if e.kind is EventKind.DECLINED for i in e.student_ids}
    return [i for i in invitation.declined_ids if i in said and now - said[i] < MAY_BE_TAKEN_BACK]


def decline_noted_as_mistake(invitation: Invitation, student_ids: Collection[str], now: datetime) -> Invitation:
    """Its reader has not declined these students any more. Nothing else of it changes."""
    event = HistoryEvent(at=now, kind=EventKind.DECLINE_TAKEN_BACK, student_ids=tuple(student_ids))
    left = tuple(i for i in invitation.declined_ids if i not in student_ids)
    declined_at = invitation.declined_at if left else None
    return replace(invitation.with_event(event), declined_ids=left, declined_at=declined_at)


def open_as_before(invitation: Invitation, student_ids: Collection[str], now: datetime) -> Invitation:
    """It asks about these students again, and its newest links work as long as they would have."""
    noted = decline_noted_as_mistake(invitation, student_ids, now)
    all_ids = tuple(dict.fromkeys((*invitation.student_ids, *student_ids)))
    return replace(noted, student_ids=all_ids, state=InvitationState.OPEN)
