"""The site's settings and secret."""

from dataclasses import replace

from homeroom.domain.kernel.change import Change
from homeroom.domain.site.site_settings import SiteSettings
from tests.factories import YEAR
from tests.steps.ports import Ports


def test_settings_are_none_until_saved_and_then_the_newest(services: Ports) -> None:
    assert services.site.settings() is None
    services.store.save(Change.new(SiteSettings(school_year=YEAR)))
    saved = services.site.settings()
    assert saved
    services.store.save(Change(saved, replace(saved, school_name="Lincoln School")))
    assert services.site.settings() == replace(saved, school_name="Lincoln School", version=2)


def test_the_secret_is_the_same_for_two_callers_and_for_good(services: Ports) -> None:
    secret = services.site.secret()
    assert len(secret) == 32
    assert services.other_site.secret() == secret
    assert services.site.secret() == secret


def test_the_secret_does_not_depend_on_the_settings(services: Ports) -> None:
    secret = services.site.secret()
    assert services.site.settings() is None
    services.store.save(Change.new(SiteSettings(school_year=YEAR)))
    assert services.other_site.secret() == secret
