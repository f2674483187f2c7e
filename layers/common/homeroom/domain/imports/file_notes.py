"""What the rows of a file say of each other, noted before any of them is placed: kept apart from the run, which is
stored again with each part.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class FileNotes:
    """`shared` is that of SharedAddresses, `no_contact` the digests of ForbiddenContacts; `grades_in_codes` and
    `several_grades` are what SeenGrades tell. They are of no use after `kept_until`. `version` is the
    store's, 0 until stored.
    """

    import_id: str
    shared: Mapping[str, int] = field(default_factory=dict)
    no_contact: tuple[str, ...] = ()
    grades_in_codes: bool = False
    several_grades: tuple[str, ...] = ()
    kept_until: datetime | None = None
    version: int = 0

    @property
    def say_anything(self) -> bool:
        return bool(self.shared or self.no_contact or self.grades_in_codes or self.several_grades)

    @property
    def identity(self) -> str:
        return self.import_id
