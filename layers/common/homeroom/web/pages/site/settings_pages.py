"""What the pages of the settings show, a section each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from homeroom.domain.imports.kept import DAYS_AT_MOST
from homeroom.domain.kernel.countries import COUNTRIES, ELSEWHERE
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.roster.school_year import next_school_year
from homeroom.domain.site.own_words import MOST_CHARACTERS
from homeroom.domain.site.picture import MOST_BYTES, MOST_PIXELS
from homeroom.domain.site.settings_section import SettingsSection
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.domain.site.time_zone import AMERICAN, OTHERS
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.school_years import years_to_choose
from homeroom.web.core.responses import PageContext

_OTHER_ZONES = tuple((name, name.replace("_", " ")) for name in OTHERS)
_AMERICAN_ZONES = tuple((name, message(code)) for name, code in AMERICAN.items())
Values = Mapping[str, str]
Errors = Mapping[str, Message]
_COUNTRIES = tuple(COUNTRIES.items())


@dataclass(frozen=True, kw_only=True, repr=False)
class SettingsPage:
    """All sections, in the order in which a school comes to need them."""

    template: ClassVar[str] = "site/settings.html"
    settings: SiteSettings
    sections: Sequence[SettingsSection] = tuple(SettingsSection)


@dataclass(frozen=True, repr=False)
class SectionPage:
    """What all have in common. `values` are what was typed, or is stored, and as `version` what the form was filled
    with. `notice` says what has been done.
    """

    template: ClassVar[str]
    section: SettingsSection
    values: Values
    errors: Errors = field(default_factory=dict)
    notice: Message | None = None


@dataclass(frozen=True, repr=False)
class SchoolPage(SectionPage):
    template: ClassVar[str] = "site/settings_school.html"
    american_zones: Sequence[tuple[str, Message]] = _AMERICAN_ZONES
    other_zones: Sequence[tuple[str, str]] = _OTHER_ZONES
    countries: Sequence[tuple[str, str]] = _COUNTRIES
    elsewhere: str = ELSEWHERE
    most_bytes: int = MOST_BYTES
    most_pixels: int = MOST_PIXELS


@dataclass(frozen=True, repr=False)
class MailPage(SectionPage):
    """`preview` is the invitation with what is typed, where it was asked for; `is_saved`: that is what is stored.
    `sender_address` is where it comes from.
    `most` characters of own words.
    """

    template: ClassVar[str] = "site/settings_mail.html"
    preview: OutgoingMail | None = None
    is_saved: bool = False
    sender_address: str = ""
    most: int = MOST_CHARACTERS


@dataclass(frozen=True, repr=False)
class LinksPage(SectionPage):
    template: ClassVar[str] = "site/settings_links.html"


@dataclass(frozen=True, repr=False)
class SharingPage(SectionPage):
    template: ClassVar[str] = "site/settings_sharing.html"


@dataclass(frozen=True, kw_only=True, repr=False)
class YearPage(SectionPage):
    """`years` are those to choose from, each as value and text. `next_year` follows on the current one; `prepared`: it
    has homerooms.
    """

    template: ClassVar[str] = "site/settings_year.html"
    years: Sequence[tuple[str, str]]
    next_year: str
    prepared: bool


@dataclass(frozen=True, repr=False)
class FilesPage(SectionPage):
    template: ClassVar[str] = "site/settings_files.html"


@dataclass(frozen=True, repr=False)
class LogInSettingsPage(SectionPage):
    template: ClassVar[str] = "site/settings_log_in.html"


@dataclass(frozen=True, repr=False)
class KeptPage(SectionPage):
    """`file_days`: how long files and their results are kept."""

    template: ClassVar[str] = "site/settings_kept.html"
    file_days: int = DAYS_AT_MOST


_PAGES: Mapping[SettingsSection, Callable[[SettingsSection, Values, Errors, Message | None], PageContext]] = {
    SettingsSection.SCHOOL: SchoolPage,
    SettingsSection.MAIL: MailPage,
    SettingsSection.LINKS: LinksPage,
    SettingsSection.SHARING: SharingPage,
    SettingsSection.FILES: FilesPage,
    SettingsSection.LOG_IN: LogInSettingsPage,
    SettingsSection.KEPT: KeptPage,
}


def section_page(shown: SectionPage, settings: SiteSettings, services: Services) -> PageContext:
    """The page of that section, with what only that one has."""
    common = shown.section, shown.values, shown.errors, shown.notice
    if shown.section is not SettingsSection.YEAR:
        return _PAGES[shown.section](*common)
    next_year = next_school_year(settings.school_year)
    return YearPage(
        *common,
        years=[(year, year) for year in years_to_choose(settings, settings.day_of(services.clock()))],
        next_year=next_year,
        prepared=services.roster.has_homerooms(next_year),
    )
