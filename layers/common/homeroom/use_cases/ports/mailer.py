"""The mail service."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason


@dataclass(frozen=True)
class OutgoingMail:
    """`sender_name` and `reply_to` may be empty. `tag` is a mail id, at most 256 of [A-Za-z0-9_-]. `stop` is the
    address of a page that stops all further mails, by one POST that a mail program sends (RFC 8058); may be empty.
    """

    to: str
    subject: str
    text: str
    html: str
    sender_name: str
    reply_to: str
    tag: str
    stop: str = ""


class Others(Enum):
    """What it means for other mails that one was not sent."""

    GO_ON = "a matter of this mail alone"
    SLOW_DOWN = "not at this moment"
    STOP = "the account may not send: no other mail would go out"


class MailNotSent(HomeroomError):
    """`state` REFUSED: never will be. DEFERRED: a definite "not now". SEND_UNCONFIRMED: nobody knows if it went out.
    `error_name` is the mail service's own, if any.
    """

    def __init__(
        self, state: MailState, reason: MailReason, others: Others = Others.GO_ON, error_name: str = ""
    ) -> None:
        super().__init__(reason.value, error_name)
        self.state = state
        self.reason = message(reason)
        self.others = others
        self.error_name = error_name

    @property
    def detailed_reason(self) -> Message:
        """With the mail service's own name for it, for whoever looks into one mail."""
        if not self.error_name:
            return self.reason
        return message(MailReason.WITH_ERROR_NAME, reason=self.reason, error=self.error_name)


class Mailer(Protocol):
    def send(self, mail: OutgoingMail) -> str:
        """Hand one mail over, in exactly one attempt; the mail service's message id. Raises MailNotSent."""

    def forget(self, address: str) -> None:
        """The mail service keeps no note that mails to this address come back. Does nothing where there is none."""

    @property
    def sender_address(self) -> str:
        """Where mails come from, and where replies go that have no other address."""

    def sending_rate(self) -> int:
        """How many mails a second the account may send, at least 1; 1 when the mail service does not say."""
