"""Add another parent, by a logged-in parent from their own page; and ask them again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.message import Message
from homeroom.domain.kernel.token import csrf_token
from homeroom.domain.mail.address_block import AddressBlocked
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.add_by_parent import add_by_parent, ask_by_parent, my_current_children
from homeroom.use_cases.families.my_information import my_information
from homeroom.use_cases.invitations.ask_other_parent import ask_other_parent_again
from homeroom.use_cases.invitations.manage_invitation import (
    AddressTaken,
    InvitationHeld,
    InvitationOver,
    NobodyAskedAbout,
)
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.core.whose import whose_mark
from homeroom.web.forms.families.merged_fields import about_present_students
from homeroom.web.forms.families.other_parent import added_notice, chosen_students, read_other_parent, wants_email
from homeroom.web.forms.families.same_address import with_an_address, with_same_address
from homeroom.web.forms.form_parsing import FormInvalid

_PATH = "/me/another-parent"


@dataclass(frozen=True, kw_only=True, repr=False)
class MyOtherParentPage:
    """`students` are the parent's own children. Of several the form asks whose parent the other one is. `same_address`:
    the parent's own contact, if it has a home address to take over, as id and an empty name.
    """

    template: ClassVar[str] = "families/my_other_parent.html"
    students: Sequence[Student]
    languages: Sequence[tuple[str, str]]
    same_address: Sequence[tuple[str, str]]
    values: Mapping[str, str]
    errors: Mapping[str, Message]


def show_my_other_parent(request: Request, services: Services) -> Page:
    mine, children = my_current_children(request.viewer, services)
    values = {"whose": whose_mark(mine.contact.id)} | {f"for_{child.id}": "yes" for child in children}
    return _form(mine.contact, children, values, {}, 200)


def post_my_other_parent(request: Request, services: Services) -> Page | Redirect:
    mine, children = my_current_children(request.viewer, services)
    request = replace(request, form=about_present_students(request.form, children))
    country = site_settings(services).country
    try:
        typed = with_same_address(request.form, [mine.contact])
        filled = read_other_parent(typed, chosen_students(request.form, children), country)
    except FormInvalid as invalid:
        return _form(mine.contact, children, request.form, invalid.errors, 422)
    added = add_by_parent(filled, request.by, services, send=wants_email(request.form))
    return Redirect(f"/me?notice={added_notice(added)}")


def post_ask_again(request: Request, services: Services) -> Redirect:
    """Or for the first time. Whatever keeps an email from going out, the parent is told the same: the office knows
    more.
    """
    if request.form.get("first") == "yes":
        asked = ask_by_parent(request.params["id"], request.by, services)
        return Redirect(f"/me?notice={'asked' if asked.invited else 'not-asked-again'}")
    try:
        ask_other_parent_again(request.params["id"], request.by, services)
    except (AddressBlocked, AddressTaken, InvitationHeld, InvitationOver, NobodyAskedAbout):
        return Redirect("/me?notice=not-asked-again")
    return Redirect("/me?notice=asked-again")


def _way_back(request: Request, services: Services) -> FormProof | None:
    """A log-in of the same parent, which came after the page of the form."""
    mine = my_information(request.user, services) if request.user else None
    if mine is None or whose_mark(mine.contact.id) != request.form.get("whose"):
        return None
    return FormProof(_PATH, csrf_token(request.session_token))


def _form(
    own: ParentContact,
    students: Sequence[Student],
    values: Mapping[str, str],
    errors: Mapping[str, Message],
    status: int,
) -> Page:
    context = MyOtherParentPage(
        students=students,
        languages=list(LANGUAGES.items()),
        same_address=[(contact.id, "") for contact in with_an_address([own])],
        values=values,
        errors=errors,
    )
    return Page(context, status)


ROUTES = (
    Route("GET", _PATH, Guard.PARENT, show_my_other_parent),
    Route("POST", _PATH, Guard.PARENT, post_my_other_parent, _way_back),
    Route("POST", "/me/other-parents/{id}/ask-again", Guard.PARENT, post_ask_again),
)
