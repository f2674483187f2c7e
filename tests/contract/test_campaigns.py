"""Which contacts a campaign has asked, and how many: always exact."""

from dataclasses import replace
from datetime import timedelta

from homeroom.domain.families.campaign import CampaignCounts
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change, as_stored
from tests.factories import NOW, a_contact
from tests.steps.ports import Ports
from tests.steps.stored_things import CAMPAIGN

LATER = NOW + timedelta(days=1)


def asked(services: Ports, own_id: str, *, reached: bool = True) -> ParentContact:
    new = Change.new(a_contact(id=own_id).asked("000001", NOW, reached=reached))
    services.store.save(new)
    stored = as_stored(new)
    assert isinstance(stored, ParentContact)
    return stored


def test_each_contact_counts_once_as_asked_confirmed_or_out_of_reach(services: Ports) -> None:
    for own_id in ("c1", "c2", "c3"):
        asked(services, own_id)
    unreached = asked(services, "c4", reached=False)
    assert services.campaigns.counts("000001") == CampaignCounts(asked=3, not_reachable=1)
    contacts = services.roster.contacts(["c1", "c2"])
    services.store.save(Change(contacts["c1"], contacts["c1"].confirmed(LATER)), Change.gone(contacts["c2"]))
    assert services.campaigns.counts("000001") == CampaignCounts(asked=2, confirmed=1, not_reachable=1)
    services.store.save(Change(unreached, unreached.confirmed(LATER)))
    assert services.campaigns.counts("000001") == CampaignCounts(asked=3, confirmed=2)
    assert services.campaigns.counts("000002") == CampaignCounts()


def test_those_who_have_not_confirmed_are_found_by_id_from_where_one_has_stopped(services: Ports) -> None:
    for own_id in ("c3", "c1", "c2"):
        asked(services, own_id)
    asked(services, "c4", reached=False)
    services.store.save(Change.new(a_contact(id="c5")))
    assert list(services.campaigns.awaited("000001", 2)) == ["c1", "c2"]
    assert list(services.campaigns.awaited("000001", 2, "c2")) == ["c3"]
    assert list(services.campaigns.awaited("000001", 9, reached=False)) == ["c4"]
    contact = services.roster.contacts(["c1"])["c1"]
    services.store.save(Change(contact, contact.confirmed(LATER)))
    assert list(services.campaigns.awaited("000001", 9)) == ["c2", "c3"]


def test_the_newest_campaigns_come_first(services: Ports) -> None:
    for number in ("000009", "000010", "000002"):
        services.store.save(Change.new(replace(CAMPAIGN, id=number)))
    assert [campaign.id for campaign in services.campaigns.newest(2)] == ["000010", "000009"]
