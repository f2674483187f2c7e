"""Who did what."""

from dataclasses import replace

from homeroom.domain.audit.audit_entry import AuditAction, Nameless
from homeroom.domain.kernel.message import message
from homeroom.web.pages.audit.audit import AuditListPage, KindChoice
from homeroom.web.pages.audit.audit_lines import AuditSource, ShownEntry, ShownPerson, ShownStudent
from tests.factories import NOW
from tests.steps.pages.example import ADMIN, LONG, Example

SOMEBODY, GONE = ShownPerson(LONG, "/audit?person=u1"), ShownPerson("0" * 24, "/audit?person=" + "0" * 24)
VISITOR = ShownPerson("", "/audit?person=visitor", Nameless.VISITOR.label)
STUDENT, GONE_STUDENT = ShownStudent(LONG, "/students/s1"), ShownStudent("0" * 24, "")
INVITED = ShownEntry(
    at=NOW,
    action=AuditAction.INVITED.label,
    actor=SOMEBODY,
    source=message(AuditSource.STUDENT),
    about=None,
    students=[STUDENT, GONE_STUDENT],
    invitation_url="/invitations/i1",
    import_url="",
    export_url="",
)
_FAILED = replace(INVITED, action=AuditAction.LOG_IN_FAILED.label, actor=VISITOR, about=GONE, students=[])
LIST = AuditListPage(
    filters=dict.fromkeys(("kind", "until", "person", "student"), ""),
    entries=[INVITED, replace(_FAILED, invitation_url="", import_url="/imports/i1", export_url="/contacts/e1")],
    kinds=[KindChoice(action.value, action.label) for action in AuditAction],
    person=None,
    student=None,
    next_url="/audit?before=1",
    first_url="/audit",
    file_url="/audit/file",
    most=1_000,
    years=3,
)
_FILTERS = {"kind": "invited", "until": "2026-09-01", "person": "u1", "student": "s1"}
_OF_ONE = replace(LIST, filters=_FILTERS, person=SOMEBODY, student=STUDENT)
EXAMPLES = tuple(
    Example(context, ADMIN)
    for context in (
        LIST,
        replace(LIST, entries=[INVITED], next_url="", first_url="", years=1),
        replace(LIST, entries=[INVITED]),
        replace(LIST, next_url="", first_url=""),
        replace(LIST, entries=[], next_url="", first_url=""),
        _OF_ONE,
        replace(_OF_ONE, entries=[], person=VISITOR, student=GONE_STUDENT),
        replace(_OF_ONE, entries=[], next_url=""),
    )
)
