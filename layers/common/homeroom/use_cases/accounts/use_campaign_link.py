"""Log in by the link in an email in which a campaign asks. Looking changes nothing. A Site Admin is not logged in: they
have a password, and reading their mail is not enough to be one.
"""

from dataclasses import dataclass
from datetime import date

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.families.campaign import Campaign, CampaignLink
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.limits import WRONG_LINK
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest
from homeroom.use_cases.accounts.browser import ANY_BROWSER, Browser, remembered
from homeroom.use_cases.accounts.sessions import Started, start_log_in
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import today

_TOKEN_LENGTH = 43


class CampaignLinkOver(HomeroomError):
    """It was used, its campaign is over, its reader has another address or has ended all log-ins by now, or there never
    was such a link.
    """


@dataclass(frozen=True)
class OpenCampaignLink:
    """Whose it is, and the last day on which it works."""

    link: CampaignLink
    user: User
    ends: date


def look_at_campaign_link(token: str, visitor: str, services: Services) -> OpenCampaignLink:
    """`visitor` is the network of the request. Raises CampaignLinkOver, or TooManyTries for an address that has tried
    many links.
    """
    link = services.campaigns.link(digest(token)) if len(token) == _TOKEN_LENGTH else None
    if link is None:
        services.access.count(WRONG_LINK, visitor, services.clock())
        raise CampaignLinkOver
    campaign, user = _running(link, services), _reader(link, services)
    if link.used_at or campaign is None or user is None:
        raise CampaignLinkOver
    return OpenCampaignLink(link, user, campaign.plan.ends)


def use_campaign_link(
    token: str, visitor: str, source: str, services: Services, browser: Browser = ANY_BROWSER
) -> Started | None:
    """None for a Site Admin, whose link stays as it is. `source` is the key of the request's route. Raises the same."""

    def enter() -> Started | None:
        opened = look_at_campaign_link(token, visitor, services)
        if opened.user.is_admin:
            return None
        return _enter(opened, source, browser, services)

    return retry_on_conflict(enter)


def _enter(opened: OpenCampaignLink, source: str, browser: Browser, services: Services) -> Started:
    """What was used is stored with what it begins. The user is to be as they were read: a new Site Admin is not logged
    in. An email of weeks ago does not show who reads mail there today, as a log-in link's does: whoever has a password
    changes it by the old one.
    """
    user, used = opened.user, Change(opened.link, opened.link.used(services.clock()))
    entry = recorded(AuditAction.LOGGED_IN_BY_LINK, By(user, source), services)
    known, still = remembered(user.email_key, browser, services), Change.unchanged(user)
    return start_log_in(user, services, used, still, entry, *known, browser=browser.kind)


def _running(link: CampaignLink, services: Services) -> Campaign | None:
    campaign = services.campaigns.get(link.campaign_id)
    return campaign if campaign and campaign.is_running_on(today(services)) else None


def _reader(link: CampaignLink, services: Services) -> User | None:
    """As they are now, at the address that it was mailed to; not where all log-ins were ended since, by a new password
    or otherwise: whoever did so means this way in as well.
    """
    contact = services.roster.contacts([link.contact_id]).get(link.contact_id)
    if contact is None or not contact.user_key or services.address_blocks.digest(contact.user_key) != link.reader:
        return None
    user = services.access.user(contact.user_key)
    if user is None or (user.sessions_from and link.made_at < user.sessions_from):
        return None
    return user if contact.id in user.contact_ids else None
