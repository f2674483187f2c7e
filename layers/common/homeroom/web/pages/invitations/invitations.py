"""Invitations: lists, a search, files of them, and the bulk resend."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from homeroom.domain.invitations.listing import inviter_key, is_list_order
from homeroom.messages.catalogue import catalogue
from homeroom.use_cases.invitations.bulk_resend import preview_bulk_resend, running_bulk_resend, start_bulk_resend
from homeroom.use_cases.invitations.find_invitations import (
    ROWS_A_FILE,
    InvitationLine,
    Wanted,
    find_invitations,
    invitations_for_file,
    next_file,
)
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import File, Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.invitations.contexts import (
    BulkResendPage,
    DownloadPage,
    ImportChoice,
    InvitationsPage,
    InviterChoice,
)
from homeroom.web.pages.invitations.invitation_lines import (
    FILE_HEADER,
    Tile,
    file_row,
    list_url,
    shown_invitation,
    status_tiles,
)
from homeroom.web.pages.invitations.states import STATUS_LISTS

_FILTERS = ("state", "homeroom", "import", "inviter", "q")
_ALWAYS_SHOWN = ("", "unanswered", "answered", "registered", "bounced")
_LONGEST = 100
_IMPORTS = 50


def show_invitations(request: Request, services: Services) -> Page:
    filters, now, settings = _filters(request), services.clock(), site_settings(services)
    year = settings.school_year
    listed = find_invitations(_wanted(filters, year), _before(request), services)
    running = running_bulk_resend(services)
    return Page(
        InvitationsPage(
            filters=filters,
            invitations=[shown_invitation(line, year, now) for line in listed.lines],
            tiles=_tiles(filters, year, services),
            homerooms=_homerooms(filters["homeroom"], year, services),
            imports=_imports(filters["import"], services),
            inviters=_inviters(filters["inviter"], listed.lines, (request.viewer.name, settings.school_name)),
            next_url=list_url(**filters, before=listed.next_before) if listed.next_before else "",
            first_url=list_url(**filters) if request.query.get("before") else "",
            download_url=_download_url("/invitations/download", filters, ""),
            resent=running.done if running else None,
        )
    )


def show_download(request: Request, services: Services) -> Page:
    """One file holds so many; where there are more, the next page offers the next file."""
    filters, before, year = _filters(request), _before(request), site_settings(services).school_year
    number, next_before = next_file(_wanted(filters, year), before, services)
    return Page(
        DownloadPage(
            number=number,
            most=ROWS_A_FILE,
            is_first=not before,
            file_url=_download_url("/invitations/file", filters, before),
            next_url=_download_url("/invitations/download", filters, next_before) if next_before else "",
            back_url=list_url(**filters),
        )
    )


def download(request: Request, services: Services) -> File:
    settings = site_settings(services)
    listed = invitations_for_file(_wanted(_filters(request), settings.school_year), _before(request), services)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(FILE_HEADER)
    writer.writerows(file_row(line, catalogue(), settings) for line in listed.lines)
    name = f"invitations-{settings.day_of(services.clock()).isoformat()}.csv"
    return File(
        text.getvalue().encode("utf-8-sig"),
        "text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def show_send_again(request: Request, services: Services) -> Page:
    preview = preview_bulk_resend(services)
    return Page(BulkResendPage(number=preview.number, exact=preview.exact, running=preview.running))


def post_send_again(request: Request, services: Services) -> Redirect:
    start_bulk_resend(request.by, services)
    return Redirect("/invitations/send-again")


def _filters(request: Request) -> dict[str, str]:
    """What the address asks for, in the order of the form; a state that there is none of counts as any."""
    filters = {name: request.query.get(name, "").strip()[:_LONGEST] for name in _FILTERS}
    return filters if filters["state"] in STATUS_LISTS else filters | {"state": ""}


def _before(request: Request) -> str:
    """Where the page begins. Empty for the first one, also where the address says what no link of ours does."""
    before = request.query.get("before", "")
    return before if is_list_order(before) else ""


def _wanted(filters: Mapping[str, str], year: str) -> Wanted:
    return Wanted(
        year=year,
        statuses=STATUS_LISTS[filters["state"]][1],
        homeroom=filters["homeroom"],
        import_id=filters["import"],
        inviter=filters["inviter"],
        text=filters["q"],
    )


def _tiles(filters: Mapping[str, str], year: str, services: Services) -> list[Tile]:
    """Lists that nothing stands in are left out, but for those that one looks for. The numbers are those of the whole
    year: with another condition they would be wrong.
    """
    others = {name: text for name, text in filters.items() if name != "state"}
    tiles = status_tiles(year, services, STATUS_LISTS)
    shown = [t for t in tiles if t.number or t.word in _ALWAYS_SHOWN or t.word == filters["state"]]
    if not any(others.values()):
        return shown
    return [Tile(t.word, STATUS_LISTS[t.word][0].label, None, list_url(state=t.word, **others)) for t in shown]


def _homerooms(chosen: str, year: str, services: Services) -> list[str]:
    codes = [h.code for h in services.roster.homerooms(year)]
    return list(dict.fromkeys([*codes, *filter(None, [chosen])]))


def _imports(chosen: str, services: Services) -> list[ImportChoice]:
    runs = [run for run in services.imports.newest(_IMPORTS) if run.counts and not run.upload.for_check_only]
    choices = [ImportChoice(run.id, run.upload.name, run.started_at) for run in runs]
    if chosen and chosen not in [choice.id for choice in choices]:
        run = services.imports.get(chosen)
        choices.append(ImportChoice(chosen, run.upload.name, run.started_at) if run else ImportChoice(chosen))
    return choices


def _inviters(chosen: str, listed: Sequence[InvitationLine], names: Iterable[str]) -> list[InviterChoice]:
    """`names` are those one asks for most; others are listed by the link on their name, which stands in what is
    listed.
    """
    choices = [InviterChoice(inviter_key(name), name) for name in dict.fromkeys(names)]
    if chosen and chosen not in [choice.key for choice in choices]:
        shown = (line.invitation.inviter for line in listed)
        choices.append(InviterChoice(chosen, next((name for name in shown if inviter_key(name) == chosen), "")))
    return choices


def _download_url(path: str, filters: Mapping[str, str], before: str) -> str:
    return list_url(**filters, before=before).replace("/invitations", path, 1)


ROUTES = (
    Route("GET", "/invitations", Guard.ADMIN, show_invitations),
    Route("GET", "/invitations/download", Guard.ADMIN, show_download),
    Route("GET", "/invitations/file", Guard.ADMIN, download),
    Route("GET", "/invitations/send-again", Guard.ADMIN, show_send_again),
    Route("POST", "/invitations/send-again", Guard.ADMIN, post_send_again),
)
