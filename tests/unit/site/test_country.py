"""Where the school is: chosen by a Site Admin, and known to whoever reads phone numbers."""

import phonenumbers
import pytest

from homeroom.domain.kernel.countries import COUNTRIES, ELSEWHERE
from homeroom.domain.site.settings_section import SettingsSection
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.web.forms.form_parsing import FormInvalid, read_form
from homeroom.web.forms.site.section_forms import SchoolForm, section_values

AT_SCHOOL = SiteSettings(school_year="2026-2027", country="MX")
TYPED = section_values(SettingsSection.SCHOOL, AT_SCHOOL)


@pytest.mark.parametrize("code", ["US", "VN", ELSEWHERE])
def test_a_country_is_chosen_from_those_on_the_page(code: str) -> None:
    assert read_form(SchoolForm, TYPED | {"country": code}).changed(AT_SCHOOL)["country"] == code


@pytest.mark.parametrize("nonsense", ["", "USA", "us", "XX"])
def test_what_is_not_on_the_page_is_no_country(nonsense: str) -> None:
    with pytest.raises(FormInvalid) as refused:
        read_form(SchoolForm, TYPED | {"country": nonsense})
    assert list(refused.value.errors) == ["country"]


def test_a_page_from_before_there_was_the_field_leaves_the_country_as_it_is() -> None:
    before = {name: value for name, value in TYPED.items() if name != "country"}
    assert read_form(SchoolForm, before).changed(AT_SCHOOL)["country"] == "MX"


def test_the_numbers_of_every_country_on_the_page_are_known_and_of_no_other_place() -> None:
    assert set(COUNTRIES) <= phonenumbers.SUPPORTED_REGIONS
    assert ELSEWHERE not in phonenumbers.SUPPORTED_REGIONS
    assert list(COUNTRIES.values()) == sorted(COUNTRIES.values())


def test_the_offices_number_is_kept_as_families_dial_it_there() -> None:
    typed = TYPED | {"country": "US", "office_phone": "4155552671x2"}
    assert read_form(SchoolForm, typed).changed(AT_SCHOOL)["office_phone"] == "(415) 555-2671 ext. 2"
