"""What a Site Admin reads while the mail service takes no mail of this account."""

from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.mail.rate_limiter import RateLimiter
from homeroom.use_cases.ports.services import Services


class SendingNoticeText(Code):
    PAUSED = "sending_notice.paused"
    PAUSED_AND_WAITING = "sending_notice.paused_and_waiting"


@dataclass(frozen=True)
class SendingNotice:
    """`waiting`: about so many mails were put aside since it began."""

    reason: Message
    since: datetime
    waiting: int

    @property
    def message(self) -> Message:
        if not self.waiting:
            return message(SendingNoticeText.PAUSED, reason=self.reason)
        return message(SendingNoticeText.PAUSED_AND_WAITING, reason=self.reason, count=self.waiting)


def sending_notice(services: Services) -> SendingNotice | None:
    """None while mails go out."""
    return notice_of(services.mails.rate_limiter())


def notice_of(rate_limiter: RateLimiter | None) -> SendingNotice | None:
    if rate_limiter is None or rate_limiter.paused_at is None:
        return None
    reason = rate_limiter.reason or message(MailReason.SENDING_PAUSED)
    return SendingNotice(reason, rate_limiter.paused_at, rate_limiter.waiting)
