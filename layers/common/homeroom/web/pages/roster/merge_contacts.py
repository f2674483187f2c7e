"""The same person as: which contacts may be one, two of them side by side, and the button that makes them one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.families.merging import CannotMerge
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Code, message
from homeroom.use_cases.families.merge_contacts import (
    ContactsChanged,
    TwoContacts,
    are_merged,
    merge_contacts,
    two_contacts,
)
from homeroom.use_cases.families.same_as import Candidate, same_as
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.addresses import student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.roster.contacts_compared import KEEP, compared


class MergeContactsNotice(Code):
    """Why nothing was merged yet."""

    CHANGED = "merge_contacts.changed"


@dataclass(frozen=True, kw_only=True, repr=False)
class CandidateLine:
    """`students` are the names of those whose contact it is."""

    name: str
    url: str
    email: str
    students: Sequence[str]
    looks_alike: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class SamePersonPage:
    """`contact` is a parent's name."""

    template: ClassVar[str] = "roster/same_person.html"
    back: str
    contact: str
    candidates: Sequence[CandidateLine]


def show_same(request: Request, services: Services) -> Page:
    student, contact, candidates = same_as(request.params["id"], request.params["contact_id"], services)
    back = student_url(student.id)
    url = f"{back}/contacts/{contact.id}/same"
    lines = [_line(candidate, url) for candidate in candidates]
    return Page(SamePersonPage(back=back, contact=contact.details.name, candidates=lines))


def show_merge(request: Request, services: Services) -> Page | Redirect:
    try:
        return Page(compared(two_contacts(*_ids(request), services), {}, None))
    except NotFound:
        return _done_already(request, services)


def post_merge(request: Request, services: Services) -> Page | Redirect:
    ids, typed = _ids(request), request.form
    try:
        two = two_contacts(*ids, services)
        taken = [name.removeprefix(KEEP) for name, kept in typed.items() if _takes(name, kept, two)]
        merge_contacts(ids, taken, typed.get("version", ""), request.by, services)
    except NotFound:
        return _done_already(request, services)
    except ContactsChanged:
        changed = two_contacts(*ids, services)
        return Page(compared(changed, typed, message(MergeContactsNotice.CHANGED)), 409)
    except CannotMerge:  # the page says why
        return Page(compared(two_contacts(*ids, services), typed, None), 422)
    return Redirect(f"{student_url(ids[0])}?notice=contacts-merged")


def _done_already(request: Request, services: Services) -> Redirect:
    """Pressed twice, or by two Site Admins. Raises NotFound where there never were such two."""
    student_id, *contacts = _ids(request)
    if not are_merged(contacts[0], contacts[1], services):
        raise NotFound
    return Redirect(f"{student_url(student_id)}?notice=contacts-merged")


def _ids(request: Request) -> tuple[str, str, str]:
    return request.params["id"], request.params["contact_id"], request.params["other_id"]


def _takes(name: str, kept: str, two: TwoContacts) -> bool:
    return name.startswith(KEEP) and kept == two.goes.id


def _line(candidate: Candidate, url: str) -> CandidateLine:
    return CandidateLine(
        name=candidate.contact.details.name,
        url=f"{url}/{candidate.contact.id}",
        email=candidate.contact.details.email,
        students=[student.name for student in candidate.students],
        looks_alike=candidate.looks_alike,
    )


ROUTES = (
    Route("GET", "/students/{id}/contacts/{contact_id}/same", Guard.ADMIN, show_same),
    Route("GET", "/students/{id}/contacts/{contact_id}/same/{other_id}", Guard.ADMIN, show_merge),
    Route("POST", "/students/{id}/contacts/{contact_id}/same/{other_id}", Guard.ADMIN, post_merge),
)
