"""Letters: what to make, what was made, which are open, and the sheets."""

from dataclasses import replace

from homeroom.domain.invitations.letter import LetterRefusal
from homeroom.domain.kernel.message import message
from homeroom.web.core.qr_code import qr_code
from homeroom.web.pages.invitations.letters import (
    LettersLine,
    LettersMadePage,
    LettersPage,
    LettersProblem,
    RefusedLetter,
)
from homeroom.web.pages.invitations.letters_open import LettersNotice, OpenLetter, OpenLettersPage
from homeroom.web.pages.invitations.letters_print import LettersPrintPage, Sheet
from tests.factories import NOW
from tests.steps.pages.example import ADMIN, LONG, OFFICE, Example

LINES = [
    LettersLine("3-A", "homeroom_3-A", 12, 0, 3, "/letters/open?homeroom=3-A"),
    LettersLine(LONG[:40], f"homeroom_{LONG[:40]}", 0, 1, 0, "/letters/open?homeroom=long"),
    LettersLine("3-C", "", 0, 0, 25, "/letters/open?homeroom=3-C"),
]
CHOOSE = LettersPage(
    year="2026-2027", homerooms=LINES, no_address=12, silent=1, values={"no_address": "yes"}, errors={}
)
PROBLEMS = {"no_address": message(LettersProblem.WHOM), "all": message(LettersProblem.HOMEROOMS)}
MADE = LettersMadePage(made=12, kept=1, refused=[], print_urls={"3-A": "/letters/print?homeroom=3-A"}, most=500)
REFUSED = [
    RefusedLetter(LONG, "/students/s1", LetterRefusal.PROTECTED.label),
    RefusedLetter("", "/students/s2", LetterRefusal.UNKNOWN.label),
]
OPEN = OpenLettersPage(
    "3-A",
    [
        OpenLetter("i1", LONG, "/students/s1", "/invitations/i1", "/letters/print?letter=i1", NOW, NOW),
        OpenLetter("i2", "Li, Mei", "/students/s2", "/invitations/i2", "/letters/print?letter=i2", NOW, NOW),
    ],
    "/letters/print?homeroom=3-A",
    NOW.isoformat(),
    message(LettersNotice.WITHDRAWN),
)
SHEET = Sheet("Mei Li", "Mei", "3-A", qr_code(f"https://school.example/i/{'x' * 43}"), "7KX4M-Q2RTB", NOW)
PRINT = LettersPrintPage(
    homeroom="3-A",
    letters=[SHEET, replace(SHEET, name=LONG, first_name=LONG)],
    code_page="school.example/code",
    own_words="",
    back="/letters/open?homeroom=3-A",
    next_url="/letters/print?homeroom=3-A&after=i2",
    first_url="/letters/print?homeroom=3-A",
)

EXAMPLES = (
    Example(CHOOSE, ADMIN),
    Example(replace(CHOOSE, values={"all": "yes", "silent": "yes"}, errors=PROBLEMS), ADMIN),
    Example(replace(CHOOSE, homerooms=[]), ADMIN),
    Example(MADE, ADMIN),
    Example(replace(MADE, made=1, kept=0, refused=REFUSED, most=0), ADMIN),
    Example(replace(MADE, made=0, kept=0, print_urls={}, most=0), ADMIN),
    Example(OPEN, ADMIN),
    Example(replace(OPEN, letters=[], notice=None), ADMIN),
    Example(PRINT, ADMIN),
    Example(replace(PRINT, own_words=LONG), ADMIN, office=OFFICE),
    Example(replace(PRINT, homeroom="", letters=[SHEET], next_url="", first_url=""), ADMIN),
    Example(replace(PRINT, letters=[]), ADMIN),
)
