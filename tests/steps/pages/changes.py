"""What has changed of contacts, and taking it back."""

from dataclasses import replace

from homeroom.domain.exports.export import ExportFileType
from homeroom.domain.families.contact_log import Author
from homeroom.domain.families.office_entry import HowSaid, Said
from homeroom.domain.families.take_back import StaysBecause
from homeroom.domain.kernel.message import message
from homeroom.web.pages.families.change_words import KindWord, shown_change
from homeroom.web.pages.families.changed_contacts import ChangedContactsPage, ChangedLine, ChangedStudent
from homeroom.web.pages.families.contact_changes import ChangeLine, ContactChangesPage, RefusedTakeBack
from tests.factories import NOW
from tests.steps.pages.example import ADMIN, LONG, Example
from tests.steps.stored_things import CONTACT_LOG

_SHOWN = shown_change(CONTACT_LOG.newest, {"s1": LONG})
LINE = ChangeLine(number=2, change=_SHOWN, name="", said=Said(), can=True, again=None, stays=[])
CREATED = replace(LINE, number=1, change=shown_change(CONTACT_LOG.changes[0], {}), can=False)
PAGE = ContactChangesPage(
    url="/students/s1/contacts/c1/changes", back="/students/s1", contact=LONG, student=LONG, changes=[LINE, CREATED]
)
CHANGES = [
    replace(LINE, number=4, name="Jordan Ellis", can=False, again=Author.PARENT.label),
    replace(LINE, number=3, said=Said(HowSaid.PHONE, LONG), stays=[message(StaysBecause.PROVED_EMAIL)]),
]
STUDENTS = [ChangedStudent(name=LONG, url="/students/s1"), ChangedStudent(name="Ana", url="/students/s2")]
CHANGED = ChangedLine(
    at=NOW,
    author=Author.PARENT.label,
    kind=message(KindWord.CHANGED),
    is_new=False,
    name=LONG,
    url="/students/s1/contacts/c1/changes",
    students=STUDENTS,
    facts=_SHOWN.facts,
)
LINES = [
    CHANGED,
    replace(CHANGED, is_new=True, kind=message(KindWord.CREATED), students=STUDENTS[1:]),
    replace(CHANGED, kind=message(KindWord.DELETED), name="", url="", facts=[]),
]
LIST = ChangedContactsPage(
    day="2026-08-25",
    typed="",
    taken=None,
    taken_by="",
    export_id="1" * 24,
    file_types=[(one.value, one.label) for one in ExportFileType],
    lines=LINES,
    next_url="",
    first_url="",
)

EXAMPLES = (
    Example(LIST, ADMIN),
    Example(
        replace(LIST, lines=LINES[:1], next_url="/contacts/changes?before=1", first_url="/contacts/changes"), ADMIN
    ),
    Example(replace(LIST, lines=LINES[:1]), ADMIN),
    Example(replace(LIST, lines=[], taken=NOW, taken_by=LONG), ADMIN),
    Example(replace(LIST, lines=LINES[:1], taken=NOW, taken_by=LONG, typed="2026-08-25"), ADMIN),
    Example(replace(LIST, lines=[], next_url="/contacts/changes?before=1"), ADMIN),
    Example(PAGE, ADMIN),
    Example(replace(PAGE, changes=[]), ADMIN),
    Example(replace(PAGE, changes=CHANGES, taken_back=True), ADMIN),
    Example(replace(PAGE, refused=RefusedTakeBack(author=Author.OFFICE.label, facts=_SHOWN.facts)), ADMIN),
)
