"""Who did what: the record for Site Admins, as a list and as a file."""

import csv
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import ClassVar

from homeroom.domain.audit.audit_entry import AuditAction, is_order, order_from
from homeroom.domain.kernel.message import Message
from homeroom.messages.catalogue import catalogue
from homeroom.use_cases.audit.find_entries import ROWS_A_FILE, ROWS_A_PAGE, Wanted, find_entries
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import File, Page
from homeroom.web.core.routing import Route
from homeroom.web.pages.audit.audit_lines import (
    FILE_HEADER,
    ShownEntry,
    ShownPerson,
    ShownStudent,
    audit_url,
    file_row,
    row_of_rest,
    shown_entry,
    shown_person,
    shown_student,
)

_FILTERS = ("kind", "until", "person", "student")
_LONGEST = 64
_KINDS = {action.value: action for action in AuditAction}


@dataclass(frozen=True, repr=False)
class KindChoice:
    kind: str
    label: Message


@dataclass(frozen=True, kw_only=True, repr=False)
class AuditListPage:
    """`filters` by name as the address has them, empty for any; `person` and `student` are whose list it is, if it is
    not everybody's. A file holds `most` entries. `years`: how long entries are kept.
    """

    template: ClassVar[str] = "audit/audit.html"
    filters: Mapping[str, str]
    entries: Sequence[ShownEntry]
    kinds: Sequence[KindChoice]
    person: ShownPerson | None
    student: ShownStudent | None
    next_url: str
    first_url: str
    file_url: str
    most: int
    years: int


def show_audit(request: Request, services: Services) -> Page:
    filters = _filters(request)
    page = find_entries(_wanted(filters), _before(request, filters, services), ROWS_A_PAGE, services)
    here = request.query.get("before", "")
    return Page(
        AuditListPage(
            filters=filters,
            entries=[shown_entry(entry, page) for entry in page.entries],
            kinds=[KindChoice(action.value, action.label) for action in AuditAction],
            person=shown_person(filters["person"], page) if filters["person"] else None,
            student=shown_student(filters["student"], page) if filters["student"] else None,
            next_url=audit_url(**filters, before=page.next_before) if page.next_before else "",
            first_url=audit_url(**filters) if here else "",
            file_url=audit_url(**filters, before=here).replace("/audit", "/audit/file", 1),
            most=ROWS_A_FILE,
            years=site_settings(services).record_years,
        )
    )


def download(request: Request, services: Services) -> File:
    filters = _filters(request)
    page = find_entries(_wanted(filters), _before(request, filters, services), ROWS_A_FILE, services)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(FILE_HEADER)
    settings = site_settings(services)
    writer.writerows(file_row(entry, page, catalogue(), settings) for entry in page.entries)
    if page.next_before:
        rest = request.site + audit_url(**filters, before=page.next_before)
        writer.writerow(row_of_rest(page.next_before, rest, catalogue(), settings))
    name = f"who-did-what-{settings.day_of(services.clock()).isoformat()}.csv"
    return File(
        text.getvalue().encode("utf-8-sig"),
        "text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _filters(request: Request) -> dict[str, str]:
    """What the address asks for; a kind or a day that there is none of counts as any."""
    filters = {name: request.query.get(name, "").strip()[:_LONGEST] for name in _FILTERS}
    day = _day(filters["until"])
    kind = filters["kind"] if filters["kind"] in _KINDS else ""
    return filters | {"kind": kind, "until": day.isoformat() if day else ""}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _wanted(filters: Mapping[str, str]) -> Wanted:
    return Wanted(person=filters["person"], student_id=filters["student"], action=_KINDS.get(filters["kind"]))


def _before(request: Request, filters: Mapping[str, str], services: Services) -> str:
    """Where the page begins. Empty for the newest, also where the address says what no link of ours does."""
    before, until = request.query.get("before", ""), _day(filters["until"])
    bounds = [before] if is_order(before) else []
    if until:
        with suppress(OverflowError):  # a day at the end of the calendar, before which everything was
            bounds.append(order_from(site_settings(services).day_ends(until)))
    return min(bounds, default="")


ROUTES = (
    Route("GET", "/audit", Guard.ADMIN, show_audit),
    Route("GET", "/audit/file", Guard.ADMIN, download),
)
