"""Who keeps what for how long, who sees it, and whom to ask: for anybody."""

from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.imports.kept import DAYS_AT_MOST
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route


@dataclass(frozen=True, kw_only=True, repr=False)
class PrivacyPage:
    """How many days and years things are kept."""

    template: ClassVar[str] = "site/privacy.html"
    link_days: int
    file_days: int
    record_years: int


def show_privacy(_: Request, services: Services) -> Page:
    settings = site_settings(services)
    return Page(PrivacyPage(link_days=settings.link_days, file_days=DAYS_AT_MOST, record_years=settings.record_years))


ROUTES = (Route("GET", "/privacy", Guard.ANYBODY, show_privacy),)
