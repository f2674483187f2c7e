"""Once a year: ask parents whether what the school has is still right. Planned, watched and ended by Site Admins."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from homeroom.domain.families.campaign import Campaign, CampaignCounts, CampaignPlan, CampaignRefused
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.families.campaigns import (
    PastCampaign,
    campaign_counts,
    current_campaign,
    end_campaign,
    expected_counts,
    find_campaign,
    not_confirmed,
    past_campaigns,
    plan_campaign,
)
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings, today
from homeroom.web.core.addresses import student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.campaign_form import homeroom_field, own_values, read_plan, refusal, usual_values
from homeroom.web.forms.form_parsing import FormInvalid
from homeroom.web.pages.families.campaign_contexts import (
    AskedStudent,
    CampaignForm,
    CampaignLine,
    CampaignPage,
    CampaignsPage,
    WaitingContact,
    campaign_line,
    campaign_url,
)

_ON_A_PAGE = 100
_NOT_REACHED = "not-reached"


class CampaignNotice(Code):
    PLANNED = "campaign_notice.planned"
    ENDED = "campaign_notice.ended"


_NOTICES = {notice.name.lower(): message(notice) for notice in CampaignNotice}


def show_campaigns(request: Request, services: Services) -> Page:
    return Page(_page(usual_values(today(services)), {}, services))


def post_count(request: Request, services: Services) -> Page:
    """How many would be asked. Nothing is done."""
    values = own_values(request.form)
    try:
        plan = read_plan(values)
        counts = expected_counts(plan, services)
    except FormInvalid as invalid:
        return Page(_page(values, invalid.errors, services), 422)
    except CampaignRefused as refused:
        return Page(_page(values, refusal(refused.message), services), 422)
    return Page(_page(values, {}, services, plan, counts))


def post_campaign(request: Request, services: Services) -> Page | Redirect:
    values = own_values(request.form)
    try:
        campaign = plan_campaign(read_plan(values), request.by, services)
    except FormInvalid as invalid:
        return Page(_page(values, invalid.errors, services), 422)
    except CampaignRefused as refused:
        return Page(_page(values, refusal(refused.message), services), 422)
    return Redirect(f"{campaign_url(campaign.id)}?notice=planned")


def show_campaign(request: Request, services: Services) -> Page:
    campaign, after = find_campaign(request.params["id"], services), request.id_named("after")
    unreached = request.query.get("who") == _NOT_REACHED
    found = not_confirmed(campaign, services, after, _ON_A_PAGE, reached=not unreached)
    next_after = max(contact.id for contact in found) if len(found) == _ON_A_PAGE else ""
    return Page(
        CampaignPage(
            campaign=_lines([PastCampaign(campaign, campaign_counts(campaign, services))], services)[0],
            waiting=_waiting(found, services),
            unreached=unreached,
            first_url=_list_url(campaign, unreached=unreached) if after else "",
            next_url=_list_url(campaign, next_after, unreached=unreached) if next_after else "",
            notice=_NOTICES.get(request.query.get("notice", "")),
        )
    )


def post_end(request: Request, services: Services) -> Redirect:
    campaign = end_campaign(request.params["id"], request.by, services)
    return Redirect(f"{campaign_url(campaign.id)}?notice=ended")


def _page(
    values: Mapping[str, str],
    errors: Mapping[str, Message],
    services: Services,
    plan: CampaignPlan | None = None,
    counts: CampaignCounts | None = None,
) -> CampaignsPage:
    """While one is planned or runs there is no form, but for whoever has just sent one: what they typed stays."""
    current, past = current_campaign(services), past_campaigns(services)
    counted = [PastCampaign(current, campaign_counts(current, services))] if current else []
    lines = _lines([*counted, *past], services)
    form = replace(_form(services), recipients=counts, begins=plan.begins if plan else None)
    return CampaignsPage(
        current=lines[0] if current else None,
        past=lines[len(counted) :],
        form=form if current is None or errors else None,
        values=values,
        errors=errors,
    )


def _form(services: Services) -> CampaignForm:
    homerooms = services.roster.homerooms(site_settings(services).school_year)
    return CampaignForm(homerooms=[(homeroom_field(homeroom.code), homeroom.code) for homeroom in homerooms])


def _lines(counted: Sequence[PastCampaign], services: Services) -> list[CampaignLine]:
    people = services.access.users_by_id({one.campaign.made_by for one in counted})
    names = {user_id: user.name or user.email for user_id, user in people.items()}
    day = today(services)
    return [campaign_line(one.campaign, one.counts, names.get(one.campaign.made_by, ""), day) for one in counted]


def _waiting(contacts: Sequence[ParentContact], services: Services) -> list[WaitingContact]:
    students = services.roster.students({i for contact in contacts for i in contact.students})
    return [
        WaitingContact(
            name=contact.details.name,
            asked_at=contact.asked_to_confirm.at,
            students=[
                AskedStudent(name=students[i].name, url=student_url(i)) for i in contact.students if i in students
            ],
        )
        for contact in sorted(contacts, key=lambda one: one.details.name)
        if contact.asked_to_confirm
    ]


def _list_url(campaign: Campaign, after: str = "", *, unreached: bool) -> str:
    query = ({"who": _NOT_REACHED} if unreached else {}) | ({"after": after} if after else {})
    return f"{campaign_url(campaign.id)}?{urlencode(query)}" if query else campaign_url(campaign.id)


ROUTES = (
    Route("GET", "/campaigns", Guard.ADMIN, show_campaigns),
    Route("POST", "/campaigns", Guard.ADMIN, post_campaign),
    Route("POST", "/campaigns/count", Guard.ADMIN, post_count),
    Route("GET", "/campaigns/{id}", Guard.ADMIN, show_campaign),
    Route("POST", "/campaigns/{id}/end", Guard.ADMIN, post_end),
)
