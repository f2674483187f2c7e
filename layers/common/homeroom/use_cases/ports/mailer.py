"""The mail service."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.mail.mail import MailState


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
    """`state` REFUSED: never will be. LATER: a definite "not now". UNKNOWN: nobody knows if it went out. `reason` is a
    sentence for a Site Admin, `code` the mail service's own word for it, if any.
    """

    def __init__(self, state: MailState, reason: str, others: Others = Others.GO_ON, code: str = "") -> None:
        super().__init__(reason)
        self.state = state
        self.reason = reason
        self.others = others
        self.code = code


class Mailer(Protocol):
    def send(self, mail: OutgoingMail) -> str:
        """Hand one mail over, in exactly one attempt; the mail service's message id. Raises MailNotSent."""

    def sending_rate(self) -> int:
        """How many mails a second the account may send, at least 1; 1 when the mail service does not say."""
