"""A registered parent's own pages."""

from dataclasses import replace

from homeroom.domain.accounts.browser import BrowserText
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.invitations.status import Status
from homeroom.domain.kernel.message import message
from homeroom.domain.mail.address_block import BlockReason
from homeroom.domain.mail.mail import MailState
from homeroom.web.forms.families.contact_form import ContactProblem
from homeroom.web.pages.families.data import DataFilePage, DataPage
from homeroom.web.pages.families.data_lines import (
    DataActor,
    DataBlock,
    DataChild,
    DataEvent,
    DataInvitation,
    DataLines,
    DataLogIn,
    DataMail,
    DataMoment,
)
from homeroom.web.pages.families.me import EditMePage, MeNotice, MePage, OwnStudent
from tests.factories import NOW, a_student
from tests.steps.pages.example import LONG, PARENT, PARENT_BY_LINK, Example

DETAILS = ContactDetails(
    first_name="María",
    last_name=LONG,
    email="maria@example.org",
    mobile_phone="555 0100",
    street="1 Long Street",
    city="Springfield",
    state="IL",
    postal_code="62701",
    sharing=Sharing(email=Audience.HOMEROOM, phone=Audience.SITE),
)
LITTLE = ContactDetails(first_name="María", last_name="García", language="es", receives_school_mail=False)
CHILDREN = [a_student("Noé", id="s1"), a_student("Ana", id="s2")]
LANGUAGE_CHOICES = list(LANGUAGES.items())
MISTAKEN_VALUES = {"first_name": LONG, "relationship_s1": "Aunt", "lives_with_s2": "part"}
MISTAKES = {
    "last_name": message(ContactProblem.LAST_NAME),
    "share_email": message(ContactProblem.SHARE_EMAIL),
    "lives_with_s1": message(ContactProblem.LIVES_WITH_ME, student="Noé"),
}
TYPED = {
    "version": "c1.1",
    "whose": "0" * 16,
    "first_name": LONG,
    "last_name": "García",
    "email": "maria@example.org",
    "mobile_phone": "555 0100",
    "home_phone": "",
    "share_email": "site",
    "language": "es",
    "relationship_s1": "Mother",
    "lives_with_s1": "part",
    "child_s1": LONG,
}
STORED = {
    "first_name": "María",
    "home_phone": "555 0199",
    "street": "",
    "share_email": "homeroom",
    "language": "vi",
    "receives_school_mail": "",
    "relationship_s1": "Guardian",
    "lives_with_s1": "yes",
}
CHANGED = {"": message(ContactProblem.CHANGED_ELSEWHERE)}


def own(lives_with: LivesWith, relationship: str) -> OwnStudent:
    return OwnStudent(
        name=LONG,
        url="/students/s1",
        homeroom="3-A",
        homeroom_url="/homerooms/3-A",
        grade="3",
        relationship=relationship,
        lives_with=lives_with,
    )


def me(details: ContactDetails, *students: OwnStudent, saved: bool = False, viewer: User = PARENT) -> Example:
    notice = message(MeNotice.SAVED) if saved else None
    context = MePage(
        details=details,
        language=LANGUAGES[details.language],
        students=students,
        login_email="a@example.org",
        has_password=viewer.has_password,
        notice=notice,
    )
    return Example(context, viewer)


def data(files: str = "/me/data") -> DataPage:
    when = [DataMoment(at=NOW, what=message(DataEvent.MAIL), more=MailState.DELIVERED.label)]
    asked = DataInvitation(
        asked_at=NOW,
        status=Status.ANSWERED.label,
        address="a@example.org",
        names=[LONG],
        children=["Noé", "Ana"],
        others=1,
        events=when,
    )
    child = DataChild(
        name=LONG,
        homeroom="3-A",
        grade="3",
        relationship="Mother",
        lives_with=LivesWith.PART,
        since=NOW.date(),
        until=NOW.date(),
    )
    lines = DataLines(
        at=NOW,
        details=replace(DETAILS, apartment="Apt 4", country="MX"),
        language=LANGUAGES["en"],
        children=[child, replace(child, homeroom="", grade="", lives_with=LivesWith.NO, since=None, until=None)],
        login_email="a@example.org",
        has_password=True,
        log_ins=[DataLogIn(browser=message(BrowserText.ANOTHER), began=NOW, seen=NOW)],
        blocks=[DataBlock(why=BlockReason.UNSUBSCRIBED.label, since=NOW)],
        asked=[asked],
        sent=[replace(asked, address="", names=[], events=[])],
        mails=[
            DataMoment(at=NOW, what=message(DataMail.LOG_IN), more=MailState.DELIVERED.label, address="a@b.example")
        ],
        entries=[DataMoment(at=NOW, what=AuditAction.LOGGED_IN.label, by=message(DataActor.YOU))],
    )
    return DataPage(data=lines, files=files)


NOTHING = replace(
    data().data,
    details=LITTLE,
    children=[],
    login_email="",
    blocks=[],
    asked=[],
    sent=[],
    mails=[],
    entries=[],
    log_ins=[],
)


EXAMPLES = (
    Example(data(), PARENT),
    Example(replace(data(), data=NOTHING), PARENT),
    Example(DataFilePage(data=data().data), PARENT),
    me(DETAILS, own(LivesWith.YES, "Mother"), own(LivesWith.PART, "Aunt"), own(LivesWith.NO, "")),
    me(LITTLE, saved=True),
    me(LITTLE, viewer=PARENT_BY_LINK),
    Example(EditMePage(CHILDREN, LANGUAGE_CHOICES, {}, {}, {}), PARENT),
    Example(EditMePage(CHILDREN[:1], LANGUAGE_CHOICES, MISTAKEN_VALUES, MISTAKES, {}), PARENT),
    Example(EditMePage(CHILDREN, LANGUAGE_CHOICES, TYPED, CHANGED, STORED), PARENT),
)
