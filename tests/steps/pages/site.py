"""The site's settings."""

from datetime import date

from homeroom.domain.kernel.message import Message, message
from homeroom.domain.site.settings_section import SettingsSection as Section
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.web.forms.site.section_forms import section_values
from homeroom.web.pages.site import settings_pages as pages
from homeroom.web.pages.site.privacy import PrivacyPage
from homeroom.web.pages.site.section_conflict import ConflictText
from homeroom.web.pages.site.settings import SettingsNotice
from homeroom.web.pages.site.settings_pages import Errors
from tests.steps.pages.example import ADMIN, LOGO, LONG, OFFICE, PARENT, WRONG, Example

SETTINGS = SiteSettings(school_year="2026-2027")
ALL_SET = SiteSettings(
    school_year="2026-2027",
    next_year_from=date(2027, 8, 1),
    school_name=LONG,
    office_person=LONG,
    reply_to="office@example.org",
    reminder_days=(),
    link_days=1,
    record_years=1,
    parents_invite=ParentsInvite.APPROVAL,
    files_wait=False,
    second_factor_required=True,
)
CONFLICT = {"": message(ConflictText.CHANGED)}
YEARS = [("2026-2027", "2026-2027"), ("2027-2028", "2027-2028")]
Shown = tuple[Section, dict[str, str], Errors, Message | None]


def stored(section: Section) -> Shown:
    return section, section_values(section, SETTINGS), {}, message(SettingsNotice.SAVED)


def mistaken(section: Section, field: str) -> Shown:
    return section, {field: LONG, "version": "1"}, {**CONFLICT, field: WRONG}, None


PLAIN: dict[type[pages.SectionPage], tuple[Section, str]] = {
    pages.SchoolPage: (Section.SCHOOL, "school_name"),
    pages.MailPage: (Section.MAIL, "reply_to"),
    pages.LinksPage: (Section.LINKS, "link_days"),
    pages.SharingPage: (Section.SHARING, "parents_may_invite"),
    pages.FilesPage: (Section.FILES, "files_wait"),
    pages.LogInSettingsPage: (Section.LOG_IN, "second_factor_required"),
    pages.KeptPage: (Section.KEPT, "record_years"),
}
YEAR = pages.YearPage(*stored(Section.YEAR), years=YEARS, next_year="2027-2028", prepared=True)
YEAR_MISTAKEN = pages.YearPage(
    *mistaken(Section.YEAR, "next_year_from"), years=YEARS, next_year="2027-2028", prepared=False
)
PREVIEW = pages.MailPage(
    *stored(Section.MAIL),
    preview=OutgoingMail(
        to="",
        subject=LONG,
        text=f"{LONG}\n\nWelcome back!",
        html="<!doctype html><html lang=en><title>A</title><p style='color:red'>Welcome back!</p></html>",
        sender_name=LONG,
        reply_to="",
        tag="",
    ),
    sender_address="office@example.org",
)

EXAMPLES = (
    Example(PrivacyPage(link_days=30, file_days=30, record_years=3)),
    Example(PrivacyPage(link_days=1, file_days=1, record_years=1), PARENT, office=OFFICE),
    Example(pages.SettingsPage(settings=SETTINGS), ADMIN),
    Example(pages.SettingsPage(settings=ALL_SET), ADMIN),
    *(Example(page(*stored(section)), ADMIN) for page, (section, _) in PLAIN.items()),
    *(Example(page(*mistaken(section, field)), ADMIN) for page, (section, field) in PLAIN.items()),
    Example(pages.SchoolPage(*mistaken(Section.SCHOOL, "file")), ADMIN, logo=LOGO),
    Example(PREVIEW, ADMIN),
    Example(YEAR, ADMIN),
    Example(YEAR_MISTAKEN, ADMIN),
)
