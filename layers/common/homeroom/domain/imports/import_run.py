"""An import: one file's journey, from the drop to an outcome for every row."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from homeroom.domain.imports.detected_file import DetectedFile
from homeroom.domain.imports.import_part import ImportPart
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.message import Labeled, Message

_MOST_STALLED = 3


class ImportState(Labeled):
    """PLACING: rows are being read. QUEUEING: all rows are done, their mails are being queued.
    CHECKED: all rows were looked at, and nothing was done. STOPPING: what is not sent yet is being
    canceled. WITHDRAWING: all its open invitations are being withdrawn.
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
class ImportRun:
    """`last_row` is the cursor: rows up to it are done for good; `queued_row` is that of the mails, which are
    queued for the parts up to the one that begins with this row, and `canceled_row` that of a stop or a
    withdrawal, for which `canceled_by` asked, a name. `by_user` is the email key of whoever uploaded it on the page,
    empty for a drop into the bucket. It creates homerooms if they said so (`new_homerooms`), and in `new_years`, the
    school years that had none when their first row came. `with_wrong_address` is in how many rows a parent was left out
    because of the address, whatever their outcomes in `counts`. `mails` were asked for, or would be by a check, and
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
    canceled_row: int = 0
    canceled_by: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    with_wrong_address: int = 0
    detected: DetectedFile | None = None
    notices: tuple[Message, ...] = ()
    problems: tuple[Message, ...] = ()
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
    def to_correct(self) -> int:
        """How many rows should be corrected."""
        return self.counts.get(Outcome.FAILED.value, 0) + self.with_wrong_address

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
        return replace(
            self,
            counts=dict(counts),
            with_wrong_address=self.with_wrong_address + sum(bool(row.wrong_addresses) for row in part.rows),
            last_row=part.rows[-1].number,
            mails=self.mails + len(part.mails),
            stalled=0,
        )

    @property
    def stuck(self) -> bool:
        """Another invocation would not come further than the last ones."""
        return self.stalled >= _MOST_STALLED

    def all_rows_read(self, detected: DetectedFile | None, notices: tuple[Message, ...]) -> "ImportRun":
        """What was detected is settled only now: a letter of another encoding may stand in the last row."""
        return replace(self, state=ImportState.QUEUEING, detected=detected, notices=notices)

    def mails_queued(self, part: ImportPart) -> "ImportRun":
        return replace(self, queued_row=part.first_row)

    def stop_requested(self, by: str = "") -> "ImportRun":
        return replace(self, state=ImportState.STOPPING, canceled_row=0, canceled_by=by)

    def withdrawal_requested(self, by: str = "") -> "ImportRun":
        return replace(self, state=ImportState.WITHDRAWING, canceled_row=0, canceled_by=by)

    def part_canceled(self, part: ImportPart) -> "ImportRun":
        return replace(self, canceled_row=part.first_row)

    def with_changed_part(self, before: ImportPart, after: ImportPart) -> "ImportRun":
        """Some rows of a part have another outcome now."""
        counts = Counter(dict(self.counts))
        counts.subtract(row.outcome.value for row in before.rows)
        counts.update(row.outcome.value for row in after.rows)
        return replace(self, counts={outcome: number for outcome, number in counts.items() if number})

    def all_canceled(self, now: datetime) -> "ImportRun":
        stopped = self.state is ImportState.STOPPING
        state = ImportState.STOPPED if stopped else ImportState.WITHDRAWN
        return replace(self, state=state, finished_at=now)

    def finished(self, now: datetime) -> "ImportRun":
        return replace(self, state=ImportState.FINISHED, finished_at=now)

    def checked(self, detected: DetectedFile, notices: tuple[Message, ...], mails: int, now: datetime) -> "ImportRun":
        return replace(
            self, state=ImportState.CHECKED, detected=detected, notices=notices, mails=mails, finished_at=now
        )

    def failed(self, problems: tuple[Message, ...], now: datetime) -> "ImportRun":
        """The file as a whole cannot be used, and nothing of it is stored; or it went when some rows were done."""
        return replace(self, state=ImportState.FAILED, problems=problems, finished_at=now)
