"""Lists, downloads, the bulk resend, timelines, and stopping emails."""

from dataclasses import replace
from datetime import timedelta

from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.invitations.parent_request import Overtaken
from homeroom.domain.invitations.status import Status
from homeroom.domain.kernel.message import message
from homeroom.domain.mail.address_block import BlockNotice
from homeroom.domain.mail.mail import MailKind, MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.invitations.show_requests import OwnState
from homeroom.web.core.responses import PageContext
from homeroom.web.forms.invitations.address_form import AddressProblem
from homeroom.web.pages.invitations.contexts import (
    BulkResendPage,
    ChosenFilter,
    DownloadPage,
    FilterName,
    FilterPage,
    FirstAction,
    ImportChoice,
    InvitationsPage,
    InviterChoice,
    TimelinePage,
)
from homeroom.web.pages.invitations.invitation_lines import ShownInvitation, ShownStudent, Tile
from homeroom.web.pages.invitations.invitation_timeline import InvitationNotice
from homeroom.web.pages.invitations.own_requests import OwnInvitation, OwnInvitationsPage, RequestLine
from homeroom.web.pages.invitations.requests import Decided, RequestCard, RequestsPage
from homeroom.web.pages.invitations.states import StateText, StatusList
from homeroom.web.pages.invitations.timeline_entries import Source, TimelineEntry
from homeroom.web.pages.invitations.timeline_texts import TimelineText
from homeroom.web.pages.mail.stop import StopPage
from tests.factories import NOW
from tests.steps.pages.example import ADMIN, LONG, PARENT, Example

