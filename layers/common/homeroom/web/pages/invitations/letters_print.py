"""Letters as a browser prints them: a sheet each. Looking at them changes nothing, and neither does printing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from homeroom.domain.site.own_words import LANGUAGE
from homeroom.use_cases.invitations.printed_letters import LetterOver, PrintedLetter, open_letters, printed_letter
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import own_site, student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.qr_code import QrCode, qr_code
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route

MOST_SHEETS = 100
"""On one page. A QR code is five thousand characters."""


@dataclass(frozen=True, repr=False)
class Sheet:
    """`name` is the student's. `code` is as people read it, and it works until `ends`."""

    name: str
    first_name: str
    homeroom: str
    qr: QrCode
    code: str
    ends: datetime


@dataclass(frozen=True, kw_only=True, repr=False)
class LettersPrintPage:
    """`homeroom` is empty where it is about one letter. `code_page` is the address to type, as short as it may be.
    `own_words` are the school's, and may be empty.
    """

    template: ClassVar[str] = "invitations/letters_print.html"
    homeroom: str
    letters: Sequence[Sheet]
    code_page: str
    own_words: str
    back: str
    next_url: str = ""
    first_url: str = ""


def print_url(**query: str) -> str:
    """Of one `letter`, by its invitation's id, or of all open ones of a `homeroom`."""
    return f"/letters/print?{urlencode(query)}"


def open_letters_url(homeroom: str) -> str:
    return f"/letters/open?{urlencode({'homeroom': homeroom})}"


def show_print(request: Request, services: Services) -> Page:
    """Raises NotFound for a letter that there is not."""
    letter_id = request.id_named("letter")
    return _one(letter_id, request, services) if letter_id else _all_of_homeroom(request, services)


def _one(letter_id: str, request: Request, services: Services) -> Page:
    try:
        letter = printed_letter(letter_id, services)
    except LetterOver:
        return Page(_sheets("", [], f"/invitations/{letter_id}", request, services), 410)
    return Page(_sheets("", [letter], student_url(letter.student.id), request, services))


def _all_of_homeroom(request: Request, services: Services) -> Page:
    """`after` is the last letter of the page before. Where that is none any more, it begins anew: rather one sheet
    twice than none.
    """
    code, after = request.query.get("homeroom", "").strip(), request.id_named("after")
    letters = open_letters(code, services) if code else ()
    ids = [letter.invitation.id for letter in letters]
    start = ids.index(after) + 1 if after in ids else 0
    end = start + MOST_SHEETS
    page = _sheets(code, letters[start:end], open_letters_url(code), request, services)
    next_url = print_url(homeroom=code, after=ids[end - 1]) if ids[end:] else ""
    return Page(replace(page, next_url=next_url, first_url=print_url(homeroom=code) if start else ""))


def _sheets(
    homeroom: str, letters: Sequence[PrintedLetter], back: str, request: Request, services: Services
) -> LettersPrintPage:
    site = own_site(request, services)
    return LettersPrintPage(
        homeroom=homeroom,
        letters=[_sheet(letter, site) for letter in letters],
        code_page=f"{site.removeprefix('https://')}/code",
        own_words=site_settings(services).own_words.get(LANGUAGE, ""),
        back=back,
    )


def _sheet(letter: PrintedLetter, site: str) -> Sheet:
    student, qr = letter.student, qr_code(f"{site}{letter.path}")
    return Sheet(student.name, student.first_name, letter.homeroom, qr, letter.code, letter.ends)


ROUTES = (Route("GET", "/letters/print", Guard.ADMIN, show_print),)
