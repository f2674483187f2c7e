"""SES' own events, as its configuration set publishes them: what became of a mail."""

from typing import Literal

from pydantic import BaseModel, Field

from homeroom.adapters.ses import MAIL_TAG
from homeroom.domain.mail import DeliveryReport, MailState

_STATES = {
    "Send": MailState.ACCEPTED,
    "Delivery": MailState.DELIVERED,
    "DeliveryDelay": MailState.DELAYED,
    "Complaint": MailState.COMPLAINED,
    "Reject": MailState.REFUSED,
    "Rendering Failure": MailState.REFUSED,
}

_BOUNCE_REASONS = {
    "NoEmail": "the mailbox does not exist",
    "General": "the mailbox does not exist or takes no mail",
    "Suppressed": "mail to this address has come back before",
    "OnAccountSuppressionList": "mail to this address has come back before",
    "MailboxFull": "the mailbox is full",
    "MessageTooLarge": "the mailbox takes only smaller mails",
    "ContentRejected": "the mailbox refused this mail",
}


class _MailPart(BaseModel):
    message_id: str = Field(alias="messageId")
    tags: dict[str, list[str]] = {}


class _Bounce(BaseModel):
    kind: Literal["Permanent", "Transient", "Undetermined"] = Field(alias="bounceType")
    reason: str = Field("", alias="bounceSubType")


class SesEvent(BaseModel):
    """What SES publishes.

    https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
    """

    event_type: Literal["Send", "Delivery", "DeliveryDelay", "Bounce", "Complaint", "Reject", "Rendering Failure"] = (
        Field(alias="eventType")
    )
    mail: _MailPart
    bounce: _Bounce | None = None

    def report(self) -> DeliveryReport | None:
        """None for a mail that carries no id of ours."""
        ids = self.mail.tags.get(MAIL_TAG)
        if not ids:
            return None
        return DeliveryReport(ids[0], self.mail.message_id, self._state(), self._reason())

    def _state(self) -> MailState:
        if self.bounce is None:
            return _STATES.get(self.event_type, MailState.BOUNCED)
        return MailState.CAME_BACK if self.bounce.kind == "Transient" else MailState.BOUNCED

    def _reason(self) -> str:
        return _BOUNCE_REASONS.get(self.bounce.reason, "the mailbox takes no mail") if self.bounce else ""
