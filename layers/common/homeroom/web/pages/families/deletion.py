"""Delete all that is kept about a parent: what goes and what stays, a day to change one's mind. By the parent, or by a
Site Admin for a family that asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.imports.kept import DAYS_AT_MOST
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.address_block import BlockReason
from homeroom.domain.people.deletion import due_at
from homeroom.use_cases.accounts.own_password import needs_old_password
from homeroom.use_cases.people.ask_for_deletion import ask_for_deletion, ask_for_own_deletion, keep_information
from homeroom.use_cases.people.personal_data import PersonalData, data_for_office, personal_data
from homeroom.use_cases.ports.passwords import WrongPassword
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import File, Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.families.data import DataPage, data_file, json_file
from homeroom.web.pages.families.data_lines import data_lines


class DeletionProblem(Code):
    WRONG_PASSWORD = "deletion.wrong_password"  # noqa: S105  names a text


@dataclass(frozen=True, kw_only=True, repr=False)
class DeletionPage:
    """Before it is asked for. `name` is empty on one's own page. `alone`: first names of children who have no other
    parent contact. `log_in_ends`: nobody else uses the log-in. `no_emails`: they have asked for no more emails.
    `shares_address`: somebody else is known by an address of theirs.
    """

    template: ClassVar[str] = "families/deletion.html"
    url: str
    back: str
    name: str
    children: Sequence[str]
    alone: Sequence[str]
    has_log_in: bool
    log_in_ends: bool
    no_emails: bool
    shares_address: bool
    needs_password: bool
    file_days: int
    record_years: int
    errors: Mapping[str, Message]


def deletion_due(contact: ParentContact) -> datetime | None:
    """When all about them is deleted; None where nobody has asked."""
    return due_at(contact.deletion_asked_at) if contact.deletion_asked_at else None


# -------------------------------------------------- a parent's own
def show_own(request: Request, services: Services) -> Page:
    return _own_page(request, services, {}, 200)


def post_own(request: Request, services: Services) -> Page | Redirect:
    try:
        ask_for_own_deletion(request.by, request.session_token, request.form.get("password", ""), services)
    except WrongPassword:
        return _own_page(request, services, {"password": message(DeletionProblem.WRONG_PASSWORD)}, 422)
    return Redirect("/me")


def post_keep_own(request: Request, services: Services) -> Redirect:
    keep_information(request.viewer.contact_id, request.by, services)
    return Redirect("/me?notice=kept")


def _own_page(request: Request, services: Services, errors: Mapping[str, Message], status: int) -> Page:
    needs = needs_old_password(request.viewer, request.session_token, services)
    data = personal_data(request.viewer.contact_id, services)
    return Page(_page(data, "/me/data", services, errors=errors, needs_password=needs), status)


# -------------------------------------------------- for a family that asks
def show_data(request: Request, services: Services) -> Page:
    data, url = _asked_about(request, services), _url(request)
    due = deletion_due(data.contact)
    return Page(DataPage(data=data_lines(data), files=url, back=_back(request), deletion_due=due))


def download_page(request: Request, services: Services) -> Page:
    return data_file(_asked_about(request, services))


def download_json(request: Request, services: Services) -> File:
    return json_file(_asked_about(request, services), services)


def show_deletion(request: Request, services: Services) -> Page:
    data = _asked_about(request, services)
    return Page(_page(data, _url(request), services, name=data.contact.details.name))


def post_deletion(request: Request, services: Services) -> Redirect:
    ask_for_deletion(_asked_about(request, services).contact.id, request.by, services)
    return Redirect(_url(request))


def post_keep(request: Request, services: Services) -> Redirect:
    keep_information(_asked_about(request, services).contact.id, request.by, services)
    return Redirect(_url(request))


def _asked_about(request: Request, services: Services) -> PersonalData:
    """Raises NotFound."""
    return data_for_office(request.params["id"], request.params["contact_id"], services)


def _back(request: Request) -> str:
    return f"/students/{request.params['id']}"


def _url(request: Request) -> str:
    """Of ids that were found: nothing else stands in it."""
    return f"{_back(request)}/contacts/{request.params['contact_id']}/data"


def _page(
    data: PersonalData,
    url: str,
    services: Services,
    *,
    name: str = "",
    errors: Mapping[str, Message] | None = None,
    needs_password: bool = False,
) -> DeletionPage:
    alone = [student.first_name for student in data.students if len(student.contact_ids) == 1]
    return DeletionPage(
        url=f"{url}/delete",
        back=url,
        name=name,
        children=[student.first_name for student in data.students],
        alone=alone,
        has_log_in=data.user is not None,
        log_in_ends=data.person.log_in_ends,
        no_emails=any(block.reason is BlockReason.UNSUBSCRIBED for block in data.blocks),
        shares_address=bool(data.person.shared_keys),
        needs_password=needs_password,
        file_days=DAYS_AT_MOST,
        record_years=site_settings(services).record_years,
        errors=errors or {},
    )


_OF_CONTACT = "/students/{id}/contacts/{contact_id}/data"
ROUTES = (
    Route("GET", "/me/data/delete", Guard.PARENT, show_own),
    Route("POST", "/me/data/delete", Guard.PARENT, post_own),
    Route("POST", "/me/data/keep", Guard.PARENT, post_keep_own),
    Route("GET", _OF_CONTACT, Guard.ADMIN, show_data),
    Route("GET", f"{_OF_CONTACT}.html", Guard.ADMIN, download_page),
    Route("GET", f"{_OF_CONTACT}.json", Guard.ADMIN, download_json),
    Route("GET", f"{_OF_CONTACT}/delete", Guard.ADMIN, show_deletion),
    Route("POST", f"{_OF_CONTACT}/delete", Guard.ADMIN, post_deletion),
    Route("POST", f"{_OF_CONTACT}/keep", Guard.ADMIN, post_keep),
)
