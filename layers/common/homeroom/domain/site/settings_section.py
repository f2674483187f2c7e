"""The settings in sections, each of which is saved by itself."""

from collections.abc import Mapping
from hashlib import sha256

from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.message import Labeled
from homeroom.domain.site.site_settings import SiteSettings


class SettingsSection(Labeled):
    """The value is the last part of its page's address."""

    SCHOOL = "school"
    MAIL = "mail"
    LINKS = "links"
    SHARING = "sharing"
    YEAR = "year"
    FILES = "files"
    LOG_IN = "log-in"
    KEPT = "kept"


FIELDS: Mapping[SettingsSection, tuple[str, ...]] = {
    SettingsSection.SCHOOL: (
        *("school_name", "office_person", "office_phone", "office_address"),
        *("time_zone", "country"),
    ),
    SettingsSection.MAIL: ("sender_name", "reply_to", "own_words"),
    SettingsSection.LINKS: ("link_days", "reminder_days", "daily_digest"),
    SettingsSection.SHARING: ("parents_invite",),
    SettingsSection.YEAR: ("school_year", "next_year_from"),
    SettingsSection.FILES: ("new_homerooms", "files_wait"),
    SettingsSection.LOG_IN: ("second_factor_required",),
    SettingsSection.KEPT: ("record_years",),
}
"""Of SiteSettings, each in one section; the logo is chosen by a form of its own."""


class SectionChanged(HomeroomError):
    """Somebody else has saved this section since its form was shown. `stored` is how the settings stand now."""

    def __init__(self, stored: SiteSettings) -> None:
        super().__init__("section changed")
        self.stored = stored


def edition_of(section: SettingsSection, settings: SiteSettings) -> str:
    """What a form was filled with, in short: another one as soon as anything of the section is. What is saved in other
    sections leaves it as it is.
    """
    values = [getattr(settings, name) for name in FIELDS[section]]
    return sha256(repr(values).encode()).hexdigest()[:16]
