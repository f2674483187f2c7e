"""Letters: for which students they are made, and what became of pressing the button."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.invitations.make_letters import LettersMade, make_letters
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.letters_wanted import LettersWanted, letters_wanted, students_wanting_letters
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.invitations.letters_print import open_letters_url, print_url

MOST_AT_ONCE = 500
"""Letters that one press makes: what a request has time for."""

_WHOM_AND_ALL = {"no_address": "yes", "silent": "yes"}
"""What is ticked at first."""


class LettersProblem(Code):
    WHOM = "letters.whom"
    HOMEROOMS = "letters.homerooms"


@dataclass(frozen=True, repr=False)
class LettersLine:
    """A homeroom. `field` is the name of its checkbox, empty where nobody there would get a letter."""

    code: str
    field: str
    no_address: int
    silent: int
    open: int
    open_url: str


@dataclass(frozen=True, kw_only=True, repr=False)
class LettersPage:
    """`no_address` and `silent` are the sums of the homerooms'."""

    template: ClassVar[str] = "invitations/letters.html"
    year: str
    homerooms: Sequence[LettersLine]
    no_address: int
    silent: int
    values: Mapping[str, str]
    errors: Mapping[str, Message]


@dataclass(frozen=True, repr=False)
class RefusedLetter:
    """`name` is the student's, empty for who is none by now."""

    name: str
    url: str
    why: Message


@dataclass(frozen=True, kw_only=True, repr=False)
class LettersMadePage:
    """`print_urls` by the homeroom's code. `most`: more are wanted than so many, which are made at once; else 0."""

    template: ClassVar[str] = "invitations/letters_made.html"
    made: int
    kept: int
    refused: Sequence[RefusedLetter]
    print_urls: Mapping[str, str]
    most: int = 0


def show_letters(request: Request, services: Services) -> Page:
    return Page(_letters(letters_wanted(services), _WHOM_AND_ALL, {}, services))


def post_letters(request: Request, services: Services) -> Page:
    """A page and no redirect: who presses again, or loads it again, finds the letters that are there."""
    wanted, whom = letters_wanted(services), {name: request.form.get(name) == "yes" for name in _WHOM_AND_ALL}
    homerooms = _chosen(wanted, request.form)
    errors = _problems(whom, homerooms)
    if errors:
        return Page(_letters(wanted, request.form, errors, services), 422)
    student_ids = students_wanting_letters(homerooms, services, **whom, enough=MOST_AT_ONCE + 1)
    made = make_letters(student_ids[:MOST_AT_ONCE], request.by, services)
    page = _made(made, services, homerooms, there=sum(w.open for w in wanted if w.homeroom.code in homerooms))
    return Page(replace(page, most=MOST_AT_ONCE if student_ids[MOST_AT_ONCE:] else 0))


def post_letter(request: Request, services: Services) -> Page | Redirect:
    """Of one student, also where nobody has waited for an answer yet. Leads to the letter, new or already there."""
    made = make_letters([request.params["id"]], request.by, services)
    for letter_id in (*made.made, *made.kept):
        return Redirect(print_url(letter=letter_id))
    return Page(_made(made, services), 422)


def _chosen(wanted: Sequence[LettersWanted], form: Mapping[str, str]) -> list[str]:
    """Codes of homerooms, also where all have their letters by now."""
    everywhere = form.get("all") == "yes"
    codes = (w.homeroom.code for w in wanted if w.no_address or w.silent or w.open)
    return [code for code in codes if everywhere or form.get(_field(code)) == "yes"]


def _problems(whom: Mapping[str, bool], homerooms: Collection[str]) -> Mapping[str, Message]:
    problems = {} if any(whom.values()) else {"no_address": message(LettersProblem.WHOM)}
    return problems if homerooms else problems | {"all": message(LettersProblem.HOMEROOMS)}


def _letters(
    wanted: Sequence[LettersWanted], values: Mapping[str, str], errors: Mapping[str, Message], services: Services
) -> LettersPage:
    return LettersPage(
        year=site_settings(services).school_year,
        homerooms=list(map(_line, wanted)),
        no_address=sum(w.no_address for w in wanted),
        silent=sum(w.silent for w in wanted),
        values=values,
        errors=errors,
    )


def _line(w: LettersWanted) -> LettersLine:
    code = w.homeroom.code
    field = _field(code) if w.no_address or w.silent else ""
    return LettersLine(code, field, w.no_address, w.silent, w.open, open_letters_url(code))


def _field(code: str) -> str:
    return f"homeroom_{code}"


def _made(made: LettersMade, services: Services, homerooms: Collection[str] = (), *, there: int = 0) -> LettersMadePage:
    """`there`: so many letters of these homerooms were open before."""
    students, kept = services.roster.students(made.refused), len(made.kept) + there
    refused = [
        RefusedLetter(students[i].name if i in students else "", student_url(i), why.label)
        for i, why in made.refused.items()
    ]
    return LettersMadePage(
        made=len(made.made),
        kept=kept,
        refused=refused,
        print_urls={code: print_url(homeroom=code) for code in homerooms} if made.made or kept else {},
    )


ROUTES = (
    Route("GET", "/letters", Guard.ADMIN, show_letters),
    Route("POST", "/letters", Guard.ADMIN, post_letters),
    Route("POST", "/students/{id}/letter", Guard.ADMIN, post_letter),
)
