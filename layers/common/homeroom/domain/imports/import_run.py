"""An import: one CSV file's journey, from the drop to an outcome for every row."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from homeroom.domain.imports.outcome import Outcome

UPLOADS, RESULTS, CHECKS = "uploads/", "results/", "checks/"
MOST_CHECKED = 10 * 1024 * 1024
"""Bytes of a file that is checked on the page; larger ones are dropped into the bucket."""
_RESULTS_END = ".results.csv"
_MOST_STALLED = 3
_AROUND_A_CELL = 20
"""What the names of its fields take where it is stored."""
_LONGEST_KEY = 1024
"""Bytes of UTF-8, S3's limit."""


class ImportState(StrEnum):
    """PLACING: rows are being read. QUEUEING: all rows are done, their mails are being queued.
    CHECKED: all rows were looked at, and nothing was done. STOPPING: what is not sent yet is being taken
    back. WITHDRAWING: all its open invitations are.
    """

    PLACING = "placing"
    QUEUEING = "queueing"
    FINISHED = "finished"
    FAILED = "failed"
    CHECKED = "checked"
    STOPPING = "stopping"
    STOPPED = "stopped"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"


_OVER = frozenset(
    {
        ImportState.FINISHED,
        ImportState.FAILED,
        ImportState.CHECKED,
        ImportState.STOPPED,
        ImportState.WITHDRAWN,
    }
)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One version of one object in the upload bucket."""

    bucket: str
    key: str
    object_version: str = ""

    @property
    def import_id(self) -> str:
        """The same upload is the same import, however often its event comes. A key under checks/ is made for one
        file, so that its import is known before the file is there.
        """
        version = "" if self.for_check_only else self.object_version
        return sha256(f"{self.bucket}/{self.key}/{version}".encode()).hexdigest()[:24]

    @property
    def for_check_only(self) -> bool:
        """It was uploaded on the page, which shows first what would become of it."""
        return self.key.startswith(CHECKS)

    @property
    def name(self) -> str:
        return self.key.rpartition("/")[2]

    @property
    def results_key(self) -> str:
        """`uploads/a/b.csv` -> `results/a/b.results.csv`. What would be longer than S3 takes is cut, and folders
        `.` and `..`, which browsers take for something else, are left out; such a key ends in a hash of the whole.
        """
        *folders, name = self.key.removeprefix(UPLOADS).split("/")
        plain = [folder for folder in folders if folder not in (".", "..")]
        path = "/".join([*plain, name.rpartition(".")[0] or name])
        room = _LONGEST_KEY - len(RESULTS) - len(_RESULTS_END)
        if len(path.encode()) > room or plain != folders:
            mark = f"~{sha256(self.key.encode()).hexdigest()[:16]}"
            path = path.encode()[: room - len(mark)].decode(errors="ignore") + mark
        return f"{RESULTS}{path}{_RESULTS_END}"


@dataclass(frozen=True)
class ShownCell:
    """A cell of a row that failed, shortened for showing; `problem` is empty where nothing is wrong."""

    column: str
    text: str
    problem: str

    @property
    def length(self) -> int:
        return len(self.column) + len(self.text) + len(self.problem) + _AROUND_A_CELL


@dataclass(frozen=True)
class RowOutcome:
    """What became of one import row; `number` is the row number the spreadsheet program shows. `cells` are
    kept of rows that a check found wrong. `asked` says which mails of its part the row asked for, by their places.
    """

    number: int
    student: str
    outcome: Outcome
    message: str = ""
    cells: tuple[ShownCell, ...] = ()
    asked: tuple[int, ...] = ()

    @property
    def length(self) -> int:
        """In characters, about."""
        return len(self.student) + len(self.message) + sum(cell.length for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class ImportPart:
    """A stretch of rows, stored in the same transaction as what the rows did: a part either happened
    altogether or not at all. `mails` are the invitation ids and send numbers to be sent for it.
    """

    import_id: str
    first_row: int
    rows: Sequence[RowOutcome]
    mails: Sequence[tuple[str, int]] = ()
    version: int = 0

    @property
    def identity(self) -> str:
        return f"{self.import_id}|{self.first_row}"

    def without_mails(self, taken_back: Collection[tuple[str, int]], message: str) -> "ImportPart":
        """Rows whose every mail was taken back have invited nobody."""
        places = {place for place, mail in enumerate(self.mails) if mail in taken_back}
        rows = tuple(
            replace(row, outcome=Outcome.SKIPPED, message=message)
            if row.asked and places.issuperset(row.asked)
            else row
            for row in self.rows
        )
        return replace(self, rows=rows) if rows != tuple(self.rows) else self


@dataclass(frozen=True, kw_only=True)
class ImportRun:
    """`last_row` is the cursor: rows up to it are done for good; `queued_row` is that of the mails, which are
    queued for the parts up to the one that begins with this row, and `undone_row` that of a stop or a
    withdrawal, for which `undone_by` asked, a name. `by_user` is the e-mail key of whoever uploaded it on the page,
    empty for a drop into the bucket. It creates homerooms if they said so (`new_homerooms`), and in `new_years`, the
    school years that had none when their first row came. `mails` were asked for, or would be by a check, and
    `mails_a_second` is what the mail service takes, 0 where nobody knows. `size` of the file and how much of it was
    `read` are in bytes. `stalled` is how many invocations in a row have not moved the cursor. `results_version`
    is that of its results in the bucket, where a later file of this name has results of the same name.
    `version` is the store's.
    """

    upload: Upload
    started_at: datetime
    by_user: str = ""
    new_homerooms: bool = False
    state: ImportState = ImportState.PLACING
    new_years: tuple[str, ...] = ()
    size: int = 0
    read: int = 0
    last_row: int = 0
    queued_row: int = 0
    undone_row: int = 0
    undone_by: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    detected: str = ""
    notices: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    mails: int = 0
    mails_a_second: int = 0
    stalled: int = 0
    results_version: str = ""
    finished_at: datetime | None = None
    version: int = 0

    @property
    def id(self) -> str:
        return self.upload.import_id

    @property
    def identity(self) -> str:
        return self.id

    @property
    def over(self) -> bool:
        return self.state in _OVER

    @property
    def can_be_stopped(self) -> bool:
        return self.state in (ImportState.PLACING, ImportState.QUEUEING) and not self.upload.for_check_only

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state in (ImportState.FINISHED, ImportState.STOPPED)

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def percent(self) -> int:
        """How far the reading of the file is; the mails of a file that was read are queued in a moment."""
        if self.state is ImportState.PLACING and self.size:
            return min(99, 100 * self.read // self.size)
        return 100

    def mail_out_in(self, now: datetime) -> timedelta | None:
        """How long until its last mail is out, about: mails go when all rows are placed, at the service's pace.

        None when nobody knows, when there is none, or when it should be out by now.
        """
        if self.state not in (ImportState.PLACING, ImportState.QUEUEING, ImportState.FINISHED):
            return None
        if not (self.mails and self.mails_a_second):
            return None
        if self.state is ImportState.PLACING and self.read and self.size:
            share = min(1.0, self.read / self.size)
            placing = (now - self.started_at) * (1 / share - 1)
            return placing + timedelta(seconds=self.mails / share / self.mails_a_second)
        left = (self.finished_at or now) + timedelta(seconds=self.mails / self.mails_a_second) - now
        return left if left > timedelta(0) else None

    def with_part(self, part: ImportPart) -> "ImportRun":
        counts = Counter(dict(self.counts))
        counts.update(row.outcome.value for row in part.rows)
        mails = self.mails + len(part.mails)
        return replace(self, counts=dict(counts), last_row=part.rows[-1].number, mails=mails, stalled=0)

    @property
    def stuck(self) -> bool:
        """Another invocation would not come further than the last ones."""
        return self.stalled >= _MOST_STALLED

    def all_rows_read(self, detected: str, notices: tuple[str, ...]) -> "ImportRun":
        """What was detected is settled only now: a letter of another encoding may stand in the last row."""
        return replace(self, state=ImportState.QUEUEING, detected=detected, notices=notices)

    def mails_queued(self, part: ImportPart) -> "ImportRun":
        return replace(self, queued_row=part.first_row)

    def stop_asked(self, by: str = "") -> "ImportRun":
        return replace(self, state=ImportState.STOPPING, undone_row=0, undone_by=by)

    def withdrawal_asked(self, by: str = "") -> "ImportRun":
        return replace(self, state=ImportState.WITHDRAWING, undone_row=0, undone_by=by)

    def undone(self, part: ImportPart) -> "ImportRun":
        return replace(self, undone_row=part.first_row)

    def told_anew(self, before: ImportPart, after: ImportPart) -> "ImportRun":
        """Some rows of a part have another outcome now."""
        counts = Counter(dict(self.counts))
        counts.subtract(row.outcome.value for row in before.rows)
        counts.update(row.outcome.value for row in after.rows)
        return replace(self, counts={outcome: number for outcome, number in counts.items() if number})

    def all_undone(self, now: datetime) -> "ImportRun":
        stopped = self.state is ImportState.STOPPING
        state = ImportState.STOPPED if stopped else ImportState.WITHDRAWN
        return replace(self, state=state, finished_at=now)

    def finished(self, now: datetime) -> "ImportRun":
        return replace(self, state=ImportState.FINISHED, finished_at=now)

    def checked(self, detected: str, notices: tuple[str, ...], mails: int, now: datetime) -> "ImportRun":
        return replace(
            self, state=ImportState.CHECKED, detected=detected, notices=notices, mails=mails, finished_at=now
        )

    def failed(self, problems: tuple[str, ...], now: datetime) -> "ImportRun":
        """The file as a whole cannot be used, and nothing of it is stored; or it went when some rows were done."""
        return replace(self, state=ImportState.FAILED, problems=problems, finished_at=now)
