"""The browser that somebody logs in with, and by what it is known to the account from then on."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.known_devices import KnownDevices
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.token import digest
from homeroom.use_cases.ports.services import Services


@dataclass(frozen=True, repr=False)
class Browser:
    """`kind` is as `browser_of` names it, `token` that by which it is known from now on, or was before."""

    kind: str = ""
    token: str = ""


ANY_BROWSER = Browser()


def remembered(email_key: str, browser: Browser, services: Services) -> Sequence[Change]:
    """To be stored with whatever has let it in: tries of a browser that the account knows are counted apart."""
    if not browser.token:
        return ()
    before = services.access.known_devices(email_key)
    known = before or KnownDevices(email_key=email_key)
    return (Change(before, known.with_log_in(digest(browser.token), services.clock())),)
