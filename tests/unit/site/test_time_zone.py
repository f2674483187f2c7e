"""Days and times as the site's clocks show them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.site.settings_section import SettingsSection
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.domain.site.time_zone import AMERICAN, OFFERED, OTHERS
from homeroom.emails.rendering import render
from homeroom.messages.catalogue import catalogue
from homeroom.use_cases.mail.send_digests import send_digests
from homeroom.use_cases.mail.send_invite import send_invite
from homeroom.web.forms.form_parsing import FormInvalid, read_form
from homeroom.web.forms.site.section_forms import SchoolForm, section_values
from tests.factories import a_student, an_admin, an_invitation, with_answer
from tests.fakes import World

NEW_YORK, HONOLULU, TONGA = "America/New_York", "Pacific/Honolulu", "Pacific/Tongatapu"
JUST_AFTER_MIDNIGHT = datetime(2026, 11, 6, 0, 30, tzinfo=UTC)


def a_site(time_zone: str, **more: Any) -> SiteSettings:
    return SiteSettings(school_year="2026-2027", time_zone=time_zone, **more)


def test_every_zone_that_is_offered_exists_and_stands_in_the_list_once() -> None:
    assert available_timezones() >= OFFERED
    assert len(OFFERED) == len(AMERICAN) + len(OTHERS)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("UTC", "Nov 6, 2026, 12:30 AM UTC"),
        (NEW_YORK, "Nov 5, 2026, 7:30 PM EST"),
        ("America/Sao_Paulo", "Nov 5, 2026, 9:30 PM UTC-03"),
        (TONGA, "Nov 6, 2026, 1:30 PM UTC+13"),
        ("Mars/Olympus_Mons", "Nov 6, 2026, 12:30 AM UTC"),
    ],
)
def test_a_moment_is_shown_with_its_zone(zone: str, shown: str) -> None:
    assert catalogue().day_and_time(a_site(zone).local(JUST_AFTER_MIDNIGHT)) == shown


def test_a_day_of_the_site_ends_when_its_clocks_say_so_also_when_they_are_changed() -> None:
    site = a_site(NEW_YORK)
    assert site.day_of(JUST_AFTER_MIDNIGHT) == date(2026, 11, 5)
    assert site.day_ends(date(2026, 10, 31)) == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert site.day_ends(date(2026, 11, 1)) == datetime(2026, 11, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("zone", [TONGA, HONOLULU])
def test_a_day_at_the_end_of_the_calendar_has_an_end_or_is_refused(day: date, zone: str) -> None:
    try:
        ends = a_site(zone).day_ends(day)
    except OverflowError:
        return
    assert abs(ends - datetime.combine(day, datetime.min.time(), UTC)) < timedelta(days=2)


def test_an_email_says_until_which_day_of_the_site_its_link_works() -> None:
    world, student = World(), a_student()
    invitation = an_invitation(student, expires_at=JUST_AFTER_MIDNIGHT, version=0)
    world.store.save(Change.new(a_site(NEW_YORK)), Change.new(student), Change.new(invitation))
    send_invite(invitation.id, 1, replace(world.services, render_mail=render))
    assert "The link works until November 5, 2026." in world.mailer.sent[0].text
    assert "The link works until November 5, 2026." in world.mailer.sent[0].html


def answered(world: World, at: datetime, number: int) -> Invitation:
    student = a_student(f"Kid {number}", version=0)
    invitation = an_invitation(
        student, id=f"i{number}", email=f"p{number}@example.org", inviter_email_key=an_admin().email_key, version=0
    )
    done = with_answer(invitation, "c1", at)
    world.store.save(Change.new(student), Change.new(done))
    return done


@pytest.mark.parametrize(
    ("zone", "answers"),
    [
        # the first and the last moment of November 5 there, and those beside them
        (NEW_YORK, [(5, 4, 59), (5, 5, 0), (6, 4, 59), (6, 5, 0)]),
        (TONGA, [(4, 10, 59), (4, 11, 0), (5, 10, 59), (5, 11, 0)]),
        ("UTC", [(4, 23, 59), (5, 0, 0), (5, 23, 59), (6, 0, 0)]),
    ],
)
def test_the_daily_email_is_about_a_day_of_the_site(zone: str, answers: list[tuple[int, int, int]]) -> None:
    world = World()
    world.store.save(Change.new(a_site(zone, daily_digest=True)), Change.new(an_admin(version=0)))
    for number, (day, hour, minute) in enumerate(answers):
        answered(world, datetime(2026, 11, day, hour, minute, tzinfo=UTC), number)
    noon_of_the_sixth = {NEW_YORK: 17, TONGA: -1, "UTC": 12}[zone]
    world.clock.now = datetime(2026, 11, 6, tzinfo=UTC) + timedelta(hours=noon_of_the_sixth)
    send_digests(world.services)
    of_the_fifth = world.mailer.sent[-1].text
    assert [n for n in range(4) if f"Kid {n}" in of_the_fifth] == [1, 2]


def typed(**more: str) -> dict[str, str]:
    return section_values(SettingsSection.SCHOOL, a_site(NEW_YORK)) | more


def test_a_zone_is_chosen_from_the_list_and_anything_else_is_refused() -> None:
    chosen = read_form(SchoolForm, typed(time_zone=HONOLULU)).changed(a_site(NEW_YORK))
    assert chosen["time_zone"] == HONOLULU
    for nonsense in ("Mars/Olympus_Mons", "../../etc/passwd", "/etc/localtime", "america/new_york"):
        with pytest.raises(FormInvalid) as refused:
            read_form(SchoolForm, typed(time_zone=nonsense))
        assert list(refused.value.errors) == ["time_zone"]


def test_a_page_from_before_there_was_a_choice_leaves_the_zone_as_it_is() -> None:
    before = {name: value for name, value in typed().items() if name != "time_zone"}
    assert "time_zone" not in read_form(SchoolForm, before).changed(a_site(NEW_YORK))
