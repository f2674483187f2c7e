"""SES' own events, as its configuration set publishes them: what became of a mail."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from homeroom.adapters.ses import MAIL_TAG
from homeroom.domain.kernel.message import message
from homeroom.domain.mail.mail import DeliveryReport, MailState
from homeroom.domain.mail.mail_reason import MailReason

_STATES = {
    "Send": MailState.ACCEPTED,
    "Bounce": MailState.BOUNCED,
    "Delivery": MailState.DELIVERED,
    "DeliveryDelay": MailState.DELAYED,
    "Complaint": MailState.COMPLAINED,
    "Reject": MailState.REFUSED,
    "Rendering Failure": MailState.REFUSED,
}

_REASONS = {
    "Reject": MailReason.FOUND_DANGEROUS,
    "Rendering Failure": MailReason.NOT_PUT_TOGETHER,
}
_BOUNCED_FOR_GOOD = {
    "NoEmail": MailReason.NO_SUCH_MAILBOX,
    "General": MailReason.NO_SUCH_MAILBOX_OR_CLOSED,
    "Suppressed": MailReason.BOUNCED_BEFORE,
    "OnAccountSuppressionList": MailReason.BOUNCED_BEFORE,
    "UnsubscribedRecipient": MailReason.READER_UNSUBSCRIBED,
}
_CAME_BACK = {
    "MailboxFull": MailReason.MAILBOX_FULL,
    "MessageTooLarge": MailReason.MAIL_TOO_LARGE,
    "ContentRejected": MailReason.REFUSED_BY_MAILBOX,
    "AttachmentRejected": MailReason.REFUSED_BY_MAILBOX,
}

_NO_COMPLAINT = "not-spam"
"""The reader has taken the mail out of the spam folder."""

_GREETING = "Successfully validated SNS topic"


class _MailPart(BaseModel):
    message_id: str = Field(alias="messageId")
    tags: dict[str, list[str]] = {}
    timestamp: datetime | None = None


class _Bounce(BaseModel):
    kind: Literal["Permanent", "Transient", "Undetermined"] = Field(alias="bounceType")
    subtype: str = Field("", alias="bounceSubType")

    def state(self) -> MailState:
        """Only a permanent bounce is for good. An undetermined one may be anything."""
        return MailState.BOUNCED if self.kind == "Permanent" else MailState.CAME_BACK

    def reason(self) -> MailReason | None:
        if self.kind == "Permanent":
            return _BOUNCED_FOR_GOOD.get(self.subtype, MailReason.MAILBOX_CLOSED)
        return _CAME_BACK.get(self.subtype)


class _Complaint(BaseModel):
    kind: str | None = Field(None, alias="complaintFeedbackType")


class SesEvent(BaseModel):
    """What SES publishes.

    https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
    """

    event_type: Literal["Send", "Delivery", "DeliveryDelay", "Bounce", "Complaint", "Reject", "Rendering Failure"] = (
        Field(alias="eventType")
    )
    mail: _MailPart
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None

    def report(self) -> DeliveryReport | None:
        """None for a mail that carries no id of ours, and for a complaint that is none."""
        ids = self.mail.tags.get(MAIL_TAG)
        if not ids or (self.complaint and self.complaint.kind == _NO_COMPLAINT):
            return None
        state = self.bounce.state() if self.bounce else _STATES[self.event_type]
        reason = self.bounce.reason() if self.bounce else _REASONS.get(self.event_type)
        sent_at = self.mail.timestamp if self.mail.timestamp and self.mail.timestamp.tzinfo else None
        return DeliveryReport(ids[0], self.mail.message_id, state, message(reason) if reason else None, sent_at)


def read_event(body: str) -> SesEvent | None:
    """None for the greeting that SES publishes when a topic is set up, which is no event.

    Raises pydantic.ValidationError for what SES does not publish.
    """
    return None if body.startswith(_GREETING) else SesEvent.model_validate_json(body)
