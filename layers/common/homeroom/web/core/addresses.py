"""The addresses of pages that other pages lead to."""

from urllib.parse import urlencode

from homeroom.use_cases.ports.services import Services
from homeroom.web.core.requests import Request
from homeroom.web.core.routing import path_segment

_ADDING = "new"


def own_site(request: Request, services: Services) -> str:
    """Where the links in emails and letters lead, without a slash at the end: the API's own address, unless the site
    was given another one.
    """
    return services.site_url or request.site


def student_url(student_id: str) -> str:
    return f"/students/{student_id}"


def homeroom_url(code: str, other_year: str = "") -> str:
    """Empty for nobody's homeroom. `other_year` is the school year, if it is not the current one."""
    return in_year(_homeroom_path(code), other_year) if code else ""


def homeroom_action_url(code: str, action: str, other_year: str = "") -> str:
    """Of the page on which a Site Admin does this to a homeroom."""
    return in_year(f"{_homeroom_path(code)}/{action}", other_year)


def _homeroom_path(code: str) -> str:
    """A page of ours is called `new`: a homeroom of that code is found in any spelling."""
    return f"/homerooms/{path_segment(code.upper() if code == _ADDING else code)}"


def grade_url(grade: str, other_year: str = "") -> str:
    """Empty for a homeroom without a grade."""
    return in_year(f"/grades/{path_segment(grade)}", other_year) if grade else ""


def in_year(path: str, other_year: str) -> str:
    return f"{path}?{urlencode({'year': other_year})}" if other_year else path


def with_notice(url: str, notice: str) -> str:
    """`notice` is a word of ours, which says what has just been done."""
    return f"{url}{'&' if '?' in url else '?'}notice={notice}"
