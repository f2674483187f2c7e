"""Why "not my child" cannot be taken back, for whoever tried."""

from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.answers.take_back_decline import NotTakenBack


class DeclinedProblem(Code):
    TOO_LATE = "declined.too_late"
    ASKED_ANEW = "declined.asked_anew"
    HAS_CONTACT = "declined.has_contact"
    OVER = "declined.over"


def why_not_taken_back(why: NotTakenBack) -> Message:
    return message(DeclinedProblem[why.name])
