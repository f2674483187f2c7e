"""The settings in sections: each is saved by itself, and nothing of another is lost."""

from dataclasses import dataclass, fields, replace

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.kernel.change import Change
from homeroom.domain.site.settings_section import FIELDS, SectionChanged, SettingsSection, edition_of
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.site.site_settings import change_section, site_settings
from homeroom.web.forms.form_parsing import read_form
from homeroom.web.forms.site.section_forms import FORMS, section_values
from tests.factories import an_admin
from tests.fakes import World
from tests.fakes.tables import FakeSite

SITE = SiteSettings(school_year="2026-2027", reply_to="office@example.org", parents_invite=ParentsInvite.APPROVAL)
SCHOOL, MAIL, LINKS = SettingsSection.SCHOOL, SettingsSection.MAIL, SettingsSection.LINKS
BY = By(an_admin(), "POST /settings/links")


def a_world() -> World:
    world = World()
    world.store.save(Change.new(SITE))
    return world


def test_each_setting_but_the_logo_belongs_to_one_section() -> None:
    names = [name for section in SettingsSection for name in FIELDS[section]]
    assert sorted([*names, "logo", "version"]) == sorted(field.name for field in fields(SiteSettings))


@pytest.mark.parametrize("section", SettingsSection)
def test_a_section_that_is_saved_as_it_was_shown_changes_nothing(section: SettingsSection) -> None:
    changed = read_form(FORMS[section], section_values(section, SITE)).changed(SITE)
    assert replace(SITE, **changed) == SITE
    assert set(changed) <= set(FIELDS[section])


def test_a_text_of_yes_or_no_is_that_text() -> None:
    assert read_form(FORMS[MAIL], {"sender_name": "yes"}).changed(SITE) == {"sender_name": "yes"}


def test_two_who_save_different_sections_at_once_both_succeed() -> None:
    world, shown = a_world(), SITE
    change_section(MAIL, {"sender_name": "Office"}, edition_of(MAIL, shown), BY, world.services)
    change_section(LINKS, {"link_days": 9}, edition_of(LINKS, shown), BY, world.services)
    stored = site_settings(world.services)
    assert (stored.sender_name, stored.link_days, stored.reply_to) == ("Office", 9, SITE.reply_to)


@dataclass
class LateReader(FakeSite):
    """Its first answer is what was stored before somebody else saved."""

    before: list[SiteSettings]

    def settings(self) -> SiteSettings | None:
        return self.before.pop() if self.before else super().settings()


def test_whoever_meets_the_save_of_another_section_while_saving_reads_again_and_keeps_both() -> None:
    world = a_world()
    late = LateReader(world.store, [site_settings(world.services)])
    change_section(MAIL, {"sender_name": "Office"}, None, BY, world.services)
    change_section(LINKS, {"link_days": 9}, edition_of(LINKS, SITE), BY, replace(world.services, site=late))
    stored = site_settings(world.services)
    assert (stored.sender_name, stored.link_days, late.before) == ("Office", 9, [])


def test_of_two_who_save_the_same_section_the_second_hears_of_it_and_sees_what_is_stored() -> None:
    world, seen = a_world(), edition_of(LINKS, SITE)
    change_section(LINKS, {"link_days": 9}, seen, BY, world.services)
    with pytest.raises(SectionChanged) as conflict:
        change_section(LINKS, {"link_days": 8}, seen, BY, world.services)
    assert conflict.value.stored.link_days == 9
    now = edition_of(LINKS, conflict.value.stored)
    change_section(LINKS, {"link_days": 8}, now, BY, world.services)
    assert site_settings(world.services).link_days == 8


def test_a_form_that_is_sent_twice_is_saved_once_and_nobody_is_told_of_a_conflict() -> None:
    world, seen = a_world(), edition_of(LINKS, SITE)
    for _ in range(2):
        change_section(LINKS, {"link_days": 9}, seen, BY, world.services)
    assert site_settings(world.services).version == 2


def test_what_belongs_to_another_section_is_not_saved_with_this_one() -> None:
    with pytest.raises(ValueError, match="links"):
        change_section(LINKS, {"school_name": "Another"}, None, BY, a_world().services)
