"""What the pages of imports show. Times are in UTC, sizes in bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from homeroom.domain.imports.detected_file import DetectedFile
from homeroom.domain.imports.homeroom_rows import HomeroomChange
from homeroom.domain.imports.import_part import RowOutcome, ShownCell
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.upload import MOST_CHECKED
from homeroom.domain.kernel.message import Code, Labeled, Message
from homeroom.use_cases.imports.count_needing_attention import NeedAttention
from homeroom.use_cases.imports.show_import import WrongColumn

MOST_IN_FORM = 4 * 1024 * 1024
"""A form travels inside a Lambda event, which takes 6 MB, a third of it lost to base64."""
_NOBODY = NeedAttention()


class UploadProblem(Code):
    """Why a file was not taken."""

    NO_FILE = "upload.no_file"
    TOO_LARGE = "upload.too_large"


class BeforeImport(Labeled):
    """The state of an import of which nothing is stored yet."""

    WAITING = "before"


@dataclass(frozen=True, repr=False)
class UploadLimits:
    """Up to `in_form` the page's own form takes a file, up to `most` its script sends it to the bucket."""

    in_form: int = MOST_IN_FORM
    most: int = MOST_CHECKED


@dataclass(frozen=True, kw_only=True, repr=False)
class ShownImport:
    """`name` is empty before it begins. `badge` is the state in one word, for its style. `uploader` is the name of
    whoever uploaded the file on a page, empty when they have no log-in any more. `with_wrong_address` is how many rows
    leave out a parent because of the address. `half_way`: some rows were done before it failed.
    """

    id: str
    name: str
    state: Message
    badge: str
    started_at: datetime | None = None
    is_dropped: bool = False
    uploader: str = ""
    rows: int = 0
    percent: int = 0
    counts: Mapping[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    with_wrong_address: int = 0
    detected: DetectedFile | None = None
    notices: tuple[Message, ...] = ()
    problems: tuple[Message, ...] = ()
    half_way: bool = False
    has_results: bool = False

    @property
    def invited(self) -> int:
        return self.counts[Outcome.INVITED]

    @property
    def waiting(self) -> int:
        return self.counts[Outcome.WAITING]

    @property
    def failed(self) -> int:
        return self.counts[Outcome.FAILED]

    @property
    def to_correct(self) -> int:
        return self.failed + self.with_wrong_address


@dataclass(frozen=True, repr=False)
class AnswerLine:
    value: str
    label: Message


@dataclass(frozen=True, repr=False)
class DoubtLine:
    """About the file. `answers` are those to choose from, sent as the field `name`; empty where it asks nothing."""

    name: str
    doubt: Message
    answers: Sequence[AnswerLine] = ()


@dataclass(frozen=True, repr=False)
class RowDoubtsLine:
    """About rows of one kind. `example` is what is said of the first of them, `name` the field that imports them."""

    name: str
    example: Message
    rows: Sequence[int]


@dataclass(frozen=True, repr=False)
class DoubtsShown:
    """What looks wrong, in the order of harm. `rows` are the first ones that wait."""

    about_file: Sequence[DoubtLine] = ()
    about_rows: Sequence[RowDoubtsLine] = ()
    rows: Sequence[RowOutcome] = ()
    more_rows: bool = False

    @property
    def asks(self) -> bool:
        return any(line.answers for line in self.about_file)


@dataclass(frozen=True, repr=False)
class AnswersShown:
    """What was answered about files with this header, and whether the next one is read so, too."""

    answered: Sequence[Message] = ()
    still_count: bool = False


_NO_DOUBTS = DoubtsShown()
_NO_ANSWERS = AnswersShown()


@dataclass(frozen=True, repr=False)
class ImportsPage:
    template: ClassVar[str] = "imports/imports.html"

    imports: Sequence[ShownImport]
    error: Message | None = None
    limits: UploadLimits = UploadLimits()


@dataclass(frozen=True, kw_only=True, repr=False)
class ImportPage:
    """`rows` are those with this `outcome`, of all outcomes where it is None, up to `last_row`. `refresh` is what the
    page does by itself, as the header of that name says it. `late`: it should have begun by now. `mail_out` is how
    long until the last mail is out. `report_over`: what became of each row is not kept any more.
    """

    template: ClassVar[str] = "imports/import.html"

    imp: ShownImport
    rows: Sequence[RowOutcome] = ()
    outcome: Outcome | None = None
    next_url: str = ""
    last_row: int = 0
    refresh: str = ""
    late: bool = False
    mail_out: timedelta | None = None
    attention: NeedAttention = _NOBODY
    can_stop: bool = False
    can_withdraw: bool = False
    doubts: DoubtsShown = _NO_DOUBTS
    answers: AnswersShown = _NO_ANSWERS
    error: Message | None = None
    report_over: bool = False


@dataclass(frozen=True, repr=False)
class WrongRow:
    """A row to correct. `name` is the student's, beginning with the last one, or what else tells whose row it is, and
    may be empty; `place` says where a row of a zip comes from. `cells` are those that are wrong; where none is, `why`
    says what is.
    """

    number: int
    name: str
    place: str
    cells: Sequence[ShownCell]
    why: Sequence[Message]


@dataclass(frozen=True, kw_only=True, repr=False)
class ImportCheckPage:
    """`mails` is how many parents the import would invite, which only a check of the whole file can tell (`is_whole`),
    `moved` how many students change their homeroom, and `years` how many rows are about each school year, empty where
    all are about the current one. It is a dropped file that waits, with its check (`waiting_check`, an id), or was
    uploaded on the page; `differs`: it was looked at before, and seemed otherwise. `homerooms` is what a file of
    homerooms would make of them, `wrong` are the first rows that are. `rows` and `report_over` as on an import's
    page.
    """

    template: ClassVar[str] = "imports/import_check.html"

    imp: ShownImport
    mails: int
    is_whole: bool = True
    moved: int = 0
    years: Mapping[str, int] = field(default_factory=dict)
    doubts: DoubtsShown = _NO_DOUBTS
    answers: AnswersShown = _NO_ANSWERS
    waiting_check: str = ""
    differs: bool = False
    error: Message | None = None
    to_correct: Sequence[WrongColumn] = ()
    homerooms: Sequence[HomeroomChange] = ()
    wrong: Sequence[WrongRow] = ()
    more_wrong: bool = False
    unknown_homerooms: bool = False
    rows: Sequence[RowOutcome] = ()
    outcome: Outcome | None = None
    next_url: str = ""
    last_row: int = 0
    limits: UploadLimits = UploadLimits()
    report_over: bool = False


@dataclass(frozen=True, repr=False)
class ColumnLine:
    """`aliases` are other names that it may have."""

    name: str
    required: bool
    meaning: Message
    aliases: Sequence[str]


@dataclass(frozen=True, repr=False)
class ColumnsPage:
    template: ClassVar[str] = "imports/import_columns.html"

    columns: Sequence[ColumnLine]
    homeroom_columns: Sequence[ColumnLine]
