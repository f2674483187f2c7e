"""SES' own events, as its configuration set publishes them: what became of a mail."""

from typing import Literal

from pydantic import BaseModel, Field

from homeroom.adapters.ses import MAIL_TAG
from homeroom.domain.mail.mail import DeliveryReport, MailState

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
    "Reject": "the mail service found it dangerous",
    "Rendering Failure": "the mail service could not put it together",
}
_BOUNCED_FOR_GOOD = {
    "NoEmail": "the mailbox does not exist",
    "General": "the mailbox does not exist or takes no mail",
    "Suppressed": "mail to this address has come back before",
    "OnAccountSuppressionList": "mail to this address has come back before",
    "UnsubscribedRecipient": "the reader has unsubscribed",
}
_CAME_BACK = {
    "MailboxFull": "the mailbox is full",
    "MessageTooLarge": "the mailbox takes only smaller mails",
    "ContentRejected": "the mailbox refused this mail",
    "AttachmentRejected": "the mailbox refused this mail",
}

_NO_COMPLAINT = "not-spam"
"""The reader has taken the mail out of the spam folder."""

_GREETING = "Successfully validated SNS topic"


class _MailPart(BaseModel):
    message_id: str = Field(alias="messageId")
    tags: dict[str, list[str]] = {}


class _Bounce(BaseModel):
    kind: Literal["Permanent", "Transient", "Undetermined"] = Field(alias="bounceType")
    reason: str = Field("", alias="bounceSubType")

    def state(self) -> MailState:
        """Only a permanent bounce is for good. An undetermined one may be anything."""
        return MailState.BOUNCED if self.kind == "Permanent" else MailState.CAME_BACK

    def in_words(self) -> str:
        if self.kind == "Permanent":
            return _BOUNCED_FOR_GOOD.get(self.reason, "the mailbox takes no mail")
        return _CAME_BACK.get(self.reason, "")


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
        reason = self.bounce.in_words() if self.bounce else _REASONS.get(self.event_type, "")
        return DeliveryReport(ids[0], self.mail.message_id, state, reason)


def read_event(body: str) -> SesEvent | None:
    """None for the sentence that SES publishes when it is told where to, which is no event.

    Raises pydantic.ValidationError for what SES does not publish.
    """
    return None if body.startswith(_GREETING) else SesEvent.model_validate_json(body)
