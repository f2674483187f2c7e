"""The site's settings."""

from homeroom.domain.kernel.message import message
from homeroom.web.forms.site.settings_form import SettingsProblem
from homeroom.web.pages.site.settings import SettingsNotice, SettingsPage
from tests.steps.pages.example import ADMIN, LONG, Example

EXAMPLES = (
    Example(SettingsPage({}, {}, message(SettingsNotice.SAVED)), ADMIN),
    Example(SettingsPage({"school_name": LONG}, {"link_days": message(SettingsProblem.LINK_DAYS)}, None), ADMIN),
)
