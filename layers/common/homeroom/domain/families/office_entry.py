"""What the office has entered or corrected for a parent, and who said so."""

from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.kernel.message import Labeled


class HowSaid(Labeled):
    """How the office learned what it has entered."""

    PHONE = "phone"
    PAPER = "paper"
    IN_PERSON = "in_person"


@dataclass(frozen=True)
class Said:
    """Who said so, as far as the office tells: `how` may be None and `note` empty."""

    how: HowSaid | None = None
    note: str = ""


NOTHING_SAID = Said()


@dataclass(frozen=True, kw_only=True)
class OfficeEntry:
    """`by` is the Site Admin's name. `said` is for Site Admins alone: a parent is told when, and nothing else."""

    at: datetime
    by: str
    said: Said = NOTHING_SAID
