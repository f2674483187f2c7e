"""The pages of imports: running, over, failed, checked, with and without rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from homeroom.domain.imports.detected_file import DetectedFile, FileFormat, FileKind
from homeroom.domain.imports.homeroom_rows import HomeroomChange
from homeroom.domain.imports.import_codes import ImportProblem
from homeroom.domain.imports.import_part import RowOutcome, ShownCell
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowNote, RowProblem
from homeroom.domain.imports.spreadsheet import Choice, Doubt, choices_of
from homeroom.domain.imports.spreadsheet.codes import ColumnName, FileNotice, WrongFile
from homeroom.domain.kernel.email_address import EmailProblem
from homeroom.domain.kernel.message import message
from homeroom.use_cases.imports.answer_doubts import DoubtProblem
from homeroom.use_cases.imports.count_needing_attention import NeedAttention
from homeroom.use_cases.imports.show_import import WrongColumn
from homeroom.web.core.responses import PageContext
from homeroom.web.pages.imports.columns import ColumnMeaning
from homeroom.web.pages.imports.contexts import (
    AnswerLine,
    BeforeImport,
    ColumnLine,
    ColumnsPage,
    DoubtLine,
    DoubtsShown,
    ImportCheckPage,
    ImportPage,
    ImportsPage,
    RowDoubtsLine,
    ShownImport,
    UploadProblem,
)
from homeroom.web.pages.imports.wrong_rows import wrong_rows
from tests.factories import NOW, YEAR
from tests.steps.pages.example import ADMIN, LONG, WAITING_IMPORTS, Example

DETECTED = DetectedFile(kind=FileKind.TEXT, format=FileFormat.STUDENTS, encoding="UTF-8", delimiter=",", columns=11)
FINISHED = ShownImport(
    id="i1",
    name="new families.csv",
    state=ImportState.FINISHED.label,
    badge="finished",
    started_at=NOW,
    uploader="Jordan Ellis",
    rows=3,
    percent=100,
    counts=dict.fromkeys(Outcome, 0) | {Outcome.INVITED: 1, Outcome.PLACED_ONLY: 1, Outcome.FAILED: 1},
    detected=DETECTED,
    notices=(
        message(
            FileNotice.IGNORED_COLUMNS,
            count=2,
            columns=("Shoe size", message(ColumnName.WITHOUT_NAME, letter="D")),
        ),
    ),
    has_results=True,
)
NO_AT = message(EmailProblem.NO_AT)
WRONG = RowOutcome(
    9,
    LONG,
    Outcome.FAILED,
    (message(RowProblem.IN_COLUMN, column="parent_email", problem=NO_AT),),
    (ShownCell("parent_email", "x", NO_AT), ShownCell("class_code", "3-A")),
)
WHOLE_ROW = RowOutcome(12, "", Outcome.FAILED, (NO_AT,), (ShownCell("place", "users.csv 12"),))
INVITED = RowOutcome(10, "Noé García", Outcome.INVITED, (message(RowNote.INVITED, emails=("a@x.org", "b@x.org")),))
LEFT_OUT = RowOutcome(
    11, "Mei Li", Outcome.PLACED_ONLY, (message(RowNote.WRONG_ADDRESS, column="parent_email", problem=NO_AT),)
)
FINISHED_PAGE = ImportPage(
    imp=FINISHED,
    rows=[WRONG, INVITED],
    next_url="/imports/i1?outcome=&after=9",
    last_row=108,
    mail_out=timedelta(minutes=3),
    attention=NeedAttention(bounced=2, unheard=1),
    can_withdraw=True,
)
RUNNING = replace(FINISHED, state=ImportState.PLACING.label, badge="running", has_results=False, is_dropped=True)
WAITING = ShownImport(id="i1", name="", state=BeforeImport.WAITING.label, badge="before")
FAILED = replace(FINISHED, state=ImportState.FAILED.label, badge="failed", uploader="")
CHECK = ImportCheckPage(
    imp=replace(FINISHED, state=ImportState.CHECKED.label, badge="checked", with_wrong_address=2),
    mails=1,
    to_correct=[WrongColumn("parent_email", [9, 12]), WrongColumn("student_id", [9, 13]), WrongColumn("", [14])],
    wrong=wrong_rows([WRONG]),
    unknown_homerooms=True,
)
WAITS = RowOutcome(
    12, LONG, Outcome.WAITING, (message(Doubt.OTHER_NAME, student_id="77", old="Noé García", new="Noé Garcia Lopez"),)
)
QUESTION = message(
    Doubt.LETTERS,
    choices=tuple(message(Choice.READ_AS, answer=page, names=("Łukasz", "Żaneta", LONG)) for page in ("a", "b")),
)
DOUBTS = DoubtsShown(
    about_file=[
        DoubtLine("answer_doubt.letters", QUESTION, [AnswerLine("a", c) for c in choices_of(QUESTION)]),
        DoubtLine(
            "answer_doubt.other_year", message(Doubt.OTHER_YEAR, year="2019-2020", count=3, rows=("2", "3", "4"))
        ),
    ],
    about_rows=[RowDoubtsLine("rows_doubt.other_name", WAITS.messages[0], [12, 13])],
    rows=[WAITS],
    more_rows=True,
)
ZIP = replace(DETECTED, kind=FileKind.ONE_ROSTER_1_1)
CLEVER = replace(DETECTED, format=FileFormat.CLEVER, delimiter=":")
HOMEROOMS = replace(DETECTED, kind=FileKind.WORKBOOK, format=FileFormat.HOMEROOMS, columns=1)
GONE = replace(FAILED, problems=(message(ImportProblem.FILE_DELETED),), half_way=True)
COLUMN = ColumnLine("class_code", True, ColumnMeaning.CLASS_CODE.label, ("class", "homeroom"))

_ALL: Sequence[PageContext] = (
    ImportsPage([]),
    ImportsPage([FINISHED, replace(FAILED, name=LONG)], message(UploadProblem.NO_FILE)),
    FINISHED_PAGE,
    replace(FINISHED_PAGE, imp=replace(RUNNING, rows=0, detected=CLEVER), refresh="2", can_stop=True, rows=[]),
    replace(FINISHED_PAGE, imp=replace(RUNNING, detected=ZIP), refresh="2", can_stop=True, outcome=Outcome.INVITED),
    ImportPage(imp=WAITING, refresh="15;url=/x", late=True),
    ImportPage(imp=replace(FAILED, problems=(message(WrongFile.EMPTY), message(WrongFile.PICTURE, format="PNG")))),
    ImportPage(imp=GONE, rows=[INVITED]),
    ImportPage(imp=replace(GONE, counts=dict.fromkeys(Outcome, 0)), outcome=Outcome.SKIPPED),
    replace(FINISHED_PAGE, rows=[LEFT_OUT], imp=replace(FINISHED, with_wrong_address=1)),
    replace(FINISHED_PAGE, rows=[], outcome=Outcome.SKIPPED),
    replace(FINISHED_PAGE, imp=replace(FINISHED, detected=HOMEROOMS), rows=[], next_url=""),
    CHECK,
    replace(
        CHECK,
        doubts=DOUBTS,
        waiting_check="i1.1",
        differs=True,
        moved=2,
        years={YEAR: 4, LONG: 1},
        error=message(DoubtProblem.NOT_ANSWERED),
    ),
    replace(CHECK, doubts=replace(DOUBTS, about_file=DOUBTS.about_file[1:]), waiting_check="i1.1", moved=1),
    replace(CHECK, doubts=replace(DOUBTS, about_file=DOUBTS.about_file[1:]), waiting_check="i1.1", is_whole=False),
    replace(CHECK, doubts=replace(DOUBTS, about_file=DOUBTS.about_file[1:]), mails=0),
    replace(FINISHED_PAGE, doubts=DOUBTS, error=message(DoubtProblem.NO_ROW_TICKED)),
    replace(FINISHED_PAGE, doubts=replace(DOUBTS, more_rows=False)),
    replace(CHECK, wrong=wrong_rows([WRONG, WHOLE_ROW]), more_wrong=True, imp=replace(CHECK.imp, uploader=LONG)),
    replace(
        CHECK,
        mails=0,
        to_correct=[],
        wrong=[],
        outcome=Outcome.INVITED,
        next_url="/imports/i1?outcome=invited&after=9",
        last_row=108,
    ),
    replace(
        CHECK,
        imp=replace(CHECK.imp, detected=HOMEROOMS),
        homerooms=[
            HomeroomChange(code="6-A", is_new=True, room=LONG, grade="6", teachers=(LONG, "Eva Lindqvist")),
            HomeroomChange(code="3-A", room="14", old_room="12", grade="3", old_grade="3", old_teachers=("Ms. Lee",)),
        ],
    ),
    replace(CHECK, mails=2, rows=[INVITED], outcome=Outcome.INVITED),
    replace(CHECK, to_correct=[WrongColumn("parent2_email", [9])], imp=replace(CHECK.imp, with_wrong_address=1)),
    replace(CHECK, wrong=[], to_correct=[], outcome=Outcome.SKIPPED),
    ColumnsPage([COLUMN], [COLUMN, replace(COLUMN, required=False)]),
)

EXAMPLES = (
    *(Example(context, ADMIN) for context in _ALL),
    Example(FINISHED_PAGE, ADMIN, WAITING_IMPORTS),
    Example(ImportsPage([FINISHED]), ADMIN, WAITING_IMPORTS),
)
