"""The cookies of a log-in: that of its session, and that by which the browser is known to the account afterwards."""

from aws_lambda_powertools.shared.cookies import Cookie

from homeroom.domain.accounts.known_devices import LASTS
from homeroom.domain.kernel.token import new_token
from homeroom.use_cases.accounts.browser import Browser
from homeroom.use_cases.accounts.sessions import Started
from homeroom.web.core.requests import DEVICE_COOKIE, SESSION_COOKIE, Request
from homeroom.web.core.responses import set_cookie


def browser_behind(request: Request) -> Browser:
    """With the token that it has, or a new one."""
    return Browser(request.browser, request.cookies.get(DEVICE_COOKIE) or new_token())


def log_in_cookies(started: Started, browser: Browser) -> tuple[Cookie, Cookie]:
    known = set_cookie(DEVICE_COOKIE, browser.token, int(LASTS.total_seconds()))
    return set_cookie(SESSION_COOKIE, started.token, started.seconds), known
