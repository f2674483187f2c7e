"""Students of whom nobody is known and nobody is asked, for Site Admins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.without_address import students_without_address
from homeroom.use_cases.site.school_years import ShownYear
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.pages.roster.listed import ListedStudent, listed_students


@dataclass(frozen=True, repr=False)
class WithoutAddressPage:
    """`number` is how many there are. `first_url` is empty on the first page, `next_url` on the last."""

    template: ClassVar[str] = "roster/without_address.html"
    year: str
    number: int
    students: Sequence[ListedStudent]
    first_url: str
    next_url: str


def show_without_address(year: ShownYear, request: Request, services: Services) -> Page:
    after = request.query.get("after", "")
    found = students_without_address(year.year, after, services)
    return Page(
        WithoutAddressPage(
            year=year.year,
            number=found.number,
            students=listed_students(found.students, year, {}),
            first_url=_url(year, "") if after else "",
            next_url=_url(year, found.next_after) if found.next_after else "",
        )
    )


def _url(year: ShownYear, after: str) -> str:
    query = {"without": "address", "year": year.other, "after": after}
    return f"/students?{urlencode({name: value for name, value in query.items() if value})}"
