"""What the link in an email of a campaign opens: one button, which logs its reader in."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from homeroom.use_cases.accounts.sessions import end_session
from homeroom.use_cases.accounts.use_campaign_link import CampaignLinkOver, look_at_campaign_link, use_campaign_link
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.dead_end import LOG_IN_LINK, DeadEndText, dead_end
from homeroom.web.core.guards import Guard
from homeroom.web.core.known_browser import browser_behind, log_in_cookies
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route


@dataclass(frozen=True, repr=False)
class StillRightPage:
    """`ends` is the last day on which the link works. `is_admin`: its reader logs in with a password."""

    template: ClassVar[str] = "accounts/still_right.html"
    ends: date
    is_admin: bool


def show_link(request: Request, services: Services) -> Page:
    try:
        opened = look_at_campaign_link(request.params["token"], request.visitor, services)
    except CampaignLinkOver:
        return _over()
    return Page(StillRightPage(opened.ends, opened.user.is_admin))


def post_link(request: Request, services: Services) -> Page | Redirect:
    browser = browser_behind(request)
    try:
        started = use_campaign_link(request.params["token"], request.visitor, request.route, services, browser)
    except CampaignLinkOver:
        return _over()
    if started is None:
        return Redirect("/login")
    end_session(request.session_token, services)
    return Redirect("/me/confirm", log_in_cookies(started, browser))


def _over() -> Page:
    context = dead_end(DeadEndText.CAMPAIGN_LINK_OVER, DeadEndText.CAMPAIGN_LINK_OVER_NEXT, action=LOG_IN_LINK)
    return Page(context, 410)


ROUTES = (
    Route("GET", "/still-right/{token}", Guard.LINK, show_link),
    Route("POST", "/still-right/{token}", Guard.LINK, post_link),
)
