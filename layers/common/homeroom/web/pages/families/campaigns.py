"""Once a year: ask parents whether what the school has is still right. Planned, watched and ended by Site Admins."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from homeroom.domain.families.campaign import CampaignPlan, CampaignRefused
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.families import campaigns
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
