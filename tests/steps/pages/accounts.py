"""Logging in."""

from homeroom.domain.kernel.message import message
from homeroom.web.pages.accounts.log_in import LogInMessage, LogInPage
from tests.steps.pages.example import Example

EXAMPLES = (
    Example(LogInPage({}, {}, None)),
    Example(LogInPage({}, {}, message(LogInMessage.LOGGED_OUT))),
    Example(LogInPage({"email": "a@example.org"}, {"email": message(LogInMessage.WRONG)}, None)),
)
