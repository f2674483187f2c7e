"""A parent whom a campaign has asked whether what the school has about them is still right."""

import re
from datetime import timedelta

from homeroom.domain.families.campaign import Campaign, CampaignPlan
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.mail.send_confirm_contacts import send_confirm_contacts
from tests.factories import NOW, TODAY, YEAR
from tests.fakes import World

CAMPAIGN = Campaign(
    id="000001",
    year=YEAR,
    plan=CampaignPlan(begins=TODAY, ends=TODAY + timedelta(days=20), not_confirmed_since=TODAY),
    made_by="u-admin",
    made_at=NOW,
    all_asked_at=NOW,
    mailing=2,
)


def asked_whether_right(world: World, contact_id: str, campaign: Campaign = CAMPAIGN, number: int = 1) -> str:
    """The token of the link in the email that they get."""
    contact = world.services.roster.contacts([contact_id])[contact_id]
    world.store.save(Change(contact, contact.asked(campaign.id, world.clock.now, reached=True)))
    send_confirm_contacts(campaign.id, number, [contact_id], world.services)
    return token_of(world.mailer.sent[-1].text)


def token_of(text: str) -> str:
    token: str
    [token] = set(re.findall(r"/still-right/([A-Za-z0-9_-]{43})", text))
    return token
