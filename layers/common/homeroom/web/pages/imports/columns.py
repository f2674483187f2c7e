"""What a file may hold, for whoever makes one."""

from collections.abc import Mapping, Sequence

from homeroom.domain.imports.spreadsheet.columns import HOMEROOM_COLUMNS, STUDENT_COLUMNS, folded
from homeroom.domain.imports.spreadsheet.formats import HOMEROOMS, STUDENTS, Format
from homeroom.domain.kernel.message import Labeled
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route
from homeroom.web.pages.imports.contexts import ColumnLine, ColumnsPage

_SHOWN_ALIASES = 4


class ColumnMeaning(Labeled):
    """What stands in each column of our own formats."""

    YEAR = "year"
    CLASS_CODE = "class_code"
    CLASS_ROOM = "class_room"
    GRADE = "grade"
    STUDENT_ID = "student_id"
    STUDENT_LAST_NAME = "student_last_name"
    STUDENT_FIRST_NAME = "student_first_name"
    STUDENT_NAME = "student_name"
    PARENT_EMAIL = "parent_email"
    PARENT_FIRST_NAME = "parent_first_name"
    PARENT_LAST_NAME = "parent_last_name"
    PARENT_NAME = "parent_name"
    PARENT2_EMAIL = "parent2_email"
    PARENT2_FIRST_NAME = "parent2_first_name"
    PARENT2_LAST_NAME = "parent2_last_name"
    PARENT2_NAME = "parent2_name"
    RELATIONSHIP = "relationship"
    LANGUAGE = "language"
    TEACHER_FIRST_NAME = "teacher_first_name"
    TEACHER_LAST_NAME = "teacher_last_name"
    TEACHER_NAME = "teacher_name"


def show_columns(request: Request, services: Services) -> Page:
    return Page(ColumnsPage(_lines(STUDENT_COLUMNS, STUDENTS), _lines(HOMEROOM_COLUMNS, HOMEROOMS)))


def _lines(columns: Mapping[str, tuple[str, ...]], of: Format) -> list[ColumnLine]:
    return [
        ColumnLine(name, name in of.required, ColumnMeaning(name).label, _other_names(name, aliases))
        for name, aliases in columns.items()
    ]


def _other_names(name: str, aliases: Sequence[str]) -> list[str]:
    """The rules of spelling make the name itself as well: once more, or with a _ that makes no difference."""
    return [alias for alias in aliases if folded(alias) != folded(name)][:_SHOWN_ALIASES]


ROUTES = (Route("GET", "/imports/columns", Guard.ADMIN, show_columns),)
