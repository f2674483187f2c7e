"""The next school year becomes the current one: on its day, by a button, or chosen in the settings."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry, Nameless
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.site.change_year import change_year_on_its_day, make_next_year_current
from homeroom.use_cases.site.school_years import last_years, shown_year, years_to_choose, years_with_homerooms
from homeroom.use_cases.site.site_settings import change_settings, site_settings
from tests.factories import YEAR, a_contact, a_homeroom, a_parent_user, an_admin, by_admin
from tests.fakes import World

NEXT = "2027-2028"
ON_THE_DAY = SiteSettings(school_year=YEAR, next_year_from=date(2027, 8, 20))
PARENT = a_parent_user(a_contact())


def a_site(settings: SiteSettings = ON_THE_DAY, *years: str) -> World:
    world = World()
    world.store.save(Change.new(settings), *(Change.new(a_homeroom(year=year, version=0)) for year in years))
    return world


def recorded(world: World) -> list[tuple[str, str]]:
    return [(entry.action.value, entry.actor) for entry in world.store.all(AuditEntry)]


def test_it_changes_on_the_day_that_was_set_and_not_before_and_once() -> None:
    world = a_site()
    world.clock.now = datetime(2027, 8, 19, 13, tzinfo=UTC)
    assert change_year_on_its_day(world.services) == 0
    world.clock.now = datetime(2027, 8, 20, 13, tzinfo=UTC)
    assert [change_year_on_its_day(world.services) for _ in range(2)] == [1, 0]
    settings = site_settings(world.services)
    assert (settings.school_year, settings.next_year_from) == (NEXT, None)
    assert recorded(world) == [("year_changed", Nameless.SCHEDULE)]


def test_a_run_that_comes_late_makes_up_for_it() -> None:
    world = a_site()
    world.clock.now = datetime(2027, 9, 2, 13, tzinfo=UTC)
    assert change_year_on_its_day(world.services) == 1
    assert site_settings(world.services).school_year == NEXT


def test_without_a_day_nothing_changes_by_itself_even_if_nobody_ever_saved_settings() -> None:
    world = World()
    assert change_year_on_its_day(world.services) == 0
    world.clock.now = datetime(2027, 9, 1, 13, tzinfo=UTC)
    assert change_year_on_its_day(world.services) == 0
    assert site_settings(world.services).school_year == YEAR
    assert recorded(world) == []


def test_the_button_changes_it_at_once_and_pressed_twice_changes_it_once() -> None:
    world = a_site()
    assert make_next_year_current(NEXT, by_admin(), world.services)
    assert make_next_year_current(NEXT, by_admin(), world.services)
    settings = site_settings(world.services)
    assert (settings.school_year, settings.next_year_from) == (NEXT, None)
    assert recorded(world) == [("year_changed", "u-admin")]


def test_a_button_that_was_shown_for_another_year_does_nothing() -> None:
    world = a_site(replace(ON_THE_DAY, school_year="2028-2029"))
    assert not make_next_year_current(NEXT, by_admin(), world.services)
    assert site_settings(world.services).school_year == "2028-2029"
    assert recorded(world) == []


def test_a_year_that_is_chosen_in_the_settings_is_recorded_as_such() -> None:
    world = a_site()
    before = site_settings(world.services)
    change_settings(before, replace(before, school_year=NEXT, next_year_from=None), by_admin(), world.services)
    assert {action for action, _ in recorded(world)} == {AuditAction.SETTINGS_CHANGED, AuditAction.YEAR_CHANGED}


# ------------------------------------------------------------ which years there are
def test_the_years_to_choose_from_are_around_the_current_one_and_the_calendars() -> None:
    assert years_to_choose(ON_THE_DAY, date(2026, 9, 1)) == ["2025-2026", YEAR, NEXT]
    assert years_to_choose(ON_THE_DAY, date(2028, 9, 1))[-2:] == ["2028-2029", "2029-2030"]


def test_a_site_admin_finds_every_year_with_homerooms() -> None:
    world = a_site(ON_THE_DAY, "2024-2025", "2025-2026", YEAR)
    assert years_with_homerooms(world.services) == [YEAR, "2025-2026", "2024-2025"]
    assert last_years(YEAR, world.services) == (YEAR,)
    world.store.save(Change.new(a_homeroom(year=NEXT, version=0)))
    assert years_with_homerooms(world.services)[0] == NEXT
    assert last_years(YEAR, world.services) == (YEAR, NEXT)


@pytest.mark.parametrize("year", ["2025-2026", NEXT])
def test_parents_see_the_current_year_and_no_other(year: str) -> None:
    world = a_site(ON_THE_DAY, "2025-2026", YEAR, NEXT)
    assert shown_year(year, an_admin(), world.services).other == year
    with pytest.raises(NotFound):
        shown_year(year, PARENT, world.services)
    for typed in ("", YEAR):
        assert shown_year(typed, PARENT, world.services).year == YEAR


def test_what_is_no_year_is_not_found() -> None:
    with pytest.raises(NotFound):
        shown_year("soon", an_admin(), a_site().services)
