"""Everything kept about a parent."""

from dataclasses import replace

from homeroom.domain.accounts.browser import BrowserText
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import LivesWith
from homeroom.domain.invitations.status import Status
from homeroom.domain.kernel.message import message
from homeroom.domain.mail.address_block import BlockReason
from homeroom.domain.mail.mail import MailState
from homeroom.web.pages.families.change_words import shown_change
from homeroom.web.pages.families.data import DataFilePage, DataPage
from homeroom.web.pages.families.data_lines import (
    DataBlock,
    DataChild,
    DataInvitation,
    DataLines,
    DataLogIn,
    DataMoment,
)
from homeroom.web.pages.families.data_words import DataActor, DataEvent, DataMail
from homeroom.web.pages.families.deletion import DeletionPage, DeletionProblem
from tests.factories import NOW
from tests.steps.pages.example import ADMIN, LONG, PARENT, Example
from tests.steps.pages.families import DETAILS, LITTLE
from tests.steps.stored_things import CONTACT_LOG


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
        kept_out=True,
    )
    lines = DataLines(
        at=NOW,
        details=replace(DETAILS, apartment="Apt 4", country="MX"),
        excluded=[LONG, "sam@example.org"],
        language=LANGUAGES["en"],
        children=[child, replace(child, homeroom="", grade="", lives_with=LivesWith.NO, since=None, until=None)],
        login_email="a@example.org",
        new_email="new@example.net",
        recorded_as=LONG,
        confirmed_at=NOW,
        asked_to_confirm=NOW,
        has_password=True,
        log_ins=[DataLogIn(browser=message(BrowserText.ANOTHER), began=NOW, seen=NOW)],
        blocks=[DataBlock(why=BlockReason.UNSUBSCRIBED.label, since=NOW)],
        asked=[asked],
        sent=[replace(asked, address="", names=[], events=[])],
        changes=[shown_change(change, {"s1": "Noé"}) for change in CONTACT_LOG.changes],
        requests=[DataMoment(at=NOW, what=message(DataEvent.OWN_REQUEST))],
        mails=[
            DataMoment(at=NOW, what=message(DataMail.LOG_IN), more=MailState.DELIVERED.label, address="a@b.example")
        ],
        entries=[DataMoment(at=NOW, what=AuditAction.LOGGED_IN.label, by=message(DataActor.YOU))],
    )
    return DataPage(data=lines, files=files)


NOTHING = replace(
    data().data,
    details=LITTLE,
    excluded=[],
    children=[],
    changes=[],
    login_email="",
    new_email="",
    blocks=[],
    asked=[],
    sent=[],
    requests=[],
    mails=[],
    entries=[],
    log_ins=[],
)


DELETION = DeletionPage(
    url="/me/data/delete",
    back="/me/data",
    name="",
    children=["Noé", LONG],
    alone=["Noé"],
    has_log_in=True,
    log_in_ends=True,
    no_emails=False,
    shares_address=True,
    needs_password=True,
    file_days=30,
    record_years=3,
    errors={"password": message(DeletionProblem.WRONG_PASSWORD)},
)
OF_ANOTHER = "/students/s1/contacts/c1/data"

EXAMPLES = (
    Example(DELETION, PARENT),
    Example(replace(DELETION, alone=[], log_in_ends=False, no_emails=True, needs_password=False, errors={}), PARENT),
    Example(replace(DELETION, url=f"{OF_ANOTHER}/delete", back=OF_ANOTHER, name=LONG, errors={}), ADMIN),
    Example(replace(data(OF_ANOTHER), back="/students/s1", deletion_due=NOW), ADMIN),
    Example(replace(data(OF_ANOTHER), back="/students/s1"), ADMIN),
    Example(replace(data(), deletion_due=NOW), PARENT),
    Example(data(), PARENT),
    Example(replace(data(), data=NOTHING), PARENT),
    Example(DataFilePage(data=data().data), PARENT),
)
