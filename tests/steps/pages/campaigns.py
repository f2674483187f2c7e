"""Once a year: is this still right?"""

from dataclasses import replace
from datetime import timedelta

from homeroom.domain.families.campaign import CampaignCounts, CampaignProblem, CampaignState
from homeroom.domain.families.parent_contact import LivesWith
from homeroom.domain.kernel.message import message
from homeroom.web.forms.day_field import DayProblem
from homeroom.web.forms.families.campaign_form import CampaignFormProblem, homeroom_field, refusal, usual_values
from homeroom.web.pages.families.campaign_contexts import (
    AskedStudent,
    CampaignForm,
    CampaignLine,
    CampaignPage,
    CampaignsPage,
    WaitingContact,
)
from homeroom.web.pages.families.campaigns import CampaignNotice
from homeroom.web.pages.families.confirm import ConfirmedChild, ConfirmPage, ConfirmProblem
from tests.factories import NOW, TODAY
from tests.steps.pages.example import ADMIN, LONG, PARENT, Example
from tests.steps.pages.families import CHILDREN, DETAILS, LITTLE

RUNNING = CampaignLine(
    url="/campaigns/000002",
    state=CampaignState.RUNNING,
    begins=TODAY,
    ends=TODAY + timedelta(days=21),
    since=TODAY - timedelta(days=300),
    homerooms=(),
    asked=1200,
    confirmed=410,
    not_reachable=31,
    share=34.2,
    made_by=LONG,
)
PLANNED = replace(RUNNING, state=CampaignState.PLANNED, asked=0, confirmed=0, not_reachable=0, share=0)
OVER = replace(
    RUNNING, ended_at=NOW, state=CampaignState.OVER, homerooms=("3-A", LONG[:40]), asked=1, confirmed=1, share=100
)
ROOMS = [(homeroom_field(code), code) for code in ("3-A", "3-B", LONG[:40])]
EMPTY = CampaignsPage(
    current=None, past=(), form=CampaignForm(homerooms=ROOMS), values=usual_values(TODAY), errors={}, notice=None
)
COUNTED = CampaignForm(homerooms=ROOMS, recipients=CampaignCounts(asked=1200, not_reachable=31), begins=TODAY)
CHOSEN = usual_values(TODAY) | {"whose": "chosen", homeroom_field("3-A"): "yes"}
MISTAKES = {
    "begins": message(DayProblem.DATE),
    "ends": message(CampaignFormProblem.NO_DAY),
    "not_confirmed_since": message(CampaignProblem.NO_RECIPIENTS),
    "whose": message(CampaignFormProblem.NO_HOMEROOM),
}
STUDENTS = [AskedStudent(name=LONG, url="/students/s1"), AskedStudent(name="Ana", url="/students/s2")]
WAITING = [WaitingContact(name=LONG, asked_at=NOW, students=STUDENTS[:n]) for n in (1, 2)]
CAMPAIGN = CampaignPage(campaign=RUNNING, waiting=WAITING, unreached=False, first_url="", next_url="")
CONFIRM = ConfirmPage(
    details=DETAILS,
    new_email="",
    language="English",
    children=[
        ConfirmedChild(id=child.id, first_name=LONG, relationship="Mother", lives_with=lives_with, kept_out=True)
        for child, lives_with in zip(CHILDREN, (LivesWith.PART, LivesWith.NO), strict=True)
    ],
    login_email="a@example.org",
    version="0" * 16,
    done=False,
    errors={},
)

EXAMPLES = (
    Example(EMPTY, ADMIN),
    Example(replace(EMPTY, form=COUNTED, past=[OVER, replace(OVER, homerooms=())]), ADMIN),
    Example(replace(EMPTY, form=replace(COUNTED, recipients=CampaignCounts(asked=1)), values=CHOSEN), ADMIN),
    Example(replace(EMPTY, values={"begins": LONG}, errors=MISTAKES), ADMIN),
    Example(
        replace(EMPTY, current=RUNNING, values=CHOSEN, errors=refusal(message(CampaignProblem.ANOTHER_ONE))), ADMIN
    ),
    Example(replace(EMPTY, current=RUNNING, form=None), ADMIN),
    Example(replace(EMPTY, current=PLANNED, form=None), ADMIN),
    Example(CAMPAIGN, ADMIN),
    Example(replace(CAMPAIGN, first_url="/campaigns/000002", next_url="/campaigns/000002?after=c1"), ADMIN),
    Example(replace(CAMPAIGN, unreached=True), ADMIN),
    Example(replace(CAMPAIGN, waiting=(), unreached=True), ADMIN),
    Example(replace(CAMPAIGN, waiting=(), first_url="/campaigns/000002"), ADMIN),
    Example(replace(CAMPAIGN, waiting=()), ADMIN),
    Example(replace(CAMPAIGN, campaign=replace(RUNNING, asked=0), waiting=()), ADMIN),
    Example(replace(CAMPAIGN, campaign=replace(OVER, asked=0), waiting=()), ADMIN),
    Example(
        replace(CAMPAIGN, campaign=PLANNED, waiting=(), notice=message(CampaignNotice.PLANNED)),
        ADMIN,
    ),
    Example(replace(CAMPAIGN, campaign=OVER, notice=message(CampaignNotice.ENDED)), ADMIN),
    Example(CONFIRM, PARENT),
    Example(replace(CONFIRM, details=LITTLE, new_email="new@example.net", deletion_due=NOW), PARENT),
    Example(replace(CONFIRM, errors={"": message(ConfirmProblem.CHANGED)}), PARENT),
    Example(replace(CONFIRM, confirmed_at=NOW), PARENT),
    Example(replace(CONFIRM, done=True), PARENT),
)
