"""A parent looks at what the school has, and says that it is still right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from homeroom.domain.families.edition import ChangedElsewhere, shown_edition
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.campaigns import asking, confirm_contact
from homeroom.use_cases.families.my_information import MyInformation, my_information
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.families.deletion import deletion_due


class ConfirmProblem(Code):
    CHANGED = "me_confirm.changed"


@dataclass(frozen=True, kw_only=True, repr=False)
class ConfirmedChild:
    id: str
    first_name: str
    relationship: str
    lives_with: LivesWith
    kept_out: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class ConfirmPage:
    """`version` says what the page shows, so that nobody confirms what they have not seen. `done`: they just did.
    `language` is the name of the preferred one, in that language. `deletion_due`: all of it is deleted then.
    `confirmed_at`: they have confirmed it then, and nobody asks.
    """

    template: ClassVar[str] = "families/me_confirm.html"
    details: ContactDetails
    new_email: str
    language: str
    children: Sequence[ConfirmedChild]
    login_email: str
    version: str
    done: bool
    errors: Mapping[str, Message]
    deletion_due: datetime | None = None
    confirmed_at: datetime | None = None


def show_confirm(request: Request, services: Services) -> Page:
    mine = my_information(request.viewer, services)
    contact = mine.contact
    page = replace(_page(mine, request), confirmed_at=None if asking(contact, services) else contact.confirmed_at)
    return Page(replace(page, done="done" in request.query and mine.contact.confirmed_at is not None))


def post_confirm(request: Request, services: Services) -> Page | Redirect:
    try:
        confirm_contact(request.by, services, request.form.get("version"))
    except ChangedElsewhere:
        page = _page(my_information(request.viewer, services), request)
        return Page(replace(page, errors={"": message(ConfirmProblem.CHANGED)}), 409)
    return Redirect("/me/confirm?done=yes")


def _page(mine: MyInformation, request: Request) -> ConfirmPage:
    details = mine.contact.details
    return ConfirmPage(
        details=details,
        new_email=mine.contact.new_email,
        language=LANGUAGES.get(details.language, details.language),
        children=[_child(student, mine) for student in mine.theirs],
        login_email=request.viewer.email,
        version=shown_edition(mine.contact),
        done=False,
        errors={},
        deletion_due=deletion_due(mine.contact),
    )


def _child(student: Student, mine: MyInformation) -> ConfirmedChild:
    relation = mine.contact.students[student.id]
    return ConfirmedChild(
        id=student.id,
        first_name=student.first_name,
        relationship=relation.relationship,
        lives_with=relation.lives_with,
        kept_out=bool(student.unlisted_by),
    )


ROUTES = (
    Route("GET", "/me/confirm", Guard.PARENT, show_confirm),
    Route("POST", "/me/confirm", Guard.PARENT, post_confirm),
)
