"""The site's settings and secret."""

from dataclasses import replace

from homeroom.domain.change import Change
from homeroom.domain.site_settings import SiteSettings
from tests.contract.conftest import Ports
from tests.factories import YEAR


def test_settings_are_none_until_saved_and_then_the_newest(outside: Ports) -> None:
    assert outside.site.settings() is None
    outside.store.save(Change.new(SiteSettings(school_year=YEAR)))
    saved = outside.site.settings()
    assert saved
    outside.store.save(Change(saved, replace(saved, school_name="Lincoln School")))
    assert outside.site.settings() == replace(saved, school_name="Lincoln School", version=2)


def test_the_secret_is_the_same_for_two_callers_and_for_good(outside: Ports) -> None:
    secret = outside.site.secret()
    assert len(secret) == 32
    assert outside.other_site.secret() == secret
    assert outside.site.secret() == secret


def test_the_secret_does_not_depend_on_the_settings(outside: Ports) -> None:
    secret = outside.site.secret()
    assert outside.site.settings() is None
    outside.store.save(Change.new(SiteSettings(school_year=YEAR)))
    assert outside.other_site.secret() == secret
