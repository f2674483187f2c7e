"""What the rows of a file say of each other, noted before any of them is placed: kept apart from the run, which is
stored again with each part.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class FileNotes:
    """`shared` is that of SharedAddresses, `no_contact` the digests of ForbiddenContacts. `version` is the store's, 0
    until stored.
    """

    import_id: str
    shared: Mapping[str, int] = field(default_factory=dict)
    no_contact: tuple[str, ...] = ()
    version: int = 0

    @property
    def identity(self) -> str:
        return self.import_id
