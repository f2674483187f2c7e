"""For every page template some contexts: ordinary, empty, wrong, long."""

from types import SimpleNamespace
from typing import Any

from homeroom.messages.catalogue import catalogue
from homeroom.web.core.rendering import spoken
from homeroom.web.core.responses import page
from homeroom.web.forms.families.contact_form import LANGUAGES
from homeroom.web.pages.invitations.invitation_lines import ShownInvitation, ShownStudent, Tile
from homeroom.web.pages.invitations.timeline_lines import Line
from homeroom.web.pages.lines import HomeroomLine, StudentLine
from tests.factories import NOW, an_admin
from tests.steps.import_pages import IMPORT_PAGES

LONG = "Wilhelmina Alexandria Featherstonehaugh-Montgomery <b>&amp;</b>"
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
    "state_label": "Bounced: the mailbox does not exist",
    "blocked": "Mail to this address came back for good (the mailbox does not exist), so nothing is sent there.",
    "when": "24 Nov 2026",
    "about": "Noé and Ana",
}
TILES = [
    Tile("", "Invited", "100,000", "/invitations"),
    Tile("bounced", "Bounced", "12", "/invitations?state=bounced"),
]
ABOUT = ShownStudent(LONG, "/students/s1", "3-A", "/homerooms/3-A")
LISTED = ShownInvitation(
    url="/invitations/i1",
    name=LONG,
    email=f"{'a' * 60}@{'b' * 60}.example.org",
    students=[ABOUT, ABOUT],
    state="bounced",
    state_label="Bounced: the mailbox does not exist",
    when="24 Nov 2026",
    inviter=LONG,
    inviter_url="/invitations?inviter=0",
)
INVITATIONS: dict[str, Any] = {
    "asked": {"state": "bounced", "homeroom": "3-A", "import": "i1", "inviter": "0", "q": LONG},
    "invitations": [LISTED, LISTED],
    "tiles": TILES,
    "is_empty": False,
    "is_filtered": True,
    "homerooms": [("3-A", "3-A")],
    "imports": [("i1", "new families.csv, 24 Nov 2026")],
    "inviters": [("0", LONG)],
    "next_url": "/invitations?before=2",
    "first_url": "/invitations",
    "download_url": "/invitations/download",
    "sending_again": 12,
}
INVITATION_STORY: dict[str, Any] = {
    "id": "i1",
    "heading": LONG,
    "email": f"{'a' * 60}@{'b' * 60}.example.org",
    "state": "begun",
    "state_label": "Begun, not finished yet",
    "students": [ABOUT],
    "inviter": LONG,
    "inviter_url": "/invitations?inviter=0",
    "expires": "24 December 2026",
    "lines": [
        Line(NOW, "24 Nov 2026, 09:00 UTC", f"{LONG} invited {LONG}: row 7 of", "/imports/i1", "new families.csv"),
        Line(NOW, "24 Nov 2026, 09:01 UTC", "The mail was delivered."),
    ],
    "can_send_again": True,
    "blocked": "Mail to this address came back for good (the mailbox does not exist), so nothing is sent there.",
    "can_be_allowed": True,
    "can_withdraw": True,
    "can_hold": True,
    "can_release": False,
    "taken_url": "",
    "notice": "",
    **NO_FORM,
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
    **{
        template: [{"viewer": ADMIN, **page(c).context} for c in contexts]
        for template, contexts in IMPORT_PAGES.items()
    },
    "invitations/invitations.html": [
        {"viewer": ADMIN, **INVITATIONS},
        {"viewer": ADMIN, **INVITATIONS, "invitations": [], "next_url": "", "sending_again": None},
        {"viewer": ADMIN, **INVITATIONS, "invitations": []},
        {"viewer": ADMIN, **INVITATIONS, "is_empty": True},
    ],
    "invitations/invitations_download.html": [
        {
            "viewer": ADMIN,
            "number": number,
            "is_first": is_first,
            "most": "5,000",
            "file_url": "/invitations/file",
            "next_url": next_url,
            "back_url": "/invitations",
        }
        for number, is_first, next_url in (("5,000", True, "/x"), ("1", True, ""), ("20", False, ""), ("", True, ""))
    ],
    "invitations/bulk_resend.html": [
        {
            "viewer": ADMIN,
            "number": number,
            "number_label": f"More than {number}",
            "done": "1",
            "by": LONG,
            "since": "24 Nov 2026, 09:00 UTC",
            "refresh": refresh,
        }
        for number, refresh in ((0, False), (1, False), (12, False), (12, True))
    ],
    "invitations/invitation_timeline.html": [
        {"viewer": ADMIN, **INVITATION_STORY},
        {
            "viewer": ADMIN,
            **INVITATION_STORY,
            "values": {"email": LONG},
            "errors": {"email": "Not valid."},
            "taken_url": "/invitations/i2",
        },
        {
            "viewer": ADMIN,
            **INVITATION_STORY,
            "can_send_again": False,
            "can_hold": False,
            "can_release": True,
            "notice": "Held.",
        },
        {
            "viewer": ADMIN,
            **INVITATION_STORY,
            "expires": "",
            "students": [],
            "can_send_again": False,
            "can_hold": False,
            "can_withdraw": False,
        },
    ],
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
    "mail/stop_mails.html": [{"done": False}, {"done": True}],
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
