"""The site's settings and its secret."""

from typing import Protocol

from homeroom.domain.site.site_settings import SiteSettings


class Site(Protocol):
    def settings(self) -> SiteSettings | None:
        """None until a Site Admin has saved them once."""

    def secret(self) -> bytes:
        """32 random bytes of this site, made when first asked for; the same for every caller ever after."""
