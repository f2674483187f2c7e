"""The scheduled run of a campaign and its emails: each address gets one of each, whatever happens."""

from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.families.campaign import CampaignCounts
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.address_block import BlockReason
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.families import run_campaign as of_the_run
from homeroom.use_cases.families.campaigns import campaign_counts, end_campaign, find_campaign, past_campaigns
from homeroom.use_cases.families.run_campaign import run_campaign
from homeroom.use_cases.ports.mailer import MailNotSent
from homeroom.use_cases.ports.services import Services
from tests.factories import NOW, TODAY, a_homeroom
from tests.steps.asked_to_confirm import token_of
from tests.steps.campaign_school import CampaignSchool
from tests.steps.invited import block
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

DAY = timedelta(days=1)


@pytest.fixture
def school() -> CampaignSchool:
    return CampaignSchool()


def run_and_send(school: CampaignSchool) -> None:
    run_campaign(school.services)
    school.send_queued()


def confirmed(school: CampaignSchool, contact_id: str) -> None:
    school.change(contact_id, confirmed_at=school.world.clock.now)


def test_on_its_first_day_everyone_gets_one_email_and_no_second_from_later_runs(school: CampaignSchool) -> None:
    campaign = school.planned(begins=TODAY + DAY)
    run_and_send(school)
    assert school.mailed == []
    school.world.clock.wait(DAY)
    for _ in range(3):
        run_and_send(school)
    assert school.mailed == ["li@example.org", "maria@example.org"]
    assert campaign_counts(campaign, school.services) == CampaignCounts(asked=2, not_reachable=1)
    assert school.recorded().count(AuditAction.CAMPAIGN_BEGUN) == 1


def test_in_a_new_school_year_one_about_everybody_asks_the_parents_of_those_who_are_there_then(
    school: CampaignSchool,
) -> None:
    school.planned(begins=TODAY + DAY)
    kim = school.services.roster.students([school.kim.id])[school.kim.id]
    next_year = "2027-2028"
    school.world.store.save(
        Change(kim, kim.placed(next_year, "5-B", "5")),
        Change.new(a_homeroom("5-B", year=next_year, version=0)),
        Change.new(SiteSettings(school_year=next_year)),
    )
    school.world.clock.wait(DAY)
    run_and_send(school)
    assert school.mailed == ["li@example.org"]


def test_a_couple_at_one_address_gets_one_email_that_names_both(school: CampaignSchool) -> None:
    partner = school.parent("lee", school.kim, user_key="li@example.org")
    kim = school.services.roster.students([school.kim.id])[school.kim.id]
    user = school.services.access.user("li@example.org")
    assert user
    school.world.store.save(
        Change.new(partner), Change(kim, kim.linked_to("lee")), Change(user, user.also_read_by("lee"))
    )
    school.planned(homerooms=("4-B",))
    run_and_send(school)
    [mail] = school.world.mailer.sent
    assert "Li García" in mail.text
    assert "Lee García" in mail.text


def test_a_week_before_the_end_those_are_reminded_who_have_not_confirmed(school: CampaignSchool) -> None:
    school.planned()
    run_and_send(school)
    confirmed(school, "maria")
    school.world.clock.wait(12 * DAY)
    run_and_send(school)
    assert len(school.mailed) == 2
    school.world.clock.wait(DAY)
    for _ in range(2):
        run_and_send(school)
    assert school.mailed == ["li@example.org", "li@example.org", "maria@example.org"]
    assert "again: True" in school.world.mailer.sent[-1].text


def test_a_run_that_comes_late_does_not_remind_those_whom_it_has_only_just_asked(school: CampaignSchool) -> None:
    school.planned()
    school.world.clock.wait(15 * DAY)
    for _ in range(3):
        run_and_send(school)
        school.world.clock.wait(DAY)
    assert school.mailed == ["li@example.org", "maria@example.org"]
    assert "again: False" in school.world.mailer.sent[0].text


def test_emails_that_have_waited_until_the_reminder_go_out_once_in_whatever_order(school: CampaignSchool) -> None:
    school.planned()
    run_campaign(school.services)
    school.world.clock.wait(13 * DAY)
    run_campaign(school.services)
    school.world.queue.confirm_contacts.reverse()
    school.send_queued()
    assert school.mailed == ["li@example.org", "maria@example.org"]
    assert "again: False" in school.world.mailer.sent[0].text


def test_a_message_that_comes_twice_sends_once(school: CampaignSchool) -> None:
    school.planned()
    run_campaign(school.services)
    school.world.queue.confirm_contacts *= 2
    school.send_queued()
    assert school.mailed == ["li@example.org", "maria@example.org"]


@pytest.mark.parametrize(
    "fields", [{"confirmed_at": NOW + DAY}, {"deletion_asked_at": NOW}, {"user_key": "new@example.org"}]
)
def test_who_has_confirmed_or_goes_or_has_moved_since_the_message_gets_no_email(
    school: CampaignSchool, fields: dict[str, Any]
) -> None:
    school.planned(homerooms=("4-B",))
    run_campaign(school.services)
    school.change("li", **fields)
    school.send_queued()
    assert school.mailed == []


