"""Invitations: lists, a search, files of them, and sending again to everyone who has not answered."""

import csv
from collections.abc import Mapping
from io import StringIO

from homeroom.domain.invitations.listing import inviter_key, is_list_order
from homeroom.use_cases.invitations.bulk_resend import prospect, running_round, start_sending_again
from homeroom.use_cases.invitations.find_invitations import (
    ROWS_A_FILE,
    Wanted,
    find_invitations,
    invitations_for_file,
    next_file,
)
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.use_cases.words import day_and_time, day_in_short
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import File, Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.labels import STATUS_LISTS
from homeroom.web.pages.invitations.invitation_lines import (
    FILE_HEADER,
    Tile,
    file_row,
    list_url,
    shown_invitation,
    status_tiles,
)

_CONDITIONS = ("state", "homeroom", "import", "inviter", "q")
_ALWAYS_SHOWN = ("", "unanswered", "answered", "registered", "bounced")
_LONGEST = 100
_IMPORTS = 50


def show_invitations(request: Request, services: Services) -> Page:
    asked = _asked(request)
    now = services.clock()
    page = find_invitations(_wanted(asked), _before(request), services)
    tiles = _tiles(asked, services)
    running = running_round(services)
    context = {
        "asked": asked,
        "invitations": [shown_invitation(line, now) for line in page.lines],
        "tiles": tiles,
        "is_empty": not tiles,
        "is_filtered": any(asked.values()),
        "homerooms": _homerooms(asked["homeroom"], services),
        "imports": _imports(asked["import"], services),
        "inviters": _inviters(asked["inviter"], request, services),
        "next_url": list_url(**asked, before=page.next_before) if page.next_before else "",
        "first_url": list_url(**asked) if request.query.get("before") else "",
        "download_url": _download_url("/invitations/download", asked, ""),
        "sending_again": running.done if running else None,
    }
    return Page("invitations/invitations.html", context)


def show_download(request: Request, services: Services) -> Page:
    """One file holds so many; where there are more, the next page offers the next file."""
    asked, before = _asked(request), _before(request)
    number, next_before = next_file(_wanted(asked), before, services)
    context = {
        "number": f"{number:,}" if number else "",
        "is_first": not before,
        "most": f"{ROWS_A_FILE:,}",
        "file_url": _download_url("/invitations/file", asked, before),
        "next_url": _download_url("/invitations/download", asked, next_before) if next_before else "",
        "back_url": list_url(**asked),
    }
    return Page("invitations/invitations_download.html", context)


def download(request: Request, services: Services) -> File:
    page = invitations_for_file(_wanted(_asked(request)), _before(request), services)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(FILE_HEADER)
    writer.writerows(file_row(line) for line in page.lines)
    name = f"invitations-{services.clock().date().isoformat()}.csv"
    return File(
        text.getvalue().encode("utf-8-sig"),
        "text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def show_send_again(request: Request, services: Services) -> Page:
    expected = prospect(services)
    running = expected.running
    context = {
        "number": expected.number,
        "number_label": f"{expected.number:,}" if expected.exact else f"More than {expected.number:,}",
        "done": f"{running.done:,}" if running else "",
        "by": running.by if running else "",
        "since": day_and_time(running.started_at) if running else "",
        "refresh": running is not None,
    }
    return Page("invitations/bulk_resend.html", context)


def post_send_again(request: Request, services: Services) -> Redirect:
    start_sending_again(request.viewer, services)
    return Redirect("/invitations/send-again")


def _asked(request: Request) -> dict[str, str]:
    """What the address asks for, in the order of the form; a state that there is none of counts as any."""
    asked = {name: request.query.get(name, "").strip()[:_LONGEST] for name in _CONDITIONS}
    return asked if asked["state"] in STATUS_LISTS else asked | {"state": ""}


def _before(request: Request) -> str:
    """Where the page begins. Empty for the first one, also where the address says what no link of ours does."""
    before = request.query.get("before", "")
    return before if is_list_order(before) else ""


def _wanted(asked: Mapping[str, str]) -> Wanted:
    return Wanted(
        statuses=STATUS_LISTS[asked["state"]][1],
        homeroom=asked["homeroom"],
        import_id=asked["import"],
        inviter=asked["inviter"],
        text=asked["q"],
    )


def _tiles(asked: Mapping[str, str], services: Services) -> list[Tile]:
    """Lists that nothing stands in are left out, but for those that one looks for. The numbers are those of the whole
    site: beside another condition they would be wrong.
    """
    others = {name: text for name, text in asked.items() if name != "state"}
    tiles = status_tiles(services, STATUS_LISTS)
    shown = [t for t in tiles if t.number != "0" or t.word in _ALWAYS_SHOWN or t.word == asked["state"]]
    if not any(others.values()):
        return shown
    return [Tile(t.word, STATUS_LISTS[t.word][0], "", list_url(state=t.word, **others)) for t in shown]


def _homerooms(chosen: str, services: Services) -> list[tuple[str, str]]:
    codes = [h.code for h in services.roster.homerooms(site_settings(services).school_year)]
    return [(code, code) for code in dict.fromkeys([*codes, *filter(None, [chosen])])]


def _imports(chosen: str, services: Services) -> list[tuple[str, str]]:
    runs = services.imports.newest(_IMPORTS)
    found = [(run.id, f"{run.upload.name}, {day_in_short(run.started_at)}") for run in runs if run.counts]
    if chosen and chosen not in [import_id for import_id, _ in found]:
        run = services.imports.get(chosen)
        found.append((chosen, run.upload.name if run else "an import that is gone"))
    return found


def _inviters(chosen: str, request: Request, services: Services) -> list[tuple[str, str]]:
    """Whom one asks for most; others are found by the link on their name."""
    names = (request.viewer.name, site_settings(services).school_name)
    found = [(inviter_key(name), name) for name in dict.fromkeys(names)]
    if chosen and chosen not in [key for key, _ in found]:
        found.append((chosen, "the inviter chosen in the list"))
    return found


def _download_url(path: str, asked: Mapping[str, str], before: str) -> str:
    return list_url(**asked, before=before).replace("/invitations", path, 1)


ROUTES = (
    Route("GET", "/invitations", Guard.ADMIN, show_invitations),
    Route("GET", "/invitations/download", Guard.ADMIN, show_download),
    Route("GET", "/invitations/file", Guard.ADMIN, download),
    Route("GET", "/invitations/send-again", Guard.ADMIN, show_send_again),
    Route("POST", "/invitations/send-again", Guard.ADMIN, post_send_again),
)
