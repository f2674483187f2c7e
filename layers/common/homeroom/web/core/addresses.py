"""The addresses of pages that other pages lead to."""

from urllib.parse import urlencode

from homeroom.web.core.routing import path_segment


def student_url(student_id: str) -> str:
    return f"/students/{student_id}"


def homeroom_url(code: str, other_year: str = "") -> str:
    """Empty for nobody's homeroom. `other_year` is the school year, if it is not the current one."""
    return in_year(f"/homerooms/{path_segment(code)}", other_year) if code else ""


def grade_url(grade: str, other_year: str = "") -> str:
    """Empty for a homeroom without a grade."""
    return in_year(f"/grades/{path_segment(grade)}", other_year) if grade else ""


def in_year(path: str, other_year: str) -> str:
    return f"{path}?{urlencode({'year': other_year})}" if other_year else path
