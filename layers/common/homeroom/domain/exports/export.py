"""A file of contacts that a Site Admin has asked for: what is to be in it, how far it is, and where it lies."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from homeroom.domain.kernel.message import Labeled

EXPORTS = "exports/"
"""The folder of the bucket. A rule of the bucket deletes what is older than KEPT, with all versions."""

KEPT = timedelta(days=1)
KNOWN = timedelta(days=7)
"""So long its page says that the file is gone, and offers to make it anew."""

_LATE = timedelta(minutes=16)
"""An invocation has a quarter of an hour: whoever has said nothing for longer has died."""


class ExportShape(Labeled):
    """What a row is: a student with one contact, a student with two contacts, or what PowerSchool imports."""

    CONTACTS = "contacts"
    STUDENTS = "students"
    POWERSCHOOL = "powerschool"


class ExportFileType(Labeled):
    CSV = "csv"
    XLSX = "xlsx"


class ExportedStudents(Labeled):
    """Which students are in it: those with a parent contact, all, or those without one."""

    WITH_CONTACT = "with"
    ALL = "all"
    WITHOUT_CONTACT = "without"


class ExportState(Labeled):
    """MAKING: it was asked for, and is not over. EMPTY: nobody was to be in it, so there is no file. TOO_LARGE: there
    is none because it takes longer than an invocation, or has more rows than a workbook.
    """

    MAKING = "making"
    READY = "ready"
    EMPTY = "empty"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, kw_only=True)
class ExportOptions:
    """What was asked for. `grade` and the code of a `homeroom` are empty where all are meant."""

    shape: ExportShape = ExportShape.CONTACTS
    file_type: ExportFileType = ExportFileType.CSV
    students: ExportedStudents = ExportedStudents.WITH_CONTACT
    grade: str = ""
    homeroom: str = ""


@dataclass(frozen=True, kw_only=True)
class Export:
    """`by` is the name of who asked for it. `year` is the school year whose students are in it. `saved_at` is when it
    was last said how far it is: `homerooms_done` of `homerooms`, and `rows`. `without_id` is how many students are left
    out because the other system could not know them. `import_ran`: an import was running, of which some rows may be
    missing. `object_version` is the file's in the bucket. `version` is the store's, 0 until stored.
    """

    id: str
    options: ExportOptions
    year: str
    by: str
    started_at: datetime
    saved_at: datetime
    state: ExportState = ExportState.MAKING
    homerooms: int = 0
    homerooms_done: int = 0
    rows: int = 0
    without_id: int = 0
    import_ran: bool = False
    object_version: str = ""
    version: int = 0

    @property
    def identity(self) -> str:
        return self.id

    @property
    def key(self) -> str:
        """In the bucket: an id that nobody can guess, and the name of no family, homeroom or school."""
        return f"{EXPORTS}{self.id}/{self.options.shape.value}.{self.options.file_type.value}"

    @property
    def kept_until(self) -> datetime:
        return self.started_at + KEPT

    @property
    def known_until(self) -> datetime:
        return self.started_at + KNOWN

    @property
    def is_over(self) -> bool:
        return self.state is not ExportState.MAKING

    @property
    def percent(self) -> int:
        return 100 * self.homerooms_done // self.homerooms if self.homerooms else 0

    def has_file(self, now: datetime) -> bool:
        return self.state is ExportState.READY and now < self.kept_until

    def is_gone(self, now: datetime) -> bool:
        """There was a file, and it is kept no longer."""
        return self.state is ExportState.READY and not self.has_file(now)

    def is_late(self, now: datetime) -> bool:
        """Whatever was making it has died, or never began."""
        return not self.is_over and now - self.saved_at >= _LATE

    def at(self, homerooms_done: int, homerooms: int, rows: int, now: datetime) -> "Export":
        return replace(self, homerooms_done=homerooms_done, homerooms=homerooms, rows=rows, saved_at=now)

    def ready(self, object_version: str, rows: int, without_id: int, now: datetime) -> "Export":
        """All rows are in the file, and the file is in the bucket."""
        done = self.at(self.homerooms, self.homerooms, rows, now)
        return replace(done, state=ExportState.READY, object_version=object_version, without_id=without_id)

    def ended(self, state: ExportState, without_id: int, now: datetime) -> "Export":
        """Without a file."""
        return replace(self, state=state, rows=0, without_id=without_id, saved_at=now)
