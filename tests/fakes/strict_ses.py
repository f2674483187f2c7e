"""A mail service that forgets answers, refuses, reports when it likes, and remembers everything against the sender."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from homeroom.domain.kernel.message import message
from homeroom.domain.mail.mail import DeliveryReport, MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.ports.mailer import MailNotSent, Others, OutgoingMail
from tests.fakes.services import FakeClock


class Answer(Enum):
    TAKEN = "taken"
    TAKEN_AND_LOST = "taken, and the answer is lost"
    LOST = "lost on the way there"
    REFUSED = "never"
    SANDBOX = "not this one, not now"
    TOO_FAST = "not so fast"
    PAUSED = "not from this account, for now"


_NOT_SENT: dict[Answer, tuple[MailState, Others]] = {
    Answer.LOST: (MailState.SEND_UNCONFIRMED, Others.GO_ON),
    Answer.TAKEN_AND_LOST: (MailState.SEND_UNCONFIRMED, Others.GO_ON),
    Answer.REFUSED: (MailState.REFUSED, Others.GO_ON),
    Answer.SANDBOX: (MailState.DEFERRED, Others.GO_ON),
    Answer.TOO_FAST: (MailState.DEFERRED, Others.SLOW_DOWN),
    Answer.PAUSED: (MailState.DEFERRED, Others.STOP),
}
SURELY_NOT_TAKEN = (Answer.REFUSED, Answer.SANDBOX, Answer.TOO_FAST, Answer.PAUSED)


@dataclass(frozen=True)
class Taken:
    mail: OutgoingMail
    message_id: str
    at: datetime

    @property
    def token(self) -> str:
        """Of its link; empty for a mail without one."""
        match = re.search(r"/i/([A-Za-z0-9_-]{43})", self.mail.text)
        return match[1] if match else ""

    @property
    def stop_token(self) -> str:
        return self.mail.stop.rpartition("/")[2]


class StrictSes:
    """`answers` come first, one a call; then `usually`. `perhaps` counts the calls for a tag that were not answered
    with a definite no: the sender may make one at most.
    """

    sender_address = "office@school.example"

    def __init__(self, clock: FakeClock, usually: Callable[[OutgoingMail], Answer] = lambda _: Answer.TAKEN) -> None:
        self._clock = clock
        self.usually = usually
        self.answers: list[Answer] = []
        self.taken: list[Taken] = []
        self.perhaps: Counter[str] = Counter()
        self.calls: list[tuple[str, datetime]] = []
        self.during_a_call: Callable[[OutgoingMail], None] = lambda _: None
        self.rate = 1000
        self.asked_for_rate = 0

    def send(self, mail: OutgoingMail) -> str:
        self.calls.append((mail.tag, self._clock()))
        self.during_a_call(mail)
        answer = self.answers.pop(0) if self.answers else self.usually(mail)
        if answer not in SURELY_NOT_TAKEN:
            self.perhaps[mail.tag] += 1
        if answer in (Answer.TAKEN, Answer.TAKEN_AND_LOST):
            self.taken.append(Taken(mail, f"message-{len(self.taken)}", self._clock()))
        if answer is Answer.TAKEN:
            return self.taken[-1].message_id
        state, others = _NOT_SENT[answer]
        raise MailNotSent(state, MailReason.SENDING_PAUSED, others, answer.name)

    def forget(self, address: str) -> None:
        """It forgets nothing here."""

    def sending_rate(self) -> int:
        self.asked_for_rate += 1
        return self.rate

    def report(self, taken: Taken, state: MailState = MailState.ACCEPTED) -> DeliveryReport:
        return DeliveryReport(taken.mail.tag, taken.message_id, state, message(MailReason.NO_SUCH_MAILBOX))
