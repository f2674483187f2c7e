"""Which browser it is, in words so coarse that they say nothing of its owner: nothing else of it is kept."""

from collections.abc import Sequence

from homeroom.domain.kernel.message import Code, Message, message

# The first that fits: many name those that they are like, too.
_BROWSERS = (
    *(("Edge", "Edg/"), ("Edge", "EdgA/"), ("Edge", "EdgiOS/"), ("Opera", "OPR/")),
    *(("Samsung Internet", "SamsungBrowser/"), ("Firefox", "Firefox/"), ("Firefox", "FxiOS/")),
    *(("Chrome", "Chrome/"), ("Chrome", "CriOS/"), ("Safari", "Safari/")),
)
_SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows NT")),
    *(("Chromebook", "CrOS"), ("Mac", "Macintosh"), ("Linux", "Linux")),
)


class BrowserText(Code):
    KNOWN = "browser.known"
    ANOTHER = "browser.another"


def browser_of(user_agent: str) -> str:
    """`Firefox/Windows`; empty for any that is not widely used."""
    name, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    return f"{name}/{system}" if name and system else ""


def browser_text(browser: str) -> Message:
    """`Firefox on Windows`, from what `browser_of` has made of it."""
    name, _, system = browser.partition("/")
    return message(BrowserText.KNOWN, name=name, system=system) if system else message(BrowserText.ANOTHER)


def _first(known: Sequence[tuple[str, str]], user_agent: str) -> str:
    return next((name for name, sign in known if sign in user_agent), "")
