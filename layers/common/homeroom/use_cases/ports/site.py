"""The site's settings and its secret."""

from typing import Protocol

from homeroom.domain.imports.header_answers import HeaderAnswers
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.site.logo import Logo
from homeroom.domain.site.site_settings import SiteSettings


class OtherStoreVersion(HomeroomError):
    """The store was written by another version of Homeroom, which this one does not read. 0 is before there were
    versions.
    """

    def __init__(self, stored: int, own: int) -> None:
        super().__init__(f"the store has version {stored}, this code reads version {own}")


class Site(Protocol):
    def settings(self) -> SiteSettings | None:
        """None until a Site Admin has saved them once. Raises OtherStoreVersion."""

    def answers(self, header_key: str) -> HeaderAnswers | None:
        """What was answered about files with this header."""

    def logo(self) -> Logo | None:
        """The picture itself."""

    def secret(self) -> bytes:
        """32 random bytes of this site, made when first asked for; the same for every caller ever after.

        Raises OtherStoreVersion.
        """
