"""The pages of files of contacts: the form, empty and with a mistake, and a file in each state."""

from dataclasses import replace
from datetime import timedelta

from homeroom.domain.exports.export import ExportedStudents, ExportFileType, ExportShape, ExportState
from homeroom.domain.kernel.message import Labeled, Message, message
from homeroom.use_cases.exports.ask_for_export import ExportProblem
from homeroom.web.pages.exports.contacts import ExportBadge, export_columns
from homeroom.web.pages.exports.contexts import ContactsPage, ExportPage, ShownExport
from tests.factories import NOW, YEAR
from tests.steps.pages.example import ADMIN, LONG, Example

READY = ShownExport(
    id="x1",
    shape=ExportShape.CONTACTS.label,
    file_type=ExportFileType.CSV.label,
    students=ExportedStudents.WITH_CONTACT.label,
    options={"shape": "contacts", "file_type": "csv", "students": "with", "grade": "3", "homeroom": "3-A"},
    state=ExportState.READY.label,
    badge="ready",
    by=LONG,
    started_at=NOW,
    kept_until=NOW + timedelta(days=1),
    rows=1,
    percent=100,
    without_id=1,
    import_ran=True,
)


def _in(state: Labeled, **more: object) -> ShownExport:
    return replace(READY, state=state.label, badge=state.value, without_id=0, import_ran=False, **more)  # type: ignore[arg-type]


def _choices(of: type[Labeled]) -> list[tuple[str, Message]]:
    return [(choice.value, choice.label) for choice in of]


FORM = ContactsPage(
    export_id="0" * 24,
    year=YEAR,
    grades=["K", "3"],
    homerooms=["3-A", LONG],
    shapes=[choice for choice in _choices(ExportShape) if choice[0] != ExportShape.CHANGES],
    file_types=_choices(ExportFileType),
    whom=_choices(ExportedStudents),
    values={},
    errors={},
    exports=[READY, _in(ExportState.MAKING), _in(ExportState.EMPTY), _in(ExportBadge.LATE), _in(ExportBadge.GONE)],
)
WRONG = {
    "students": message(ExportProblem.CONTACTS_ONLY),
    "grade": message(ExportProblem.NO_GRADE),
    "homeroom": message(ExportProblem.NOT_IN_GRADE, homeroom=LONG, grade="3"),
}
_NO_CONTACTS, _ALL, _WITHOUT = (
    {**READY.options, "students": students, "grade": "", "homeroom": ""} for students in ("with", "all", "without")
)
PAGES = [
    ExportPage(export=export, again_id="1" * 24, refresh="2" if export.badge == "making" else "")
    for export in (
        READY,
        replace(READY, rows=3, without_id=2, options=_NO_CONTACTS),
        _in(ExportState.MAKING, rows=0, percent=0),
        _in(ExportState.MAKING, rows=1, percent=40),
        _in(ExportState.MAKING, rows=2, percent=40),
        *(_in(ExportState.EMPTY, options=options) for options in (_NO_CONTACTS, _ALL, _WITHOUT)),
        replace(_in(ExportState.EMPTY), without_id=2),
        _in(ExportState.TOO_LARGE),
        _in(ExportBadge.LATE),
        _in(ExportBadge.GONE),
    )
]
EXAMPLES: tuple[Example, ...] = (
    Example(FORM, ADMIN),
    Example(replace(FORM, grades=[], homerooms=[], exports=[]), ADMIN),
    Example(replace(FORM, errors=WRONG, values={"homeroom": LONG, "grade": "3", "students": "all"}), ADMIN),
    *(Example(page, ADMIN) for page in PAGES),
    Example(export_columns(), ADMIN),
)
