"""For every page template some contexts: ordinary, empty, wrong, long."""

from types import SimpleNamespace
from typing import Any

from homeroom.domain.imports.import_run import RowOutcome, ShownCell
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.mail.mail import MailState
from homeroom.messages.catalogue import catalogue
from homeroom.web.core.routing import spoken
from homeroom.web.forms.families.contact_form import LANGUAGES
from homeroom.web.pages.imports.columns import ColumnLine
from homeroom.web.pages.lines import HomeroomLine, StudentLine
from tests.factories import an_admin
from tests.steps.invitation_page_examples import LONG, TILES, invitation_page_examples

EVERYWHERE: dict[str, Any] = {"school": "Lincoln School", "viewer": None, "csrf": "0" * 64, **spoken(catalogue())}
ADMIN = an_admin()
PARENT = an_admin(is_admin=False, contact_id="c1")
NO_FORM: dict[str, Any] = {"values": {}, "errors": {}}


def a_line(n: int = 1, **more: Any) -> StudentLine:
    usual: dict[str, Any] = {
        "id": f"s{n}",
        "name": f"Noé {LONG}" if n % 7 == 0 else "Noé García",
        "first_name": "Noé",
        "url": f"/students/s{n}",
        "homeroom": "3-A",
        "homeroom_url": "/homerooms/3-A",
        "grade": "3",
        "grade_url": "/grades/3",
        "state": "waiting",
        "state_label": "Invitation waiting",
    }
    return StudentLine(**usual | more)


def a_room(**more: Any) -> HomeroomLine:
    usual: dict[str, Any] = {
        "code": "3-A",
        "url": "/homerooms/3-A",
        "room": "Room 12",
        "teachers": "Ms. Lee, Mr. Ito",
        "grade": "3",
        "grade_url": "/grades/3",
        "year": "2026-2027",
    }
    return HomeroomLine(**usual | more)


STUDENT = {
    "id": "s1",
    "name": LONG,
    "first_name": "Wilhelmina",
    "homeroom": "3-A",
    "homeroom_url": "/homerooms/3-A",
    "grade": "3",
    "grade_url": "/grades/3",
    "student_id": "10001",
    "protected": True,
}
CONTACT = {
    "name": LONG,
    "relationship_label": "Mother",
    "lives_with_label": "Lives with this parent",
    "email": "maria@example.org",
    "mobile_phone": "555 0100",
    "home_phone": "",
    "address_lines": ("1 Long Street", "Springfield, IL 62701"),
    "registered": True,
    "sharing": ["Only the school can see your phone numbers."],
    "language_label": "English",
    "receives_mail": True,
}
INVITATION = {
    "url": "/invitations/i1",
    "email": "maria@example.org",
    "parent_name": "",
    "state": "bounced",
    "state_label": MailState.BOUNCED.label,
    "blocked": "Mail to this address came back for good (the mailbox does not exist), so nothing is sent there.",
    "when": "24 Nov 2026",
    "about": "Noé and Ana",
}
PROFILE: dict[str, Any] = {
    "student": STUDENT,
    "contacts": [],
    "invitations": [],
    "earlier_invitations": [],
    "declined": [],
    "can_invite": True,
    "notice": "",
    **NO_FORM,
}
IMPORT: dict[str, Any] = {
    "id": "i1",
    "url": "/imports/i1",
    "name": "new families.csv",
    "when": "24 Nov 2026, 09:00 UTC",
    "by": "uploaded by Jordan Ellis",
    "state": "finished",
    "state_label": "Finished",
    "rows": 3,
    "done": 3,
    "percent": 100,
    "counts": {"invited": 1, "placed only": 1, "unchanged": 0, "skipped": 0, "failed": 1},
    "detected": "UTF-8, comma, 11 columns",
    "notices": ["Ignored: “Shoe size”."],
    "problems": [],
    "half_way": False,
    "results_url": "/imports/i1/results",
}
WRONG = RowOutcome(
    9, LONG, Outcome.FAILED, "parent_email: Not a valid e-mail address", (ShownCell("parent_email", "x", "Not valid"),)
)
STORY: dict[str, Any] = {
    "imp": IMPORT,
    "rows": [WRONG],
    "outcome": "",
    "refresh": "",
    "late": False,
    "mail_out": "about 3 minutes",
    "attention": [("2 parents need attention. Their mail came back.", "/invitations?state=bounced&import=i1")],
    "can_stop": False,
    "can_withdraw": True,
    "next_url": "/imports/i1?after=9",
    "last_row": 108,
}
SIZES = {"in_form": 4 * 1024 * 1024, "most": 10 * 1024 * 1024}
CHECK: dict[str, Any] = {
    "sizes": SIZES,
    "imp": IMPORT | {"state": "checked"},
    "mails": 1,
    "to_correct": [{"column": "parent_email", "rows": "9 and 12"}, {"column": "", "rows": "14"}],
    "columns": ["parent_email"],
    "wrong": [WRONG],
    "more_wrong": False,
    "unknown_homerooms": True,
    "next_url": "",
    "last_row": 0,
    "rows": [],
    "outcome": "",
}
FORM: dict[str, Any] = {
    "students": [a_line(1), a_line(2, first_name="Ana")],
    "languages": list(LANGUAGES.items()),
    "first_names": "Noé and Ana",
    "saved": False,
    "has_log_in": False,
    **NO_FORM,
}
MISTAKES = {
    "values": {"first_name": LONG, "relationship_s1": "Aunt", "lives_with_s2": "part"},
    "errors": {"last_name": "Enter the last name.", "share_email": "Choose who may see it.", "lives_with_s1": "Say."},
}
COLUMN = ColumnLine("class_code", True, "The homeroom.", "class, homeroom")

