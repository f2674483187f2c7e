"""The school's logo: chosen, replaced, removed. Settings and picture are stored together."""

from dataclasses import replace

from homeroom.domain.accounts.by import By
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.site.logo import NO_LOGO, Logo, ShownLogo, logo_of
from homeroom.domain.site.picture import read_picture
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import change_settings, site_settings


class LogoChanged(HomeroomError):
    """Somebody else has chosen or removed a logo since the form was shown."""


def change_logo(body: bytes, seen: str | None, by: By, services: Services) -> None:
    """`body` is a file as it was chosen. `seen`: the name of the logo that the form was shown with, empty for none, and
    None where it does not say. Raises PictureRefused and LogoChanged.
    """
    shown, logo = logo_of(read_picture(body))
    retry_on_conflict(lambda: _change(shown, logo, seen, by, services))


def remove_logo(seen: str | None, by: By, services: Services) -> None:
    """Raises LogoChanged."""
    retry_on_conflict(lambda: _change(None, NO_LOGO, seen, by, services))


def _change(shown: ShownLogo | None, logo: Logo, seen: str | None, by: By, services: Services) -> None:
    settings, stored = site_settings(services), services.site.logo()
    if settings.logo == shown:
        return
    if seen not in (None, settings.logo.name if settings.logo else ""):
        raise LogoChanged
    change_settings(settings, replace(settings, logo=shown), by, services, Change(stored, logo))
