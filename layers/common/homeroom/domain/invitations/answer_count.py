"""How many invitations were begun, and how many were answered, hour by hour: a day begins when the site's does, and the
store knows no time zone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from homeroom.domain.invitations.invitation import Invitation


class Step(StrEnum):
    """INVITED: somebody was asked for the first time. ANSWERED: the form was saved."""

    INVITED = "invited"
    ANSWERED = "answered"


@dataclass(frozen=True, kw_only=True)
class AnswerCount:
    invited: int = 0
    answered: int = 0

    def __add__(self, other: "AnswerCount") -> "AnswerCount":
        return AnswerCount(invited=self.invited + other.invited, answered=self.answered + other.answered)


def steps_of(invitation: Invitation) -> Iterator[tuple[Step, datetime]]:
    """What has been done, each with the hour in which it was, in UTC."""
    yield Step.INVITED, _hour_of(invitation.created_at)
    if invitation.completed_at:
        yield Step.ANSWERED, _hour_of(invitation.completed_at)


def _hour_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