GRADE = {"grade": "3", "url": "/grades/3", "homerooms": [a_room()]}

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "accounts/login.html": [
        {"notice": "", **NO_FORM},
        {"notice": "You have logged out.", "values": {"email": "a@example.org"}, "errors": {"email": "Not right."}},
    ],
    "roster/students.html": [
        {"viewer": ADMIN, "q": "", "students": [], "more": False, "homerooms_exist": False, "invited": []},
        {"viewer": ADMIN, "q": "", "students": [], "more": False, "homerooms_exist": True, "invited": TILES},
        {
            "viewer": ADMIN,
            "q": "no",
            "students": [a_line(n) for n in range(50)],
            "more": True,
            "homerooms_exist": True,
            "invited": [],
        },
        {"viewer": PARENT, "q": LONG, "students": [], "more": False, "homerooms_exist": True, "invited": []},
    ],
    "roster/student.html": [
        {"viewer": ADMIN, **PROFILE},
        {"viewer": ADMIN, **PROFILE, "contacts": [CONTACT], "invitations": [INVITATION], "notice": "On its way."},
        {"viewer": ADMIN, **PROFILE, "earlier_invitations": [INVITATION | {"parent_name": LONG}, INVITATION]},
        {"viewer": ADMIN, **PROFILE, "declined": [INVITATION, INVITATION | {"parent_name": LONG}]},
        {"viewer": PARENT, **PROFILE, "values": {"parent_email": LONG}, "errors": {"parent_email": "Not valid."}},
    ],
    "roster/homerooms.html": [
        {"viewer": ADMIN, "year": "2026-2027", "grades": []},
        {
            "viewer": PARENT,
            "year": "2026-2027",
            "grades": [{"grade": "3", "url": "/grades/3", "homerooms": [a_room()]}],
        },
    ],
    "roster/homeroom.html": [
        {"viewer": ADMIN, "homeroom": a_room(), "students": []},
        {"viewer": ADMIN, "homeroom": a_room(room="", teachers="", grade=""), "students": [a_line(7), a_line(8)]},
    ],
    "roster/grade.html": [
        {
            "viewer": ADMIN,
            "grade": "3",
            "year": "2026-2027",
            "homerooms": [a_room(students=[a_line()]), a_room(code="3-B")],
        }
    ],
    "imports/imports.html": [
        {"viewer": ADMIN, "imports": [], "errors": {}, "sizes": SIZES},
        {"viewer": ADMIN, "imports": [IMPORT, IMPORT], "errors": {"file": "Choose a CSV file first."}, "sizes": SIZES},
    ],
    "imports/import.html": [
        {"viewer": ADMIN, **STORY},
        {"viewer": ADMIN, **STORY, "imp": IMPORT | {"state": "running"}, "refresh": "2", "can_stop": True, "rows": []},
        {
            "viewer": ADMIN,
            **STORY,
            "imp": IMPORT | {"state": "waiting"},
            "refresh": "15;url=/x",
            "late": True,
            "rows": [],
        },
        {"viewer": ADMIN, **STORY, "imp": IMPORT | {"state": "failed", "problems": ["Needed: class_code."]}},
        {"viewer": ADMIN, **STORY, "imp": IMPORT | {"state": "failed", "problems": ["Gone."], "half_way": True}},
    ],
    "imports/import_check.html": [
        {"viewer": ADMIN, **CHECK},
        {
            "viewer": ADMIN,
            **CHECK,
            "mails": 0,
            "to_correct": [],
            "wrong": [],
            "columns": [],
            "outcome": "invited",
            "next_url": "/imports/i1?outcome=invited&after=9",
            "last_row": 108,
        },
    ],
    "imports/import_columns.html": [{"viewer": ADMIN, "columns": [COLUMN], "homeroom_columns": [COLUMN]}],
    "site/settings.html": [
        {"viewer": ADMIN, "notice": "", **NO_FORM},
        {"viewer": ADMIN, "notice": "Saved.", "values": {"school_name": LONG}, "errors": {"link_days": "Enter days."}},
    ],
    "families/me.html": [
        {"viewer": PARENT, "contact": CONTACT, "students": [a_line()], "notice": "", "login_email": "a@example.org"},
        {"viewer": PARENT, "contact": CONTACT, "students": [], "notice": "Saved.", "login_email": "a@example.org"},
    ],
    "families/me_edit.html": [{"viewer": PARENT, **FORM}, {"viewer": PARENT, **FORM, **MISTAKES}],
    "invitations/invitation.html": [
        {
            "first_names": "Noé and Ana",
            "inviter": LONG,
            "expires": "24 December 2026",
            "decline_url": f"/i/{'x' * 43}/decline",
        }
    ],
    "answers/link_over.html": [
        {"expired": True, "address": "m•••••@example.net", "new_link_url": f"/i/{'x' * 43}/new-link"},
        {"expired": False, "address": "", "new_link_url": f"/i/{'x' * 43}/new-link"},
    ],
    "answers/new_link.html": [{}],
    "answers/decline.html": [
        {"students": [a_line()], "first_names": LONG, "back": "/answer", "errors": {}},
        {"students": [a_line(1), a_line(2)], "first_names": "Noé and Ana", "back": "/answer", "errors": {}},
        {
            "students": [a_line(1), a_line(2)],
            "first_names": "Noé and Ana",
            "back": "/answer",
            "errors": {"students": "Choose the names of those who are not your children."},
        },
    ],
    **invitation_page_examples(),
    "answers/answer.html": [FORM, FORM | MISTAKES, FORM | {"saved": True}, FORM | {"has_log_in": True}],
    "answers/answer_next.html": [
        {"first_names": "Noé", "name": "María", "can_register": True, "notice": "Saved."},
        {"first_names": "Noé", "name": LONG, "can_register": False, "notice": "Added."},
    ],
    "answers/another_parent.html": [FORM, FORM | MISTAKES],
    "answers/register.html": [
        {"email": "maria@example.org", **NO_FORM},
        {"email": "maria@example.org", "values": {}, "errors": {"password": "Choose a longer one."}},
    ],
    "answers/answer_done.html": [
        {"name": "María", "first_names": "Noé", "registered": True},
        {"name": "María", "first_names": "Noé", "registered": False},
    ],
    "core/dead_end.html": [
        {"heading": "Your link has expired", "paragraphs": ["Ask the school."], "action": None},
        {"heading": LONG, "paragraphs": [], "action": SimpleNamespace(url="/login", label="Log in")},
    ],
}
"""Page template -> contexts, without what stands in EVERYWHERE."""
