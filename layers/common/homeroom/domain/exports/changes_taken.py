"""Up to when the changes of contacts have been taken out of here: where the next file of changes begins."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class ChangesTaken:
    """One for the site. `by` is the name of who fetched the newest file. `version` is the store's, 0 until stored."""

    until: datetime
    by: str
    version: int = 0

    @property
    def identity(self) -> str:
        return "changes"

    def and_those_of(self, since: datetime, until: datetime, by: str) -> "ChangesTaken":
        """With the changes between these moments, unless some in between would be left out, or all were taken."""
        return replace(self, until=until, by=by) if since <= self.until < until else self
