"""Every role, every route, the ids of every family: who may pass, what they see, what they change.

The matrix grows by itself. It walks over the route tables of both functions, and a route that does not say who may
pass, whose ids stand in its path, or what its form holds, fails it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from homeroom.web.core.guards import Guard
from homeroom.web.core.routing import Route
from tests.steps.figures import Recorder
from tests.steps.function_site import Family, FunctionSite, Role, a_function_site
from tests.steps.gateway import http_event
from tests.steps.route_examples import body_of, form_of, path_of

PARENTS = (Role.PARENT_A, Role.PARENT_BY_LINK, Role.PARENT_B)
USERS = (*PARENTS, Role.ONE_OF_TWO, Role.ADMIN)
LINK_HOLDERS = (Role.LINK_HOLDER, Role.ANSWERED)
OWING = (Role.OWES_CODE, Role.OWES_APP)
LOG_IN, CHOOSE, OWES, PASSES = "log in", "choose who", "second factor first", "passes"
NOT_ALLOWED, NOT_FOUND, FORM_OVER = 403, 404, 410
NOBODY = dict.fromkeys(Role, LOG_IN) | dict.fromkeys(OWING, OWES)

WHO_MAY: Mapping[Guard, Mapping[Role, object]] = {
    Guard.ANYBODY: dict.fromkeys(Role, PASSES),
    Guard.LINK: dict.fromkeys(Role, PASSES),
    Guard.STOPPING: dict.fromkeys(Role, PASSES),
    Guard.ANSWERING: dict.fromkeys(Role, FORM_OVER) | dict.fromkeys(LINK_HOLDERS, PASSES),
    Guard.SETTING_PASSWORD: dict.fromkeys(Role, FORM_OVER) | {Role.SETTING_PASSWORD: PASSES},
    Guard.SECOND_FACTOR: NOBODY | dict.fromkeys(USERS, NOT_FOUND) | dict.fromkeys(OWING, PASSES),
    Guard.LOGGED_IN: NOBODY | dict.fromkeys((*PARENTS, Role.ADMIN), PASSES) | {Role.ONE_OF_TWO: CHOOSE},
    Guard.ACCOUNT: NOBODY | dict.fromkeys(USERS, PASSES),
    Guard.ADMIN: NOBODY | dict.fromkeys((*PARENTS, Role.ONE_OF_TWO), NOT_ALLOWED) | {Role.ADMIN: PASSES},
    Guard.PARENT: NOBODY | dict.fromkeys(PARENTS, PASSES) | {Role.ADMIN: NOT_FOUND, Role.ONE_OF_TWO: CHOOSE},
}
"""What each guard means, said once more and apart from the code that enforces it."""

AREAS = {
    "": Guard.ANYBODY,
    "login": Guard.ANYBODY,
    "code": Guard.ANYBODY,
    "new-link": Guard.ANYBODY,
    "static": Guard.ANYBODY,
    "logo": Guard.ANYBODY,
    "privacy": Guard.ANYBODY,
    "i": Guard.LINK,
    "u": Guard.STOPPING,
    "confirm-address": Guard.LINK,
    "still-right": Guard.LINK,
    "answer": Guard.ANSWERING,
    "logout": Guard.ACCOUNT,
    "students": Guard.LOGGED_IN,
    "homerooms": Guard.LOGGED_IN,
    "grades": Guard.LOGGED_IN,
    "directory": Guard.LOGGED_IN,
    "me": Guard.PARENT,
    "imports": Guard.ADMIN,
    "invitations": Guard.ADMIN,
    "letters": Guard.ADMIN,
    "requests": Guard.ADMIN,
    "settings": Guard.ADMIN,
    "audit": Guard.ADMIN,
    "contacts": Guard.ADMIN,
    "campaigns": Guard.ADMIN,
}
"""Who may, by the first part of the path. A stricter or a wider guard below it wants a reason, and a line here."""

AFTER_THE_PASSWORD = (Guard.SECOND_FACTOR, "comes after the password and before anything else")
SITE_ADMINS_OWN = (Guard.ADMIN, "parents have no second factor")
OF_THE_ACCOUNT = (Guard.ACCOUNT, "log-ins are the account's, whoever of its parents it is, or a Site Admin's")
ALSO_OF_ADMINS = (Guard.LOGGED_IN, "Site Admins have a password, too")
OTHER_GUARDS: dict[str, tuple[Guard, str]] = {
    "GET /login/link/{token}": (Guard.LINK, "is the link of an email"),
    "POST /login/link/{token}": (Guard.LINK, "is the link of an email"),
    "GET /login/invited/{token}": (Guard.LINK, "is the link of an email"),
    "POST /login/invited/{token}": (Guard.LINK, "is the link of an email"),
    "GET /login/password": (Guard.SETTING_PASSWORD, "comes after the link that was mailed to a Site Admin"),
    "POST /login/password": (Guard.SETTING_PASSWORD, "comes after the link that was mailed to a Site Admin"),
    "GET /students/{id}/another-parent": (Guard.ADMIN, "the office's own way; parents have theirs behind the form"),
    "POST /students/{id}/another-parent": (Guard.ADMIN, "the office's own way; parents have theirs behind the form"),
    **dict.fromkeys(
        (f"{method} /students/{{id}}/{what}" for method in ("GET", "POST") for what in ("merge", "delete")),
        (Guard.ADMIN, "only the office says which students there are"),
    ),
    "GET /students/{id}/contacts/{contact_id}/unlink": (Guard.ADMIN, "only the office says who is not a parent"),
    "POST /students/{id}/contacts/{contact_id}/unlink": (Guard.ADMIN, "only the office says who is not a parent"),
    **dict.fromkeys(
        (
            *(f"{method} /students/{{id}}/contacts/{{contact_id}}/edit" for method in ("GET", "POST")),
            "GET /students/{id}/contacts/{contact_id}/same",
            *(f"{method} /students/{{id}}/contacts/{{contact_id}}/same/{{other_id}}" for method in ("GET", "POST")),
        ),
        (Guard.ADMIN, "the office corrects and merges contacts; parents edit their own"),
    ),
    **{
        f"{method} /students/{{id}}/contacts/{{contact_id}}/data{more}": (Guard.ADMIN, "a family that asks the office")
        for method, more in (
            *(("GET", ""), ("GET", ".html"), ("GET", ".json")),
            *(("GET", "/delete"), ("POST", "/delete"), ("POST", "/keep")),
        )
    },
    **{
        f"{method} /students/{path}": (Guard.ADMIN, "the office keeps the roster")
        for method in ("GET", "POST")
        for path in ("new", "{id}/edit", "{id}/left", "{id}/protected")
    },
    **dict.fromkeys(
        ("GET /students/{id}/contacts/{contact_id}/changes", "POST /students/{id}/contacts/{contact_id}/changes"),
        (Guard.ADMIN, "the office's look at what families have changed"),
    ),
    **dict.fromkeys(
        (
            *("GET /homerooms/new", "POST /homerooms/new", "POST /homerooms/{code}/free"),
            *("GET /homerooms/{code}/edit", "POST /homerooms/{code}/edit"),
            *("GET /homerooms/{code}/merge", "POST /homerooms/{code}/merge"),
            *("GET /homerooms/{code}/remove", "POST /homerooms/{code}/remove"),
        ),
        (Guard.ADMIN, "only the office changes homerooms"),
    ),
    **dict.fromkeys(
        (
            *("GET /homerooms/{code}/contacts", "POST /homerooms/{code}/contacts"),
            *("GET /grades/{grade}/contacts", "POST /grades/{grade}/contacts"),
        ),
        (Guard.ADMIN, "only the office has all contacts of a class"),
    ),
    "POST /students/{id}/letter": (Guard.ADMIN, "only the office prints letters"),
    "POST /u/{token}/again": (Guard.LINK, "no mail program presses it: it takes the proof of our page"),
    **dict.fromkeys(
        ("GET /students/{id}/contacts/{contact_id}/dates", "POST /students/{id}/contacts/{contact_id}/dates"),
        (Guard.ADMIN, "only the office says when somebody is a parent"),
    ),
    "POST /answer/done": (Guard.ANSWERING, "ends the form"),
    "GET /answer/done": (Guard.ANYBODY, "the form is over, and the page says nothing of it"),
    "GET /me/who": (Guard.ACCOUNT, "asks which of the parents it is"),
    "POST /me/who": (Guard.ACCOUNT, "asks which of the parents it is"),
    "GET /login/second-factor": AFTER_THE_PASSWORD,
    "POST /login/second-factor": AFTER_THE_PASSWORD,
    "GET /login/second-factor/new": AFTER_THE_PASSWORD,
    "POST /login/second-factor/new": AFTER_THE_PASSWORD,
    "GET /me/second-factor": SITE_ADMINS_OWN,
    "GET /me/second-factor/new": SITE_ADMINS_OWN,
    "POST /me/second-factor/new": SITE_ADMINS_OWN,
    "POST /me/second-factor/off": SITE_ADMINS_OWN,
    "POST /me/second-factor/recovery-codes": SITE_ADMINS_OWN,
    **dict.fromkeys(("GET /me/sessions", "POST /me/sessions/end-others", "POST /me/sessions/{id}/end"), OF_THE_ACCOUNT),
    **dict.fromkeys(("GET /me/password", "POST /me/password"), ALSO_OF_ADMINS),
}
"""Another guard than that of its area, with the reason."""

AFTER_THE_FORM = ((Role.LINK_HOLDER,), FORM_OVER, "comes after the form")
NO_WAY_BACK = ((Role.ANSWERED,), FORM_OVER, "whoever has answered cannot say that it is not their child")
FOR_REGISTERED = ((Role.PARENT_BY_LINK,), NOT_ALLOWED, "class lists are for those with a password")
SAYS_SO_AT_ONCE = (
    (*OWING, Role.ANONYMOUS, *LINK_HOLDERS, Role.ONE_OF_TWO, Role.SETTING_PASSWORD),
    NOT_ALLOWED,
    "says so at once, with what was typed and the way to log in",
)
EXCEPTIONS: dict[str, tuple[tuple[Role, ...], object, str]] = {
    "POST /login/second-factor": ((Role.OWES_APP,), NOT_FOUND, "there is no app whose code it could be"),
    "GET /login/second-factor/new": ((Role.OWES_CODE,), OWES, "whoever has an app gives its code"),
    "POST /login/second-factor/new": ((Role.OWES_CODE,), OWES, "a password alone replaces no app"),
    "POST /students/{id}/invitations": (PARENTS, NOT_ALLOWED, "the site does not let parents invite parents"),
    "POST /code": (USERS, NOT_ALLOWED, "every user's address is another than that which was invited"),
    "GET /students": FOR_REGISTERED,
    "GET /homerooms": FOR_REGISTERED,
    "GET /homerooms/{code}": FOR_REGISTERED,
    "GET /grades/{grade}": FOR_REGISTERED,
    "GET /directory": FOR_REGISTERED,
    "GET /directory/all": FOR_REGISTERED,
    "GET /answer/next": AFTER_THE_FORM,
    "GET /answer/another-parent": AFTER_THE_FORM,
    "POST /answer/another-parent": AFTER_THE_FORM,
    "GET /answer/register": AFTER_THE_FORM,
    "POST /answer/register": AFTER_THE_FORM,
    "GET /answer/decline": NO_WAY_BACK,
    "POST /answer/decline": NO_WAY_BACK,
    "POST /me/edit": SAYS_SO_AT_ONCE,
    "POST /me/another-parent": SAYS_SO_AT_ONCE,
    **dict.fromkeys(
        (
            *(f"POST /students/{path}" for path in ("{id}/another-parent", "new", "{id}/edit", "{id}/protected")),
            "POST /students/{id}/contacts/{contact_id}/edit",
            "POST /homerooms/new",
            "POST /homerooms/{code}/edit",
        ),
        (
            (*OWING, Role.ANONYMOUS, *LINK_HOLDERS, Role.SETTING_PASSWORD),
            NOT_ALLOWED,
            "says so at once, with what was typed and the way to log in",
        ),
    ),
}
"""Whom a page turns away behind its guard, with the reason."""

OF_NO_YEAR = ("/me/password", "/directory", "/directory/all")
"""Pages for all users that know no other school year than the current one."""

IDLE = {
    "POST /me/second-factor/new",
    "POST /me/data/keep",
    "POST /students/{id}/contacts/{contact_id}/data/keep",
    "POST /campaigns/count",
    "POST /campaigns",
    "POST /settings/mail/preview",
}
"""A preview stores nothing. Where the site requires a second factor, nobody who is logged in has none yet:
tests/unit/accounts has one. And nobody is about to be deleted: tests/unit/people has some. Counting a campaign's
contacts changes nothing, and beside the one that is planned there is no other: tests/unit/families plans some.
"""


@dataclass(frozen=True)
class Cell:
    role: Role
    route: Route
    family: Family

    def __str__(self) -> str:
        return f"{self.role}: {self.route.key} with the ids of {self.family.name}"

    @property
    def holds_the_link(self) -> bool:
        """Or the code beside it."""
        return self.route.guard in (Guard.LINK, Guard.STOPPING) or self.route.path.startswith(("/code", "/login/code"))

    @property
    def told_by_the_link(self) -> tuple[str, ...]:
        """What its page says to whoever holds it: they read mail there."""
        return self.family.new_address_marks if self.route.path.startswith("/confirm-address/") else ()

    @property
    def is_logged_in_as_another(self) -> bool:
        """Of a link: every user's address is another than that which was invited. One who waits for a new address is
        the registered parent.
        """
        if self.route.path.startswith("/confirm-address/"):
            return self.role in USERS and self.role != f"registered parent of the {self.family.name} family"
        opens = self.route.path.startswith("/i/") and not self.route.path.endswith("/new-link")
        return opens and self.role in USERS

    @property
    def has_session(self) -> bool:
        return self.role in (*USERS, *OWING, Role.SETTING_PASSWORD)

    @property
    def looks_at_another_family(self) -> bool:
        """Without a password."""
        return (
            self.role is Role.PARENT_BY_LINK
            and self.route.key == "GET /students/{id}"
            and self.family.name not in self.role
        )

    @property
    def is_another_parents_own(self) -> bool:
        """Whom they have recorded, or what was declined at their address."""
        own = self.role is not Role.PARENT_BY_LINK and self.family.name in self.role
        return self.route.path.startswith(("/me/other-parents/", "/me/declined/")) and self.role in PARENTS and not own

    @property
    def expected(self) -> object:
        if self.is_logged_in_as_another:
            return NOT_ALLOWED
        if self.route.guard is Guard.SETTING_PASSWORD and self.route.method == "POST" and not self.has_session:
            return NOT_ALLOWED  # nor is there any without a cookie
        if self.looks_at_another_family or self.is_another_parents_own:
            return NOT_FOUND
        roles, status, _ = EXCEPTIONS.get(self.route.key, ((), 0, ""))
        return status if self.role in roles else WHO_MAY[self.route.guard][self.role]


@pytest.fixture(scope="module")
def site() -> Iterator[FunctionSite]:
    with a_function_site() as made:
        yield made


def cells(site: FunctionSite) -> Iterator[Cell]:
    for route in site.routes:
        for role in Role:
            for family in site.families:
                yield Cell(role, route, family)


def answer_to(cell: Cell, site: FunctionSite, query: str = "") -> dict[str, Any]:
    """To the request that a page of ours would send, on a site where nothing has happened yet."""
    site.start_again()
    path, cookies = path_of(cell.route, site, cell.family), site.cookies_of(cell.role)
    body, headers = b"", {}
    if cell.route.method == "POST":
        body, headers["content-type"] = body_of(cell.route, form_of(cell.route, site, cell.family, cell.role))
    event = http_event(
        cell.route.method,
        path + query,
        body=body,
        headers=headers,
        cookies=[f"{n}={value}" for n, value in cookies.items()],
    )
    return site.call(*event)


def passed(answer: dict[str, Any]) -> object:
    """PASSES, or what stood in the way."""
    if answer["statusCode"] == 303 and answer["headers"]["Location"] == "/login":
        return LOG_IN
    if answer["statusCode"] == 303 and answer["headers"]["Location"] == "/login/second-factor":
        return OWES
    if answer["statusCode"] == 303 and answer["headers"]["Location"] == "/me/who":
        return CHOOSE
    return answer["statusCode"] if answer["statusCode"] in (NOT_ALLOWED, NOT_FOUND, FORM_OVER) else PASSES


def family_of(role: Role, site: FunctionSite) -> Family | None:
    of = {Role.LINK_HOLDER: 0, Role.ANSWERED: 0, Role.PARENT_A: 0, Role.PARENT_BY_LINK: 0, Role.PARENT_B: 1}
    of[Role.ONE_OF_TWO] = 0
    return site.families[of[role]] if role in of else None


def marks_hidden_from(role: Role, site: FunctionSite) -> list[str]:
    """A parent sees their own information, whoever answers the address that was invited, an admin everything but whom a
    parent has excluded.
    """
    first, second = site.families
    seen = {
        Role.LINK_HOLDER: first.invitation_marks,
        Role.ANSWERED: first.answered_marks,
        Role.PARENT_A: first.own_marks,
        Role.PARENT_BY_LINK: first.by_link_marks,
        Role.PARENT_B: second.own_marks,
        Role.ADMIN: {*first.marks, *second.marks} - {*first.excluded_marks, *second.excluded_marks},
    }
    return [mark for mark in (*first.marks, *second.marks) if mark not in seen.get(role, ())]


def test_every_route_has_the_guard_of_its_area(site: FunctionSite) -> None:
    declared = {route.key: route.guard for route in site.routes}
    areas = {route.key: AREAS.get(route.path.split("/")[1]) for route in site.routes}
    assert declared == areas | {key: guard for key, (guard, _) in OTHER_GUARDS.items()}


def test_every_route_lets_in_whom_its_guard_says_and_turns_away_the_others(
    site: FunctionSite, record_figure: Recorder
) -> None:
    wrong, tried = [], 0
    for cell in cells(site):
        tried += 1
        answer = answer_to(cell, site)
        if cell.route.path == "/" and answer["statusCode"] == 303:
            continue  # to where one belongs
        if passed(answer) != cell.expected or answer["statusCode"] >= 500:
            wrong.append(f"{cell}: {answer['statusCode']}, not {cell.expected}")
    assert not wrong
    assert tried == len(site.routes) * len(Role) * len(site.families)
    record_figure("cells of role, route and family", tried)


def test_nobody_sees_what_another_family_has_not_shared(site: FunctionSite) -> None:
    seen = [
        f"{cell}: {mark}"
        for cell in cells(site)
        for shown in [str(answer_to(cell, site))]
        for mark in marks_hidden_from(cell.role, site)
        if mark in shown and mark not in cell.told_by_the_link
    ]
    assert not seen


def test_no_parent_gets_the_lists_of_another_school_year(site: FunctionSite) -> None:
    seen = []
    for cell in cells(site):
        if (
            cell.route.method != "GET"
            or cell.route.guard is not Guard.LOGGED_IN
            or "{id}" in cell.route.path
            or cell.route.path in OF_NO_YEAR
        ):
            continue
        path, cookies = path_of(cell.route, site, cell.family), site.cookies_of(cell.role)
        for year in ("2025-2026", "2027-2028", "soon"):
            site.start_again()
            sent = [f"{name}={value}" for name, value in cookies.items()]
            answer = site.call(*http_event("GET", f"{path}?year={year}", cookies=sent))
            refused = NOT_ALLOWED if cell.role is Role.PARENT_BY_LINK else NOT_FOUND
            expected = refused if cell.role in PARENTS else WHO_MAY[Guard.LOGGED_IN][cell.role]
            if cell.role is not Role.ADMIN and passed(answer) != expected:
                seen.append(f"{cell}: {year}")
    assert not seen


def test_nobody_changes_what_is_another_familys(site: FunctionSite) -> None:
    wrong = []
    for cell in cells(site):
        answer_to(cell, site)
        own = family_of(cell.role, site)
        others = [f for f in site.families if f is not own and not (cell.holds_the_link and f is cell.family)]
        for before, after in site.changed_things() if cell.role is not Role.ADMIN else ():
            if any(i in repr(before or after) for family in others for i in family.ids):
                wrong.append(f"{cell}: {type(before or after).__name__}")
    assert not wrong


def test_whoever_is_turned_away_changes_nothing_and_neither_does_who_only_looks(site: FunctionSite) -> None:
    wrong = []
    for cell in cells(site):
        refused = passed(answer_to(cell, site)) != PASSES
        if site.changed and (refused or cell.route.method == "GET"):
            wrong.append(str(cell))
    assert not wrong


def test_the_key_of_a_form_that_this_browser_has_not_begun_opens_nothing(site: FunctionSite) -> None:
    """Whoever sees another family's address has nothing but the key."""
    opened = []
    for cell in cells(site):
        if cell.route.guard is Guard.ANSWERING:
            for key in ("2-00000000", "1-11111111", "", "x"):
                status = answer_to(cell, site, f"?form={key}")["statusCode"]
                opened += [f"{cell}: {status}"] if status != FORM_OVER or site.changed else []
    assert not opened


def test_every_form_does_something_for_somebody(site: FunctionSite) -> None:
    """Else the matrix would show nothing but forms that are sent back."""
    idle = {route.key for route in site.routes if route.method == "POST"}
    for cell in cells(site):
        if cell.route.key in idle:
            answer_to(cell, site)
            idle -= {cell.route.key} if site.changed else set()
    assert idle == IDLE