LONG_ADDRESS = f"{'a' * 60}@{'b' * 60}.example.org"
NO_MAILBOX = message(MailReason.NO_SUCH_MAILBOX)
STATE = message(StateText.BECAUSE, state=MailState.BOUNCED.label, reason=NO_MAILBOX)
ADDRESS_BLOCKED = message(BlockNotice.BOUNCED_BECAUSE, reason=NO_MAILBOX)
TILES = [
    Tile("", StatusList.INVITED.label, 100_000, "/invitations"),
    Tile("bounced", StatusList.BOUNCED.label, 12, "/invitations?state=bounced", exact=False),
    Tile("reminded", StatusList.REMINDED.label, 3, "/invitations?state=reminded"),
]
ABOUT = ShownStudent(LONG, "/students/s1", "3-A", "/homerooms/3-A")
LISTED = ShownInvitation(
    url="/invitations/i1",
    name=LONG,
    email=LONG_ADDRESS,
    students=[ABOUT, ABOUT],
    state="bounced",
    state_label=STATE,
    asked_at=NOW,
    inviter=LONG,
    inviter_url="/invitations?inviter=0",
)
CHOSEN = [
    ChosenFilter(FilterName.HOMEROOM, LONG, "/invitations"),
    ChosenFilter(FilterName.IMPORT, "", "/invitations"),
    ChosenFilter(FilterName.INVITER, "", "/invitations"),
]
LIST = InvitationsPage(
    filters={"state": "bounced", "homeroom": "3-A", "import": "i1", "inviter": "0", "q": LONG},
    invitations=[LISTED, replace(LISTED, name="")],
    tiles=TILES,
    chosen=CHOSEN,
    next_url="/invitations?before=2",
    first_url="/invitations",
    filter_url="/invitations/filter",
    download_url="/invitations/download",
    send_again_url="/invitations/send-again",
    resent=12,
)
FILTER = FilterPage(
    filters=LIST.filters,
    homerooms=["3-A", LONG],
    imports=[ImportChoice("i1", "new families.csv", NOW), ImportChoice("i2")],
    inviters=[InviterChoice("0", LONG), InviterChoice("1")],
    back_url="/invitations",
)
DOWNLOAD = DownloadPage(
    number=5_000, most=5_000, is_first=True, file_url="/invitations/file", next_url="/x", back_url="/invitations"
)
BULK_RESEND = BulkResendPage(filters=dict.fromkeys(LIST.filters, ""), back_url="/invitations")
TIMELINE = TimelinePage(
    id="i1",
    heading=LONG,
    email=LONG_ADDRESS,
    state="begun",
    state_label=Status.BEGUN.label,
    students=[ABOUT],
    inviter=LONG,
    inviter_url="/invitations?inviter=0",
    expires_at=NOW,
    entries=[
        TimelineEntry(
            NOW,
            message(TimelineText.INVITED_ABOUT, by=LONG, parent=LONG, students=(LONG, LONG)),
            Source(7, LONG, "/imports/i1"),
        ),
        TimelineEntry(NOW, message(TimelineText.MAIL_DELIVERED, mail=MailKind.INVITATION.label)),
        TimelineEntry(NOW, message(TimelineText.MAIL_BOUNCED_BECAUSE, mail=MailKind.REMINDER.label, reason=NO_MAILBOX)),
    ],
    first=FirstAction.ADDRESS,
    can_send_again=True,
    blocked=ADDRESS_BLOCKED,
    is_readers_wish=False,
    can_withdraw=True,
    can_hold=True,
    can_release=False,
    on_paper=False,
    values={},
    errors={},
    taken_url="",
    notice=None,
)
_WRONG = replace(
    TIMELINE, values={"email": LONG}, errors={"email": message(AddressProblem.TAKEN)}, taken_url="/invitations/i2"
)
_LETTER = replace(
    TIMELINE,
    heading="",
    email="",
    state=Status.PRINTED.value,
    state_label=Status.PRINTED.label,
    entries=[
        TimelineEntry(NOW, message(TimelineText.PRINTED, by=LONG, students=(LONG,))),
        TimelineEntry(NOW, message(TimelineText.ANSWERED_BY_LETTER)),
    ],
    first=FirstAction.NONE,
    can_send_again=False,
    blocked=None,
    can_hold=False,
    on_paper=True,
)
_CONTEXTS: list[PageContext] = [
    replace(LIST, invitations=[replace(LISTED, name="", email="")]),
    LIST,
    replace(LIST, invitations=[], next_url="", resent=None),
    replace(LIST, invitations=[], resent=1, filters=dict.fromkeys(LIST.filters, "")),
    replace(LIST, invitations=[LISTED], next_url="", first_url=""),
    replace(LIST, tiles=[]),
    FILTER,
    replace(FILTER, filters=dict.fromkeys(LIST.filters, "")),
    DOWNLOAD,
    replace(DOWNLOAD, is_first=False),
    replace(DOWNLOAD, number=1, next_url=""),
    replace(DOWNLOAD, number=20, is_first=False, next_url=""),
    replace(DOWNLOAD, number=0, next_url=""),
    BULK_RESEND,
    replace(BULK_RESEND, number=1),
    replace(BULK_RESEND, number=12, exact=False, filters=LIST.filters, chosen=CHOSEN, state=StatusList.BOUNCED.label),
    replace(BULK_RESEND, number=12, exact=False, more=True),
    replace(BULK_RESEND, number=12, running=BulkResend(by=LONG, started_at=NOW - timedelta(hours=1), done=1)),
    TIMELINE,
    _LETTER,
    replace(_LETTER, students=[], can_withdraw=False),
    _WRONG,
    replace(
        TIMELINE,
        can_send_again=False,
        can_hold=False,
        can_release=True,
        notice=message(InvitationNotice.HELD),
    ),
    replace(TIMELINE, is_readers_wish=True, blocked=message(BlockNotice.UNSUBSCRIBED)),
    replace(TIMELINE, expires_at=None, students=[], can_send_again=False, can_hold=False, can_withdraw=False),
]
STOP_AGAIN = f"/u/{'x' * 43}/again"
OWN_LINES = [
    RequestLine(email=LONG_ADDRESS if number % 2 else "ana@example.org", name=LONG, state=state, asked_at=NOW, on=NOW)
    for number, state in enumerate(OwnState)
]
_OWN = OwnInvitation(student=LONG, url="/students/s1", homeroom="3-A", homeroom_url="/homerooms/3-A", line=OWN_LINES[0])
_CARD = RequestCard(id="r1", by=LONG, student=ABOUT, email=LONG_ADDRESS, name=LONG, since=NOW)
_REQUESTS = RequestsPage([_CARD, replace(_CARD, name="", email="ana@example.org", student=None)], None, "")
_OVERTAKEN = message(Decided.OVERTAKEN, email=LONG_ADDRESS, why=Overtaken.HAS_CONTACT.label)

EXAMPLES = (
    Example(_REQUESTS, ADMIN, requests=2),
    Example(replace(_REQUESTS, notice=_OVERTAKEN), ADMIN, requests=2),
    Example(
        replace(_REQUESTS, requests=[], notice=message(Decided.APPROVED, by=LONG, email=LONG), invitation_url="/x"),
        ADMIN,
        requests=0,
    ),
    Example(OwnInvitationsPage([]), PARENT),
    Example(OwnInvitationsPage([_OWN, *(replace(_OWN, line=line, url="", homeroom="") for line in OWN_LINES)]), PARENT),
    *(Example(context, ADMIN) for context in _CONTEXTS),
    Example(StopPage(False, STOP_AGAIN)),
    Example(StopPage(True, STOP_AGAIN)),
    Example(StopPage(False, STOP_AGAIN, restarted=True)),
)
