"""The link in an email in which a campaign asks: it logs its reader in, once, as long as the campaign runs."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.families.campaign import CampaignLink
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import WRONG_LINK, TooManyTries
from homeroom.domain.kernel.token import digest, new_token
from homeroom.use_cases.accounts.own_password import needs_old_password
from homeroom.use_cases.accounts.sessions import Started, find_user
from homeroom.use_cases.accounts.use_campaign_link import (
    CampaignLinkOver,
    look_at_campaign_link,
    use_campaign_link,
)
from homeroom.use_cases.families.campaigns import end_campaign
from homeroom.use_cases.families.run_campaign import run_campaign
from tests.steps.asked_to_confirm import token_of
from tests.steps.campaign_school import CampaignSchool
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

VISITOR = "192.0.2.1"


class Asked(CampaignSchool):
    """Li has got the first email of a campaign."""

    def __init__(self) -> None:
        super().__init__()
        self.campaign = self.planned(homerooms=("4-B",))
        run_campaign(self.services)
        self.send_queued()
        self.token = token_of(self.world.mailer.sent[-1].text)

    def use(self, token: str = "") -> Started | None:
        return use_campaign_link(token or self.token, VISITOR, "POST /still-right/{token}", self.services)

    def sessions(self) -> list[str]:
        return [session.subject for session in self.world.store.all(Session)]

    def user(self, **fields: object) -> None:
        user = self.services.access.user("li@example.org")
        assert user
        self.world.store.save(Change(user, replace(user, **fields)))  # type: ignore[arg-type]

    def is_over(self) -> bool:
        with pytest.raises(CampaignLinkOver):
            look_at_campaign_link(self.token, VISITOR, self.services)
        with pytest.raises(CampaignLinkOver):
            self.use()
        return self.sessions() == []


@pytest.fixture
def asked() -> Asked:
    return Asked()


def test_looking_fifty_times_changes_nothing_and_pressing_logs_in_once(asked: Asked) -> None:
    before = asked.world.store.state()
    for _ in range(50):
        assert look_at_campaign_link(asked.token, VISITOR, asked.services).user.email == "li@example.org"
    assert asked.world.store.state() == before
    assert asked.use()
    with pytest.raises(CampaignLinkOver):
        asked.use()
    assert asked.sessions() == ["li@example.org"]
    assert asked.recorded().count(AuditAction.LOGGED_IN_BY_LINK) == 1


def test_an_email_of_weeks_ago_does_not_stand_for_the_password(asked: Asked) -> None:
    asked.user(has_password=True)
    started = asked.use()
    assert started
    user = find_user(started.token, asked.services)
    assert user
    assert needs_old_password(user, started.token, asked.services)


def test_what_is_kept_of_a_link_does_not_say_whose_it_was_even_to_whoever_guesses_addresses(asked: Asked) -> None:
    stored = repr(asked.world.store.all(CampaignLink))
    assert asked.token not in stored
    assert digest("li@example.org") not in stored


def test_it_is_over_once_its_reader_has_ended_all_log_ins_or_set_a_password(asked: Asked) -> None:
    asked.world.clock.wait(timedelta(minutes=1))
    asked.user(sessions_from=asked.world.clock())
    assert asked.is_over()


def test_it_is_over_with_the_campaign(asked: Asked) -> None:
    asked.world.clock.wait(timedelta(days=21))
    assert asked.is_over()


def test_it_is_over_when_the_office_ends_the_campaign(asked: Asked) -> None:
    end_campaign(asked.campaign.id, asked.admin, asked.services)
    assert asked.is_over()


def test_it_logs_nobody_in_who_reads_at_another_address_by_now(asked: Asked) -> None:
    user = asked.services.access.user("li@example.org")
    assert isinstance(user, User)
    moved = user.moved_to("new@example.org", asked.world.clock.now)
    asked.world.store.save(Change.gone(user), Change.new(moved))
    asked.change("li", user_key="new@example.org")
    assert asked.is_over()


def test_it_is_over_when_the_information_is_deleted(asked: Asked) -> None:
    asked.world.store.save(Change.gone(asked.now("li")))
    assert asked.is_over()


def test_a_site_admin_is_not_logged_in_and_their_link_stays_as_it_is(asked: Asked) -> None:
    asked.user(is_admin=True)
    for _ in range(2):
        assert asked.use() is None
    assert asked.sessions() == []


def test_a_link_that_never_was_is_counted(asked: Asked) -> None:
    for _ in range(WRONG_LINK.most):
        with pytest.raises(CampaignLinkOver):
            asked.use(new_token())
    with pytest.raises(TooManyTries):
        asked.use(new_token())


def test_whoever_dies_while_it_is_used_has_begun_one_log_in_at_most() -> None:
    counting = Plug()
    first = Asked()
    use_campaign_link(first.token, VISITOR, "POST /x", wired(first.services, counting))
    for at, before in crash_points(counting.calls):
        asked = Asked()
        with pytest.raises(PulledThePlug):
            use_campaign_link(asked.token, VISITOR, "POST /x", wired(asked.services, Plug(at, before)))
        with suppress(CampaignLinkOver):  # where it was used before
            asked.use()
        assert asked.sessions() == ["li@example.org"]
