"""Invitations: lists, a search, and files of them."""

import csv
from io import StringIO

from homeroom.domain.invitations.listing import is_list_order
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.messages.catalogue import catalogue
from homeroom.use_cases.invitations.find_invitations import InvitationPage, find_invitations
from homeroom.use_cases.invitations.invitation_files import ROWS_A_FILE, invitations_for_file, next_file
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import File, Page
from homeroom.web.core.routing import Route
from homeroom.web.pages.invitations.contexts import DownloadPage, FilterPage, ImportChoice, InvitationsPage
from homeroom.web.pages.invitations.invitation_lines import FILE_HEADER, file_row, list_url, shown_invitation
from homeroom.web.pages.invitations.list_filters import (
    Filters,
    among,
    chosen,
    filters_in,
    import_choice,
    inviter_choices,
    tiles,
    wanted_by,
)

_IMPORTS = 50


def show_invitations(request: Request, services: Services) -> Page:
    settings, now = site_settings(services), services.clock()
    filters, names = filters_in(request.query, settings), (request.viewer.name, settings.school_name)
    listed = find_invitations(wanted_by(filters, settings), _before(request), services)
    resend = listed.overview.bulk_resend
    context = InvitationsPage(
        filters=filters,
        chosen=chosen(filters, listed.lines, names, services),
        invitations=[shown_invitation(line, settings.school_year, now) for line in listed.lines],
        tiles=tiles(filters, listed, settings),
        next_url=list_url(**filters, before=listed.next_before) if listed.next_before else "",
        first_url=list_url(**filters) if request.query.get("before") else "",
        filter_url=_url("/invitations/filter", filters),
        download_url=_url("/invitations/download", filters),
        send_again_url=_send_again_url(filters, listed, settings),
        resent=resend.done if resend and not resend.is_over else None,
    )
    return Page(context, read=listed.overview)


def show_filter(request: Request, services: Services) -> Page:
    """On a page of its own: what there is to choose from takes as long to read as a list."""
    settings = site_settings(services)
    filters = filters_in(request.query, settings)
    context = FilterPage(
        filters=filters,
        homerooms=_homerooms(filters["homeroom"], settings.school_year, services),
        imports=_imports(filters["import"], services),
        inviters=inviter_choices(filters["inviter"], (request.viewer.name, settings.school_name)),
        back_url=list_url(**filters),
    )
    return Page(context)


def show_download(request: Request, services: Services) -> Page:
    """One file holds so many; where there are more, the next page offers the next file."""
    settings, before = site_settings(services), _before(request)
    filters = filters_in(request.query, settings)
    number, next_before = next_file(wanted_by(filters, settings), before, services)
    return Page(
        DownloadPage(
            number=number,
            most=ROWS_A_FILE,
            is_first=not before,
            file_url=_url("/invitations/file", filters, before),
            next_url=_url("/invitations/download", filters, next_before) if next_before else "",
            back_url=list_url(**filters),
        )
    )


def download(request: Request, services: Services) -> File:
    settings = site_settings(services)
    wanted = wanted_by(filters_in(request.query, settings), settings)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(FILE_HEADER)
    lines = invitations_for_file(wanted, _before(request), services)
    writer.writerows(file_row(line, catalogue(), settings) for line in lines)
    name = f"invitations-{settings.day_of(services.clock()).isoformat()}.csv"
    return File(
        text.getvalue().encode("utf-8-sig"),
        "text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _send_again_url(filters: Filters, listed: InvitationPage, settings: SiteSettings) -> str:
    """Where anybody may get an email, as far as the counts tell: its page says how many do."""
    whom, tally = among(filters, settings), listed.tally
    if whom is None:
        return ""
    is_unknown = tally.numbers is None or not tally.is_all
    anybody = is_unknown or any((tally.numbers or {}).get(status) for status in whom.statuses)
    return _url("/invitations/send-again", filters) if anybody else ""


def _before(request: Request) -> str:
    """Where the page begins. Empty for the first one, also where the address says what no link of ours does."""
    before = request.query.get("before", "")
    return before if is_list_order(before) else ""


def _homerooms(code: str, year: str, services: Services) -> list[str]:
    codes = [h.code for h in services.roster.homerooms(year)]
    return list(dict.fromkeys([*codes, *filter(None, [code])]))


def _imports(import_id: str, services: Services) -> list[ImportChoice]:
    runs = [run for run in services.imports.newest(_IMPORTS) if run.counts and not run.upload.for_check_only]
    choices = [ImportChoice(run.id, run.upload.name, run.started_at) for run in runs]
    is_listed = import_id in ("", *(choice.id for choice in choices))
    return choices if is_listed else [*choices, import_choice(import_id, services)]


def _url(path: str, filters: Filters, before: str = "") -> str:
    return list_url(**filters, before=before).replace("/invitations", path, 1)


ROUTES = (
    Route("GET", "/invitations", Guard.ADMIN, show_invitations),
    Route("GET", "/invitations/filter", Guard.ADMIN, show_filter),
    Route("GET", "/invitations/download", Guard.ADMIN, show_download),
    Route("GET", "/invitations/file", Guard.ADMIN, download),
)
