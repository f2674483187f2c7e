"""What a Site Admin is told while the mail service takes no mail of this account."""

from dataclasses import dataclass
from datetime import datetime

from homeroom.use_cases.ports import Outside


@dataclass(frozen=True)
class SendingNotice:
    """`reason` is a sentence; `waiting`: about so many mails were put aside since it began."""

    reason: str
    since: datetime
    waiting: int


def sending_notice(outside: Outside) -> SendingNotice | None:
    """None while mails go out."""
    lane = outside.invitations.lane()
    if lane is None or lane.stopped_at is None:
        return None
    return SendingNotice(lane.reason, lane.stopped_at, lane.waiting)


def in_words(notice: SendingNotice) -> str:
    if notice.waiting == 0:
        return f"{notice.reason} Mails wait; they go out by themselves later."
    if notice.waiting == 1:
        return f"{notice.reason} 1 mail waits; it goes out by itself later."
    return f"{notice.reason} {notice.waiting:,} mails wait; they go out by themselves later."
