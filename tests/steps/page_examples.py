"""Pages whose contexts are no dataclasses yet: some of each, ordinary, empty, wrong, long."""

from typing import Any

from homeroom.web.pages.invitations.invitation_lines import ShownInvitation, ShownStudent, Tile
from homeroom.web.pages.invitations.timeline_lines import Line
from tests.factories import NOW
from tests.steps.pages.example import ADMIN, LONG

NO_FORM: dict[str, Any] = {"values": {}, "errors": {}}


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
UNCONVERTED: dict[str, list[dict[str, Any]]] = {
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
    "mail/stop_mails.html": [{"done": False}, {"done": True}],
}
"""Page template -> contexts, with the viewer beside."""
