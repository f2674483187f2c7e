"""The site's settings, read once for a page that changes nothing: its guard, its handler and its frame ask for them."""

from dataclasses import replace

from homeroom.domain.imports.header_answers import HeaderAnswers
from homeroom.domain.site.logo import Logo
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.ports.site import Site


class _SettingsOnce:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._read: list[SiteSettings | None] = []

    def settings(self) -> SiteSettings | None:
        if not self._read:
            self._read.append(self._site.settings())
        return self._read[0]

    def answers(self, header_key: str) -> HeaderAnswers | None:
        return self._site.answers(header_key)

    def logo(self) -> Logo | None:
        return self._site.logo()

    def secret(self) -> bytes:
        return self._site.secret()


def with_settings_once(services: Services) -> Services:
    """For one request."""
    return replace(services, site=_SettingsOnce(services.site))
