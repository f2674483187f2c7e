"""Logging in."""

from homeroom.domain.kernel.message import message
from homeroom.web.forms.families.who_form import WhoProblem
from homeroom.web.pages.accounts.log_in import LogInMessage, LogInPage
from homeroom.web.pages.accounts.who import WhoIsItPage
from tests.steps.pages.example import LONG, Example

EXAMPLES = (
    Example(LogInPage({}, {}, None)),
    Example(LogInPage({}, {}, message(LogInMessage.LOGGED_OUT))),
    Example(WhoIsItPage("home@example.org", [("c1", "María"), ("c2", LONG)], {})),
    Example(WhoIsItPage("home@example.org", [("c1", "María"), ("c2", "Luis")], {"parent": message(WhoProblem.CHOOSE)})),
    Example(LogInPage({"email": "a@example.org"}, {"email": message(LogInMessage.WRONG)}, None)),
)
