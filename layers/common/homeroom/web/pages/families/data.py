"""Everything that is kept about a parent, for them to read and to take along: as a page, as a page to keep, as JSON."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.domain.people.deletion import due_at
from homeroom.use_cases.people.personal_data import PersonalData, personal_data
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import File, Page, attachment
from homeroom.web.core.routing import Route
from homeroom.web.pages.families.data_json import data_json
from homeroom.web.pages.families.data_lines import DataLines, data_lines


@dataclass(frozen=True, kw_only=True, repr=False)
class DataPage:
    """`files` is how the addresses of the files begin, and of what else may be done. `back`: the student's profile, for
    a Site Admin; empty on one's own page. `deletion_due`: all of it is deleted then, None where nobody has asked.
    """

    template: ClassVar[str] = "families/data.html"
    data: DataLines
    files: str
    back: str = ""
    deletion_due: datetime | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class DataFilePage:
    """Stands alone: it is opened where there is none of our files."""

    template: ClassVar[str] = "families/data_file.html"
    data: DataLines


def show_data(request: Request, services: Services) -> Page:
    data = _own(request, services)
    due = due_at(data.contact.deletion_asked_at) if data.contact.deletion_asked_at else None
    return Page(DataPage(data=data_lines(data), files="/me/data", deletion_due=due))


def download_page(request: Request, services: Services) -> Page:
    return data_file(_own(request, services))


def download_json(request: Request, services: Services) -> File:
    return json_file(_own(request, services), services)


def data_file(data: PersonalData) -> Page:
    """To keep."""
    return Page(DataFilePage(data=data_lines(data)), saved_as="my-information.html")


def json_file(data: PersonalData, services: Services) -> File:
    """For other programs."""
    body = json.dumps(data_json(data, site_settings(services)), ensure_ascii=False, indent=2)
    return File(body.encode(), "application/json; charset=utf-8", headers=attachment("my-information.json"))


def _own(request: Request, services: Services) -> PersonalData:
    return personal_data(request.viewer.contact_id, services)


ROUTES = (
    Route("GET", "/me/data", Guard.PARENT, show_data),
    Route("GET", "/me/data.html", Guard.PARENT, download_page),
    Route("GET", "/me/data.json", Guard.PARENT, download_json),
)
