"""Only what has changed of contacts since a day, for Site Admins: old beside new."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode

from homeroom.domain.audit.audit_entry import is_id, is_order
from homeroom.domain.exports.changes_taken import ChangesTaken
from homeroom.domain.exports.export import ExportFileType, ExportOptions, ExportShape
from homeroom.domain.families.contact_facts import Fact
from homeroom.domain.families.contact_log import ChangeKind
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.token import new_id
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.exports.ask_for_export import ask_for_export
from homeroom.use_cases.families.changed_contacts import ChangedContact, find_changed
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.families.change_words import KindWord, ShownFact, shown_fact

_DAYS_BACK = timedelta(days=7)
_FIRST_YEAR, _LAST_YEAR = 1, 9999
"""Of calendars: there is no day before the first, and none after the last."""
_OF_A_NEW_ONE = frozenset({Fact.EMAIL, Fact.MOBILE_PHONE, Fact.HOME_PHONE, Fact.RELATIONSHIP})
"""All the rest stands in the profile."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ChangedStudent:
    name: str
    url: str


@dataclass(frozen=True, kw_only=True, repr=False)
class ChangedLine:
    """`at` and `author` are those of the newest change. `name` is empty for a contact that is deleted, and `url` leads
    to all its changes. Of one that was entered since then `facts` are how to reach it, and whose parent it is.
    """

    at: datetime
    author: Message
    kind: Message
    is_new: bool
    name: str
    url: str
    students: Sequence[ChangedStudent]
    facts: Sequence[ShownFact]


@dataclass(frozen=True, kw_only=True, repr=False)
class ChangedContactsPage:
    """`day` is the first one that is shown, in ISO 8601, and `typed` the one that the address asks for, if any. `taken`
    is up to when the changes were fetched last, and `taken_by` by whom; None where nobody has. `export_id` is made for
    the form: pressed twice, it asks for one file.
    """

    template: ClassVar[str] = "families/changed_contacts.html"
    day: str
    typed: str
    taken: datetime | None
    taken_by: str
    export_id: str
    file_types: Sequence[tuple[str, Message]]
    lines: Sequence[ChangedLine]
    next_url: str
    first_url: str


def show_changed(request: Request, services: Services) -> Page:
    settings, taken = site_settings(services), services.exports.changes_taken()
    typed = _day(request.query.get("since", ""))
    since = _since(typed, taken, settings, services)
    before = request.query.get("before", "")
    page = find_changed(since, before if is_order(before) else "", services)
    return Page(
        ChangedContactsPage(
            day=settings.day_of(since).isoformat(),
            typed=typed.isoformat() if typed else "",
            taken=taken.until if taken else None,
            taken_by=taken.by if taken else "",
            export_id=new_id(),
            file_types=[(file_type.value, file_type.label) for file_type in ExportFileType],
            lines=[_line(changed) for changed in page.contacts],
            next_url=_url(typed, page.next_before) if page.next_before else "",
            first_url=_url(typed) if before else "",
        )
    )


def post_changed(request: Request, services: Services) -> Redirect:
    """What none of our forms sends is what stands first."""
    settings, taken = site_settings(services), services.exports.changes_taken()
    since = _since(_day(request.form.get("since", "")), taken, settings, services)
    is_whole = request.form.get("shape", "") == ExportShape.CONTACTS
    is_workbook = request.form.get("file_type", "") == ExportFileType.XLSX
    options = ExportOptions(
        shape=ExportShape.CONTACTS if is_whole else ExportShape.CHANGES,
        file_type=ExportFileType.XLSX if is_workbook else ExportFileType.CSV,
        since=since,
    )
    typed_id = request.form.get("export", "")
    export_id = typed_id if is_id(typed_id) and len(typed_id) == len(new_id()) else new_id()
    return Redirect(f"/contacts/{ask_for_export(export_id, options, request.by, services).id}")


def _since(day: date | None, taken: ChangesTaken | None, settings: SiteSettings, services: Services) -> datetime:
    """The beginning of the day; without one, where the last file of changes ended."""
    if day is None and taken:
        return taken.until
    return settings.day_ends((day or settings.day_of(services.clock() - _DAYS_BACK)) - timedelta(days=1))


def _day(text: str) -> date | None:
    with suppress(ValueError):
        day = date.fromisoformat(text)
        return day if _FIRST_YEAR < day.year < _LAST_YEAR else None
    return None


def _url(day: date | None, before: str = "") -> str:
    query = ({"since": day.isoformat()} if day else {}) | ({"before": before} if before else {})
    return f"/contacts/changes?{urlencode(query)}" if query else "/contacts/changes"


def _line(changed: ChangedContact) -> ChangedLine:
    net, contact = changed.net, changed.contact
    names = {student.id: student.name for student in changed.students}
    is_new = net.kind is ChangeKind.CREATED
    linked = [student.id for student in changed.students if contact and student.id in contact.students]
    return ChangedLine(
        at=net.newest.at,
        author=net.newest.author.label,
        kind=message(KindWord(f"contact_change.{net.kind.value}")),
        is_new=is_new,
        name=contact.details.name if contact else "",
        url=f"{student_url(linked[0])}/contacts/{net.contact_id}/changes" if linked else "",
        students=[ChangedStudent(name=student.name, url=student_url(student.id)) for student in changed.students],
        facts=[shown_fact(one, names) for one in net.facts if not is_new or one.fact in _OF_A_NEW_ONE],
    )


ROUTES = (
    Route("GET", "/contacts/changes", Guard.ADMIN, show_changed),
    Route("POST", "/contacts/changes", Guard.ADMIN, post_changed),
)
