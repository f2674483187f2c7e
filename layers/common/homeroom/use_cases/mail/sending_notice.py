"""What a Site Admin is told while the mail service takes no mail of this account."""

from dataclasses import dataclass
from datetime import datetime

from homeroom.use_cases.ports.services import Services


@dataclass(frozen=True)
class SendingNotice:
    """`reason` is a sentence; `waiting`: about so many mails were put aside since it began."""

    reason: str
    since: datetime
    waiting: int


def sending_notice(services: Services) -> SendingNotice | None:
    """None while mails go out."""
    rate_limiter = services.mails.rate_limiter()
    if rate_limiter is None or rate_limiter.stopped_at is None:
        return None
    return SendingNotice(rate_limiter.reason, rate_limiter.stopped_at, rate_limiter.waiting)


def in_words(notice: SendingNotice) -> str:
    if notice.waiting == 0:
        return f"{notice.reason} Mails wait; they go out by themselves later."
    if notice.waiting == 1:
        return f"{notice.reason} 1 mail waits; it goes out by itself later."
    return f"{notice.reason} {notice.waiting:,} mails wait; they go out by themselves later."
