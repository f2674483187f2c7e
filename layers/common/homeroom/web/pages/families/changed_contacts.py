"""Only what has changed of contacts since a day, for Site Admins: old beside new."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode

from homeroom.domain.audit.audit_entry import is_order
from homeroom.domain.families.contact_facts import Fact
from homeroom.domain.families.contact_log import ChangeKind
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.families.changed_contacts import ChangedContact, find_changed
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route
from homeroom.web.pages.families.change_words import KindWord, ShownFact, shown_fact

_DAYS_BACK = timedelta(days=7)
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
    """`day` is the first one that is shown, in ISO 8601."""

    template: ClassVar[str] = "families/changed_contacts.html"
    day: str
    lines: Sequence[ChangedLine]
    next_url: str
    first_url: str


def show_changed(request: Request, services: Services) -> Page:
    settings = site_settings(services)
    day = _day(request.query.get("since", "")) or settings.day_of(services.clock() - _DAYS_BACK)
    before = request.query.get("before", "")
    page = find_changed(_begin(day, settings), before if is_order(before) else "", services)
    return Page(
        ChangedContactsPage(
            day=day.isoformat(),
            lines=[_line(changed) for changed in page.contacts],
            next_url=_url(day, page.next_before) if page.next_before else "",
            first_url=_url(day) if before else "",
        )
    )


def _day(text: str) -> date | None:
    with suppress(ValueError, OverflowError):
        day = date.fromisoformat(text)
        return day if day.year > 1 else None  # before which nobody has a calendar
    return None


def _begin(day: date, settings: SiteSettings) -> datetime:
    return settings.day_ends(day - timedelta(days=1))


def _url(day: date, before: str = "") -> str:
    query = {"since": day.isoformat()} | ({"before": before} if before else {})
    return f"/contacts/changes?{urlencode(query)}"


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


ROUTES = (Route("GET", "/contacts/changes", Guard.ADMIN, show_changed),)
