"""What has changed of a contact, for Site Admins, who can take a change back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.families.contact_log import ContactChange
from homeroom.domain.families.office_entry import Said
from homeroom.domain.families.take_back import ChangedAgain, NothingToTakeBack, take_back_of, taken_back
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Message, message
from homeroom.use_cases.families.contact_changes import ContactChanges, find_contact_changes, take_back_change
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.addresses import student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.families.change_words import ShownChange, ShownFact, shown_change, shown_fact

_LONGEST_NUMBER = 6


@dataclass(frozen=True, kw_only=True, repr=False)
class ChangeLine:
    """`name` is whose of the office it was, empty where somebody else has made the change or they are gone. `said`: who
    has told the office so. `can`: it can be taken back. Where it cannot, nothing is left of it, somebody has changed it
    `again`, or none of it may be taken back. `stays`: why some of it is not, or nothing.
    """

    number: int
    change: ShownChange
    name: str
    said: Said
    can: bool
    again: Message | None
    stays: Sequence[Message]


@dataclass(frozen=True, kw_only=True, repr=False)
class RefusedTakeBack:
    """Who has changed it again; of each fact what the change had made of it (`old`), and what it is now (`new`)."""

    author: Message
    facts: Sequence[ShownFact]


@dataclass(frozen=True, kw_only=True, repr=False)
class ContactChangesPage:
    """`contact` and `student` are names. `taken_back`: one was just now."""

    template: ClassVar[str] = "families/contact_changes.html"
    url: str
    back: str
    contact: str
    student: str
    changes: Sequence[ChangeLine]
    refused: RefusedTakeBack | None = None
    taken_back: bool = False


def show_changes(request: Request, services: Services) -> Page:
    done = request.query.get("notice", "") == "taken-back"
    return Page(_page(_found(request, services), taken_back=done))


def post_take_back(request: Request, services: Services) -> Page | Redirect:
    """A button that the page does not show, or no longer, changes nothing: the page is shown as it is now."""
    number, found = _number(request), _found(request, services)
    page = f"{_url(found)}?notice=taken-back"
    try:
        take_back_change(found.student.id, found.contact.id, number, request.by, services)
    except ChangedAgain as again:
        names = {student_id: student.name for student_id, student in found.students.items()}
        facts = [shown_fact(fact, names) for fact in again.facts]
        refused = RefusedTakeBack(author=again.author.label, facts=facts)
        return Page(_page(_found(request, services), refused=refused), 409)
    except NothingToTakeBack:
        return Redirect(_url(found))
    return Redirect(page)


def _found(request: Request, services: Services) -> ContactChanges:
    return find_contact_changes(request.params["id"], request.params["contact_id"], services)


def _number(request: Request) -> int:
    typed = request.form.get("number", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_NUMBER):
        raise NotFound
    return int(typed)


def _url(found: ContactChanges) -> str:
    return f"{student_url(found.student.id)}/contacts/{found.contact.id}/changes"


def _page(
    found: ContactChanges, *, refused: RefusedTakeBack | None = None, taken_back: bool = False
) -> ContactChangesPage:
    return ContactChangesPage(
        url=_url(found),
        back=student_url(found.student.id),
        contact=found.contact.details.name,
        student=found.student.name,
        changes=[_line(change, found) for change in found.changes],
        refused=refused,
        taken_back=taken_back,
    )


def _line(change: ContactChange, found: ContactChanges) -> ChangeLine:
    can, again = _state(change, found)
    names = {student_id: student.name for student_id, student in found.students.items()}
    return ChangeLine(
        number=change.number,
        change=shown_change(change, names),
        name=found.people[change.actor].name if change.actor in found.people else "",
        said=change.said,
        can=can,
        again=again,
        stays=[message(reason) for reason in take_back_of(change, found.contact).stays],
    )


def _state(change: ContactChange, found: ContactChanges) -> tuple[bool, Message | None]:
    if found.log is None:
        return False, None
    try:
        return taken_back(found.log, change.number, found.contact) != found.contact, None
    except ChangedAgain as again:
        return False, again.author.label
    except NothingToTakeBack:
        return False, None


ROUTES = (
    Route("GET", "/students/{id}/contacts/{contact_id}/changes", Guard.ADMIN, show_changes),
    Route("POST", "/students/{id}/contacts/{contact_id}/changes", Guard.ADMIN, post_take_back),
)
