"""The addresses of pages that other pages lead to."""

from homeroom.web.core.routing import path_segment


def student_url(student_id: str) -> str:
    return f"/students/{student_id}"


def homeroom_url(code: str) -> str:
    return f"/homerooms/{path_segment(code)}"


def grade_url(grade: str) -> str:
    """Empty for a homeroom without a grade."""
    return f"/grades/{path_segment(grade)}" if grade else ""
