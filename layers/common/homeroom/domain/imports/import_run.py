"""An import: one file's journey, from the drop to an outcome for every row."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from homeroom.domain.imports.detected_file import DetectedFile
from homeroom.domain.imports.homeroom_rows import HomeroomChange
from homeroom.domain.imports.import_part import ImportPart
from homeroom.domain.imports.import_state import OVER, ImportState
from homeroom.domain.imports.kept import REPORT_KEPT
from homeroom.domain.imports.look import NOTHING_SEEN, Decision, Look
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.upload import Upload
from homeroom.domain.imports.waiting import WaitingImport
from homeroom.domain.kernel.message import Message

_MOST_STALLED = 3
MOST_HOMEROOMS = 300
"""Of the homerooms that a check shows: the run is one item of the store."""


_CAN_BE_STOPPED = (ImportState.LOOKING, ImportState.PLACING, ImportState.QUEUEING, ImportState.DECIDING)


@dataclass(frozen=True, kw_only=True)
class ImportRun:
    """`last_row` is the cursor: rows up to it are done for good; `queued_row` is that of the mails, which are
    queued for the parts up to the one that begins with this row, and `canceled_row` that of a stop or a
    withdrawal, for which `canceled_by` asked, a name. `by_user` is the email key of whoever uploaded it on the page,
    empty for a drop into the bucket. It creates homerooms if they said so (`new_homerooms`), and in `new_years`, the
    school years that had none when their first row came. `school_year` is that of rows that name none: the current
    one when the file came. `with_wrong_address` is in how many rows a parent was left out because of the address,
    whatever their outcomes in `counts`. `mails` were asked for, or would be by a check, and `mails_a_second` is what
    the mail service takes, 0 where nobody knows. `size` of the file and how much of it was `read` are in bytes.
    `stalled` is how many invocations in a row have not moved the cursor. `results_version` is that of its results in
    the bucket, where a later file of this name has results of the same name.

    A check of a file of homerooms says what would become of them (`homerooms`, up to MOST_HOMEROOMS).
    Of a file that waits there is a check for its page (`check_id`), and such a check has its own `check_number`.
    `students_seen` is the digest of which imports had placed the students of a check.
    `version` is the store's.
    """

    upload: Upload
    started_at: datetime
    by_user: str = ""
    new_homerooms: bool = False
    state: ImportState = ImportState.PLACING
    school_year: str = ""
    look: Look = NOTHING_SEEN
    check_number: int = 0
    students_seen: str = ""
    decision: Decision | None = None
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
    homerooms: tuple[HomeroomChange, ...] = ()
    finished_at: datetime | None = None
    version: int = 0

    @property
    def id(self) -> str:
        own = self.upload.import_id
        return f"{own}.{self.check_number}" if self.check_number else own

    @property
    def check_id(self) -> str:
        """That of the check which shows what would become of a file that waits."""
        return f"{self.id}.{self.look.number}"

    @property
    def identity(self) -> str:
        return self.id

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def at_rest(self) -> bool:
        """Nothing goes on by itself."""
        return self.over or self.state is ImportState.WAITING

    @property
    def waiting_rows(self) -> int:
        """How many rows a Site Admin has to decide about: all of a file that waits, some of one that was imported."""
        return self.counts.get(Outcome.WAITING.value, 0) if self.state is not ImportState.CHECKED else 0

    @property
    def waits(self) -> bool:
        """A Site Admin has to decide about the file, or about some of its rows while the others are done."""
        return self.state is ImportState.WAITING or (self.state is ImportState.FINISHED and self.waiting_rows > 0)

    @property
    def waiting(self) -> WaitingImport | None:
        if not self.waits:
            return None
        return WaitingImport(
            import_id=self.id,
            name=self.upload.name,
            rows=self.waiting_rows,
            all_rows=self.state is ImportState.WAITING,
            since=self.look.waiting_since or self.finished_at or self.started_at,
        )

    def with_notices_sent(self, number: int) -> "ImportRun":
        """Site Admins were told so often that it waits."""
        return replace(self, look=replace(self.look, notices_sent=number))

    @property
    def can_be_stopped(self) -> bool:
        return self.state in _CAN_BE_STOPPED and not self.upload.for_check_only

    @property
    def kept_until(self) -> datetime:
        """So long what became of its rows is kept."""
        return self.started_at + REPORT_KEPT

    def report_is_over(self, now: datetime) -> bool:
        """What is left of it by then is that there was an import, and how many rows had which outcome."""
        return now >= self.kept_until

    def without_values(self) -> "ImportRun":
        """Nothing that stood in its file."""
        look = replace(self.look, doubts=(), answers={})
        return replace(self, look=look, detected=None, notices=(), problems=(), homerooms=())

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
        if self.state in (ImportState.LOOKING, ImportState.PLACING) and self.size:
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

    def kept_waiting(self, rows: int, now: datetime, *, differs: bool) -> "ImportRun":
        """All of its rows wait until a Site Admin has looked."""
        look = self.look.kept_waiting(now, differs=differs)
        return replace(self, state=ImportState.WAITING, look=look, counts={Outcome.WAITING.value: rows})

    def to_be_placed(self) -> "ImportRun":
        return replace(self, state=ImportState.PLACING, look=self.look.waits_from(None), counts={}, stalled=0)

    def to_be_looked_at(self, accepted: Collection[str], by: str) -> "ImportRun":
        """A Site Admin says to go on: it is looked at once more, for it may have become another matter meanwhile."""
        look, decision = self.look.with_accepted(accepted), Decision(accept=True, by=by)
        return replace(self, state=ImportState.LOOKING, look=look, decision=decision, counts={})

    def decided(self, decision: Decision) -> "ImportRun":
        return replace(self, state=ImportState.DECIDING, decision=decision)

    def left(self, rows: int, now: datetime) -> "ImportRun":
        """Nothing of a file that waited was done."""
        state = ImportState.LEFT if self.decision and self.decision.by else ImportState.NOT_DECIDED
        return replace(self, state=state, counts={Outcome.SKIPPED.value: rows}, finished_at=now)

    def with_part(self, part: ImportPart) -> "ImportRun":
        counts = Counter(dict(self.counts))
        counts.update(row.outcome.value for row in part.rows)
        return replace(
            self,
            counts=dict(counts),
            with_wrong_address=self.with_wrong_address + part.with_wrong_address,
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
        counts = self.counts if self.last_row else {}  # of a file all of which waits: its rows are counted once more
        return replace(self, state=ImportState.STOPPING, counts=counts, canceled_row=0, canceled_by=by)

    def withdrawal_requested(self, by: str = "") -> "ImportRun":
        return replace(self, state=ImportState.WITHDRAWING, canceled_row=0, canceled_by=by)

    def part_canceled(self, part: ImportPart) -> "ImportRun":
        return replace(self, canceled_row=part.first_row)

    def with_more_mails(self, before: ImportPart, after: ImportPart) -> "ImportRun":
        """A row of this part has asked for mails after the others: the part is to be queued (again)."""
        more = len(after.mails) - len(before.mails)
        return replace(self, mails=self.mails + more, queued_row=min(self.queued_row, after.first_row - 1))

    def with_changed_part(self, before: ImportPart, after: ImportPart) -> "ImportRun":
        """Some rows of a part have another outcome now."""
        counts = Counter(dict(self.counts))
        counts.subtract(row.outcome.value for row in before.rows)
        counts.update(row.outcome.value for row in after.rows)
        more = after.with_wrong_address - before.with_wrong_address
        return replace(
            self,
            counts={outcome: number for outcome, number in counts.items() if number},
            with_wrong_address=self.with_wrong_address + more,
        )

    def all_canceled(self, now: datetime) -> "ImportRun":
        stopped = self.state is ImportState.STOPPING
        state = ImportState.STOPPED if stopped else ImportState.WITHDRAWN
        return replace(self, state=state, finished_at=now)

    def finished(self, now: datetime) -> "ImportRun":
        look = self.look.waits_from(now) if self.waiting_rows and not self.look.waiting_since else self.look
        return replace(self, state=ImportState.FINISHED, look=look, finished_at=now)

    def checked(self, detected: DetectedFile, notices: tuple[Message, ...], mails: int, now: datetime) -> "ImportRun":
        return replace(
            self, state=ImportState.CHECKED, detected=detected, notices=notices, mails=mails, finished_at=now
        )

    def with_homerooms(self, changes: Sequence[HomeroomChange]) -> "ImportRun":
        return replace(self, homerooms=tuple(changes[:MOST_HOMEROOMS]))

    def failed(self, problems: tuple[Message, ...], now: datetime) -> "ImportRun":
        """The file as a whole cannot be used, and nothing of it is stored; or it went when some rows were done."""
        return replace(self, state=ImportState.FAILED, problems=problems, finished_at=now)
