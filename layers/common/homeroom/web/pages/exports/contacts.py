"""Contacts out: choose what, have the file made, watch it, download it."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, datetime
from enum import StrEnum
from typing import TypeVar

from homeroom.domain.exports.changes_table import ChangeColumn
from homeroom.domain.exports.columns import CONTACT_COLUMNS, STUDENT_COLUMNS, ExportColumn
from homeroom.domain.exports.export import (
    Export,
    ExportedStudents,
    ExportFileType,
    ExportOptions,
    ExportShape,
    ExportState,
)
from homeroom.domain.exports.powerschool import COLUMNS
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Labeled, Message
from homeroom.domain.kernel.text import one_line
from homeroom.domain.kernel.token import new_id
from homeroom.domain.roster.homeroom import grade_order
from homeroom.use_cases.exports.ask_for_export import NoFile, WrongOptions, ask_for_export, file_address
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.exports.contexts import (
    ContactsPage,
    ExportColumnLine,
    ExportColumnsPage,
    ExportPage,
    ShownExport,
)

_NEWEST = 20
_MOST_OFFERED = 200
"""Homerooms: more would be longer than the rest of the page."""
_LONGEST_TYPED = 100
_REFRESH = "2"
_NEW_ID = re.compile(r"[0-9a-f]{24}")
_FROM_QUERY = ("grade", "homeroom", "students", "shape", "file_type")
"""Other pages lead here with some of the form filled in."""

E = TypeVar("E", bound=StrEnum)


class ExportBadge(Labeled):
    """How it stands, where that follows from the time."""

    LATE = "late"
    GONE = "gone"


def show_contacts(request: Request, services: Services) -> Page:
    values = {name: one_line(request.query.get(name, ""), _LONGEST_TYPED) for name in _FROM_QUERY}
    return Page(_form(values, {}, services))


def post_contacts(request: Request, services: Services) -> Page | Redirect:
    try:
        export = ask_for_export(_export_id(request), _options(request.form), request.by, services)
    except WrongOptions as wrong:
        return Page(_form(request.form, {wrong.field: wrong.message}, services), 422)
    return Redirect(f"/contacts/{export.id}")


def show_export(request: Request, services: Services) -> Page:
    export = services.exports.get(request.params["id"])
    if export is None:
        raise NotFound
    return _page(_shown(export, _state(export, services)), services)


def post_download(request: Request, services: Services) -> Page | Redirect:
    """Where the file is gone by now, perhaps from the bucket alone, its page says so and makes it again."""
    try:
        return Redirect(file_address(request.params["id"], request.by, services))
    except NoFile as none:
        state = _state(none.export, services)
        shown = _shown(none.export, ExportBadge.GONE if state is ExportState.READY else state)
        return replace(_page(shown, services), status=410)


def _page(shown: ShownExport, services: Services) -> Page:
    context = ExportPage(export=shown, again_id=new_id(), refresh=_REFRESH if shown.badge == "making" else "")
    # The button leads to the bucket, by way of our own address.
    return Page(context, sends_files_to=services.files.form_address if shown.badge == "ready" else "")


def show_columns(request: Request, services: Services) -> Page:
    return Page(export_columns())


def export_columns() -> ExportColumnsPage:
    lines = [_line(column) for column in (*STUDENT_COLUMNS, *CONTACT_COLUMNS)]
    changes = [_line(column) for column in ChangeColumn]
    return ExportColumnsPage(lines, _line(ExportColumn.MORE_PARENTS), COLUMNS, changes)


def _line(column: ExportColumn | ChangeColumn) -> ExportColumnLine:
    return ExportColumnLine(column.value, column.label)


def _form(values: Mapping[str, str], errors: Mapping[str, Message], services: Services) -> ContactsPage:
    year = site_settings(services).school_year
    homerooms = services.roster.homerooms(year)
    return ContactsPage(
        export_id=new_id(),
        year=year,
        grades=sorted({homeroom.grade for homeroom in homerooms if homeroom.grade}, key=grade_order),
        homerooms=[homeroom.code for homeroom in homerooms] if len(homerooms) <= _MOST_OFFERED else [],
        shapes=[(shape.value, shape.label) for shape in ExportShape if shape is not ExportShape.CHANGES],
        file_types=_choices(ExportFileType),
        whom=_choices(ExportedStudents),
        values=values,
        errors=errors,
        exports=[_shown(export, _state(export, services)) for export in services.exports.newest(_NEWEST)],
    )


def _choices(of: type[Labeled]) -> list[tuple[str, Message]]:
    return [(choice.value, choice.label) for choice in of]


def _options(form: Mapping[str, str]) -> ExportOptions:
    """What none of our forms sends is what stands first. Files of changes begin on their own page."""
    since, shape = _moment(form.get("since", "")), _chosen(ExportShape, form.get("shape", ""))
    return ExportOptions(
        shape=ExportShape.CONTACTS if shape is ExportShape.CHANGES and since is None else shape,
        since=since,
        file_type=_chosen(ExportFileType, form.get("file_type", "")),
        students=_chosen(ExportedStudents, form.get("students", "")),
        grade=one_line(form.get("grade", ""), _LONGEST_TYPED),
        homeroom=one_line(form.get("homeroom", ""), _LONGEST_TYPED),
    )


def _moment(text: str) -> datetime | None:
    """None, too, for one of a year that has days which no calendar of another time zone has."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo and MINYEAR < moment.year < MAXYEAR else None
    return None


def _chosen(of: type[E], text: str) -> E:
    return next((choice for choice in of if choice.value == text), next(iter(of)))


def _export_id(request: Request) -> str:
    """That of the form; one of a form that is none of ours cannot be told."""
    typed = request.form.get("export", "")
    return typed if _NEW_ID.fullmatch(typed) else new_id()


def _shown(export: Export, state: Labeled) -> ShownExport:
    options = export.options
    return ShownExport(
        id=export.id,
        since=options.since,
        shape=options.shape.label,
        file_type=options.file_type.label,
        students=options.students.label,
        options={
            "shape": options.shape.value,
            "file_type": options.file_type.value,
            "students": options.students.value,
            "grade": options.grade,
            "homeroom": options.homeroom,
            "since": options.since.isoformat() if options.since else "",
        },
        state=state.label,
        badge=state.value,
        by=export.by,
        started_at=export.started_at,
        kept_until=export.kept_until,
        rows=export.rows,
        percent=export.percent,
        without_id=export.without_id,
        import_ran=export.import_ran,
    )


def _state(export: Export, services: Services) -> Labeled:
    now = services.clock()
    if export.is_gone(now):
        return ExportBadge.GONE
    return ExportBadge.LATE if export.is_late(now) else export.state


ROUTES = (
    Route("GET", "/contacts", Guard.ADMIN, show_contacts),
    Route("POST", "/contacts", Guard.ADMIN, post_contacts),
    Route("GET", "/contacts/columns", Guard.ADMIN, show_columns),
    Route("GET", "/contacts/{id}", Guard.ADMIN, show_export),
    Route("POST", "/contacts/{id}/download", Guard.ADMIN, post_download),
)
