"""The site's settings."""

from dataclasses import replace

from homeroom.domain.kernel.message import message
from homeroom.web.forms.site.settings_form import SettingsProblem
from homeroom.web.pages.site.privacy import PrivacyPage
from homeroom.web.pages.site.settings import SettingsNotice, SettingsPage
from tests.steps.pages.example import ADMIN, LONG, OFFICE, PARENT, Example

PAGE = SettingsPage(
    years=[("2026-2027", "2026-2027"), ("2027-2028", "2027-2028")],
    next_year="2027-2028",
    prepared=True,
    values={},
    errors={},
    notice=message(SettingsNotice.SAVED),
)
MISTAKEN = {"link_days": message(SettingsProblem.LINK_DAYS)}

EXAMPLES = (
    Example(PrivacyPage(link_days=30, file_days=30, record_years=3)),
    Example(PrivacyPage(link_days=1, file_days=1, record_years=1), PARENT, office=OFFICE),
    Example(PAGE, ADMIN),
    Example(replace(PAGE, values={"school_name": LONG}, errors=MISTAKEN, prepared=False, notice=None), ADMIN),
)
