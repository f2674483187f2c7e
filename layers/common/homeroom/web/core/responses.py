"""What a page's handler may answer, and the headers that every answer carries."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field
from typing import Any, ClassVar, Protocol

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from homeroom.domain.invitations.overview import Overview


class PageContext(Protocol):
    """What fills one template: a frozen dataclass with a field for each name that the template uses."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass(frozen=True, repr=False)
class Page:
    """What fills a template, and which. `csrf_secret`: where the visitor gets the cookie with this very page.
    `sends_files_to`: an address elsewhere that its script may send a form to. `saved_as`: under which name a browser
    keeps it as a file instead of showing it. `shows_email`: it shows an email's HTML, whose styles stand in place.
    `read`: what it has read that its frame shows as well.
    """

    context: PageContext
    status: int = 200
    cookies: tuple[Cookie, ...] = ()
    csrf_secret: str = ""
    sends_files_to: str = ""
    saved_as: str = ""
    shows_email: bool = False
    read: Overview | None = None


@dataclass(frozen=True, repr=False)
class Redirect:
    """303: the browser asks there with GET. To an address that we made, never to one that was sent to us."""

    to: str
    cookies: tuple[Cookie, ...] = ()


@dataclass(frozen=True, repr=False)
class File:
    body: bytes
    content_type: str
    cache: str = "no-store"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Json:
    """For a page's script."""

    body: Mapping[str, object]


SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Strict-Transport-Security": "max-age=31536000",
}
"""Browsers heed Strict-Transport-Security over https alone: the local run need not leave it out."""


def attachment(name: str) -> Mapping[str, str]:
    """`name` is one of ours, in plain letters."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def page_headers(page: Page) -> Mapping[str, str]:
    if page.saved_as:
        return {**SECURITY_HEADERS, **attachment(page.saved_as)}
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    if page.sends_files_to:
        policy = policy.replace("form-action 'self';", f"form-action 'self' {page.sends_files_to};")
    if page.shows_email:  # in a frame, which goes by the policy of its page
        policy = policy.replace("style-src 'self';", "style-src 'self' 'unsafe-inline';")
    return {**SECURITY_HEADERS, "Content-Security-Policy": policy}


def set_cookie(name: str, token: str, seconds: int) -> Cookie:
    return Cookie(name, token, path="/", secure=True, http_only=True, max_age=seconds, same_site=SameSite.LAX_MODE)


def drop_cookie(name: str) -> Cookie:
    return set_cookie(name, "", 0)
