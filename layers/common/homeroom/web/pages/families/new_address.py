"""A parent changes their email address: where they type it, and what the link in the email to it opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.kernel.message import Message, message
from homeroom.use_cases.accounts.own_password import needs_old_password
from homeroom.use_cases.families.change_address import change_address, keep_address, send_confirmation_again
from homeroom.use_cases.families.confirm_address import confirm_new_address, look_at_new_address
from homeroom.use_cases.families.my_information import my_information
from homeroom.use_cases.ports.passwords import WrongPassword
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.new_address_form import NewAddressForm, NewAddressProblem
from homeroom.web.forms.form_parsing import FormInvalid, read_form


@dataclass(frozen=True, kw_only=True, repr=False)
class NewAddressPage:
    """`email` is what one logs in with, `new_email` what waits for being confirmed, empty where nothing does."""

    template: ClassVar[str] = "families/my_address.html"
    email: str
    new_email: str
    needs_password: bool
    values: Mapping[str, str]
    errors: Mapping[str, Message]


@dataclass(frozen=True, kw_only=True, repr=False)
class ConfirmAddressPage:
    """Behind the link. `name` is the parent's first name. `is_first`: they have confirmed none before. `has_password`:
    they keep it with the new address.
    """

    template: ClassVar[str] = "families/confirm_address.html"
    name: str
    email: str
    is_first: bool
    done: bool
    has_password: bool


def show_my_address(request: Request, services: Services) -> Page:
    return _page(request, services, {}, 200)


def post_my_address(request: Request, services: Services) -> Page | Redirect:
    password = request.form.get("password", "")
    try:
        email = read_form(NewAddressForm, request.form).email
        change_address(request.by, request.session_token, email, password, services)
    except FormInvalid as invalid:
        return _page(request, services, invalid.errors, 422)
    except WrongPassword:
        return _page(request, services, {"password": message(NewAddressProblem.PASSWORD)}, 422)
    return Redirect("/me")


def post_again(request: Request, services: Services) -> Redirect:
    send_confirmation_again(request.by, services)
    return Redirect("/me?notice=address-again")


def post_keep(request: Request, services: Services) -> Redirect:
    keep_address(request.by, services)
    return Redirect("/me?notice=address-kept")


def show_confirm(request: Request, services: Services) -> Page:
    waiting = look_at_new_address(request.params["token"], request.visitor, request.session_token, services)
    context = ConfirmAddressPage(
        name=waiting.name,
        email=waiting.email,
        is_first=waiting.is_first,
        done=waiting.is_confirmed,
        has_password=waiting.has_password,
    )
    return Page(context)


def post_confirm(request: Request, services: Services) -> Redirect:
    """Back to the same address, which says from then on that it is done."""
    token = request.params["token"]
    confirm_new_address(token, request.visitor, request.session_token, request.route, services)
    return Redirect(f"/confirm-address/{token}")


def _page(request: Request, services: Services, errors: Mapping[str, Message], status: int) -> Page:
    context = NewAddressPage(
        email=request.viewer.email,
        new_email=my_information(request.viewer, services).contact.new_email,
        needs_password=needs_old_password(request.viewer, request.session_token, services),
        values=request.form,
        errors=errors,
    )
    return Page(context, status)


ROUTES = (
    Route("GET", "/me/email", Guard.PARENT, show_my_address),
    Route("POST", "/me/email", Guard.PARENT, post_my_address),
    Route("POST", "/me/email/again", Guard.PARENT, post_again),
    Route("POST", "/me/email/keep", Guard.PARENT, post_keep),
    Route("GET", "/confirm-address/{token}", Guard.LINK, show_confirm),
    Route("POST", "/confirm-address/{token}", Guard.LINK, post_confirm),
)