def test_an_address_that_wants_no_email_is_out_of_reach_and_one_blocked_later_gets_none(school: CampaignSchool) -> None:
    block(school.world, "li@example.org", BlockReason.UNSUBSCRIBED)
    campaign = school.planned()
    run_campaign(school.services)
    assert campaign_counts(campaign, school.services) == CampaignCounts(asked=1, not_reachable=2)
    block(school.world, "maria@example.org", BlockReason.BOUNCED)
    school.send_queued()
    assert school.mailed == []


def test_once_it_is_ended_nothing_goes_out_any_more(school: CampaignSchool) -> None:
    campaign = school.planned()
    run_campaign(school.services)
    end_campaign(campaign.id, school.admin, school.services)
    school.send_queued()
    run_and_send(school)
    assert school.mailed == []
    assert campaign_counts(find_campaign(campaign.id, school.services), school.services).asked == 2


def test_a_campaign_that_is_ended_while_the_run_asks_asks_nobody_afterwards(school: CampaignSchool) -> None:
    campaign = school.planned()
    ends = Meanwhile(8, lambda: end_campaign(campaign.id, school.admin, school.services))
    run_campaign(wired(school.services, ends))
    assert ends.calls > 8
    assert not any(school.now(contact_id).asked_to_confirm for contact_id in ("maria", "li"))
    assert school.world.queue.confirm_contacts == []


def test_a_run_that_has_its_fill_leaves_the_rest_to_the_next(
    school: CampaignSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_the_run, "_MOST", 1)
    monkeypatch.setattr(of_the_run, "_IN_A_SAVE", 1)
    monkeypatch.setattr(of_the_run, "_IN_A_PORTION", 1)
    campaign = school.planned()
    for _ in range(8):
        run_and_send(school)
    assert school.mailed == ["li@example.org", "maria@example.org"]
    assert campaign_counts(campaign, school.services) == CampaignCounts(asked=2, not_reachable=1)


def test_what_the_mail_service_does_not_take_goes_out_later_and_whose_fate_is_unknown_not_again(
    school: CampaignSchool,
) -> None:
    school.planned()
    run_campaign(school.services)
    deferred = MailNotSent(MailState.DEFERRED, MailReason.TOO_FAST)
    school.world.mailer.failures = [deferred, MailNotSent(MailState.SEND_UNCONFIRMED, MailReason.ANSWER_LOST)]
    school.send_queued()
    assert school.mailed == []
    [(_, _, contact_ids, delay)] = school.world.queue.confirm_contacts
    assert (len(contact_ids), delay) == (1, timedelta(minutes=15))
    school.world.clock.wait(timedelta(hours=3))
    school.send_queued()
    run_and_send(school)
    assert len(school.mailed) == 1


def test_when_its_last_day_is_over_what_it_has_counted_is_kept(school: CampaignSchool) -> None:
    campaign = school.planned()
    run_and_send(school)
    confirmed(school, "li")
    school.world.clock.wait(21 * DAY)
    run_and_send(school)
    assert find_campaign(campaign.id, school.services).final == CampaignCounts(asked=2, confirmed=1, not_reachable=1)
    [past] = past_campaigns(school.services)
    assert past.counts.confirmed == 1


def all_of_it(school: CampaignSchool, services: Services) -> None:
    """What the schedule and the queue do."""
    run_campaign(services)
    school.send_queued(services)


def test_whoever_dies_anywhere_nobody_is_left_out_for_good_and_nobody_gets_two() -> None:
    counting = Plug()
    undisturbed = CampaignSchool()
    undisturbed.planned()
    all_of_it(undisturbed, wired(undisturbed.services, counting))
    for at, before in crash_points(counting.calls):
        school = CampaignSchool()
        campaign = school.planned()
        with pytest.raises(PulledThePlug):
            all_of_it(school, wired(school.services, Plug(at, before)))
        run_campaign(school.services)
        school.world.queue.confirm_contacts.append((campaign.id, 1, ("li", "maria"), timedelta()))  # given back
        school.send_queued()
        assert campaign_counts(campaign, school.services) == CampaignCounts(asked=2, not_reachable=1)
        assert len(set(school.mailed)) == len(school.mailed), (at, before)
        school.world.clock.wait(13 * DAY)
        run_and_send(school)
        assert set(school.mailed) == {"li@example.org", "maria@example.org"}, (at, before)


def test_each_email_has_a_link_of_its_own_and_one_that_stops_all_emails(school: CampaignSchool) -> None:
    school.planned()
    run_and_send(school)
    tokens = {token_of(mail.text) for mail in school.world.mailer.sent}
    assert len(tokens) == 2
    assert all("/u/" in mail.stop for mail in school.world.mailer.sent)
