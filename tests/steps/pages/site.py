"""The site's settings."""

from dataclasses import replace

from homeroom.domain.kernel.message import message
from homeroom.web.forms.site.settings_form import SettingsProblem
from homeroom.web.pages.site.settings import SettingsNotice, SettingsPage
from tests.steps.pages.example import ADMIN, LONG, Example

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
    Example(PAGE, ADMIN),
    Example(replace(PAGE, values={"school_name": LONG}, errors=MISTAKEN, prepared=False, notice=None), ADMIN),
)
