"""Whom families can ask: set once, named at every dead end."""

import re
from dataclasses import replace

import pytest

from homeroom.domain.site.settings_section import SettingsSection
from homeroom.domain.site.site_settings import Office, SiteSettings
from homeroom.web.core.dead_end import DeadEndText, dead_end
from homeroom.web.forms.form_parsing import FormInvalid, read_form
from homeroom.web.forms.site.section_forms import SchoolForm, section_values
from tests.steps.pages.example import Example, rendered

SITE = SiteSettings(school_year="2026-2027", office_person="Dana Reed", office_phone="555-0100")
DEAD_END = dead_end(DeadEndText.LINK_UNKNOWN, DeadEndText.LINK_UNKNOWN_WHY)


def test_a_dead_end_names_the_office_with_a_number_to_press_and_its_addresses() -> None:
    office = Office(person="Dana Reed", phone="(217) 555-0199", address="1 School Rd", email="o&f@example.org")
    html = rendered(Example(DEAD_END, office=office))
    assert "Need help? Ask Dana Reed." in html
    assert re.search(r'<a href="tel:[+0-9-]*0199">\(217\) 555-0199</a>', html)
    assert '<a href="mailto:o%26f@example.org">o&amp;f@example.org</a>' in html
    assert "Address: 1 School Rd" in html


def test_where_the_school_has_said_nothing_it_is_the_school_office_and_no_empty_line() -> None:
    html = rendered(Example(DEAD_END))
    assert "Need help? Ask the school office." in html
    assert not any(line in html for line in ("Phone:", "Email:", "Address:", "tel:"))


def test_the_office_is_set_emptied_and_left_alone_by_a_page_from_before_there_was_a_field() -> None:
    form = section_values(SettingsSection.SCHOOL, SITE)
    changed = read_form(SchoolForm, {**form, "office_person": " Front  desk ", "office_phone": ""}).changed(SITE)
    assert replace(SITE, **changed) == replace(SITE, office_person="Front desk", office_phone="")
    old_page = {name: value for name, value in form.items() if not name.startswith("office_")}
    assert replace(SITE, **read_form(SchoolForm, old_page).changed(SITE)) == SITE


def test_a_phone_number_of_the_office_that_nobody_could_dial_is_not_saved() -> None:
    with pytest.raises(FormInvalid) as refused:
        read_form(SchoolForm, {**section_values(SettingsSection.SCHOOL, SITE), "office_phone": "123"})
    assert list(refused.value.errors) == ["office_phone"]
