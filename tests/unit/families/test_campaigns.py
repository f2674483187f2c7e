"""Is this still right? Whom a campaign asks, how it is planned and ended, and what it counts."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.families.campaign import Campaign, CampaignCounts, CampaignPlan, CampaignProblem, CampaignRefused
from homeroom.domain.families.parent_contact import FilledForm
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.families.campaigns import (
    asking,
    campaign_counts,
    confirm_contact,
    current_campaign,
    end_campaign,
    expected_counts,
    find_campaign,
    not_confirmed,
    past_campaigns,
    plan_campaign,
)
from homeroom.use_cases.families.my_information import edit_my_information
from homeroom.use_cases.families.run_campaign import run_campaign
from tests.factories import NOW, TODAY, a_parent_user, by, details
from tests.steps.campaign_school import CampaignSchool, a_plan
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import wired


@pytest.fixture
def school() -> CampaignSchool:
    return CampaignSchool()


def refusal(school: CampaignSchool, plan: CampaignPlan) -> str:
    with pytest.raises(CampaignRefused) as refused:
        plan_campaign(plan, school.admin, school.services)
    return refused.value.message.id


def test_who_has_proved_an_address_is_counted_to_be_asked_and_who_has_not_as_out_of_reach(
    school: CampaignSchool,
) -> None:
    assert expected_counts(a_plan(), school.services) == CampaignCounts(asked=2, not_reachable=1)
    assert school.recorded() == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"confirmed_at": NOW - timedelta(days=1)}, CampaignCounts(asked=1, not_reachable=1)),
        ({"deletion_asked_at": NOW}, CampaignCounts(asked=1, not_reachable=1)),
        ({"students": {}}, CampaignCounts(asked=1, not_reachable=1)),
    ],
)
def test_who_has_confirmed_or_goes_or_is_nobodys_parent_is_not_asked(
    school: CampaignSchool, fields: dict[str, Any], expected: CampaignCounts
) -> None:
    school.change("maria", **fields)
    assert expected_counts(a_plan(), school.services) == expected


def test_a_campaign_of_one_homeroom_asks_the_parents_of_its_students_alone(school: CampaignSchool) -> None:
    assert expected_counts(a_plan(homerooms=("4-b",)), school.services) == CampaignCounts(asked=1)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"ends": TODAY - timedelta(days=1)}, CampaignProblem.ENDS_BEFORE_IT_BEGINS),
        ({"begins": TODAY - timedelta(days=1)}, CampaignProblem.BEGINS_IN_THE_PAST),
        ({"ends": date.max}, CampaignProblem.ENDS_TOO_LATE),
        ({"not_confirmed_since": TODAY + timedelta(days=1)}, CampaignProblem.SINCE_TOO_LATE),
        ({"homerooms": ("4-B", "9-Z")}, CampaignProblem.UNKNOWN_HOMEROOM),
        ({"not_confirmed_since": date.min, "homerooms": ("3-A",)}, CampaignProblem.NO_RECIPIENTS),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    school: CampaignSchool, fields: dict[str, Any], problem: CampaignProblem
) -> None:
    assert refusal(school, a_plan(**fields)) == problem
    assert current_campaign(school.services) is None
    assert school.recorded() == []


def test_of_two_planned_at_once_there_is_one(school: CampaignSchool) -> None:
    counting = Meanwhile(0, school.planned)
    expected_counts(a_plan(), wired(school.services, counting))
    others = Meanwhile(counting.calls + 2, school.planned)  # after it has looked whether there is one
    with pytest.raises(CampaignRefused):
        plan_campaign(a_plan(), school.admin, wired(school.services, others))
    assert len(school.world.store.all(Campaign)) == 1
    assert refusal(school, a_plan(begins=TODAY + timedelta(days=90), ends=TODAY + timedelta(days=91))) == (
        CampaignProblem.ANOTHER_ONE
    )


def test_one_that_a_site_admin_has_ended_is_over_and_another_may_be_planned(school: CampaignSchool) -> None:
    campaign = school.planned()
    for _ in range(2):
        end_campaign(campaign.id, school.admin, school.services)
    assert current_campaign(school.services) is None
    again = school.planned()
    assert again.id > campaign.id
    assert [past.campaign.id for past in past_campaigns(school.services)] == [campaign.id]
    assert school.recorded().count(AuditAction.CAMPAIGN_ENDED) == 1


def asked(school: CampaignSchool, *contact_ids: str, campaign: Campaign, now: datetime = NOW) -> None:
    for contact_id in contact_ids:
        contact = school.now(contact_id)
        reached = bool(contact.user_key)
        school.world.store.save(Change(contact, contact.asked(campaign.id, now, reached=reached)))


def test_nothing_has_changed_is_said_once_and_counts(school: CampaignSchool) -> None:
    campaign = school.planned()
    asked(school, "maria", "sam", campaign=campaign)
    maria = by(a_parent_user(school.maria, id="u-maria"))
    assert asking(school.now("maria"), school.services) == school.services.campaigns.get(campaign.id)
    for _ in range(2):
        confirm_contact(maria, school.services)
    assert campaign_counts(campaign, school.services) == CampaignCounts(asked=1, confirmed=1, not_reachable=1)
    assert asking(school.now("maria"), school.services) is None
    assert school.recorded().count(AuditAction.INFORMATION_CONFIRMED) == 1


def test_a_change_that_a_parent_saves_elsewhere_counts_as_confirmed(school: CampaignSchool) -> None:
    campaign = school.planned()
    asked(school, "maria", "li", campaign=campaign)
    form = FilledForm(details("Maria", mobile_phone="555 0100"), {})
    edit_my_information(by(a_parent_user(school.maria, id="u-maria")), form, school.services)
    assert campaign_counts(campaign, school.services) == CampaignCounts(asked=2, confirmed=1)
    assert [contact.id for contact in not_confirmed(campaign, school.services)] == ["li"]


def test_what_a_campaign_has_counted_stays_when_the_next_one_asks(school: CampaignSchool) -> None:
    campaign = school.planned()
    asked(school, "maria", "li", campaign=campaign)
    school.world.clock.wait(timedelta(days=40))
    later = TODAY + timedelta(days=40)
    again = school.planned(begins=later, ends=later, not_confirmed_since=later)
    asked(school, "maria", "li", campaign=again, now=school.world.clock.now)
    (past,) = past_campaigns(school.services)
    assert past.counts == CampaignCounts(asked=2)


@pytest.mark.parametrize("at", range(1, 8))
def test_who_confirms_while_it_is_ended_is_counted(school: CampaignSchool, at: int) -> None:
    campaign, user = school.planned(), school.services.access.user("li@example.org")
    assert user
    run_campaign(school.services)
    confirming = Meanwhile(at, lambda: confirm_contact(by(user), school.services))
    end_campaign(campaign.id, school.admin, wired(school.services, confirming))
    expected = CampaignCounts(asked=2, confirmed=1 if confirming.calls >= at else 0, not_reachable=1)
    for _ in range(2):
        assert campaign_counts(find_campaign(campaign.id, school.services), school.services) == expected
        run_campaign(school.services)
