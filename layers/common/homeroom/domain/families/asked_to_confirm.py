"""That a parent was asked whether what the school has about them is still right."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class AskedToConfirm:
    """By the campaign of this id. `reached`: there was an address to write to, which the parent had proved and which
    takes email. Where there was none, nobody has written to them.
    """

    campaign_id: str
    at: datetime
    reached: bool = True
