"""What a file may hold, for whoever makes one."""

from collections.abc import Mapping
from dataclasses import dataclass

from homeroom.domain.imports.spreadsheet.columns import HOMEROOM_COLUMNS, STUDENT_COLUMNS
from homeroom.domain.imports.spreadsheet.formats import HOMEROOMS, STUDENTS, Format
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.core.routing import Route

_MEANINGS = {
    "class_room": "The room's name.",
    "teacher_first_name": "A homeroom with several teachers stands on several rows.",
    "teacher_last_name": "",
    "teacher_name": "Instead of the two columns above.",
    "student_name": "Instead of the two columns above: last name, comma, first name.",
    "parent_name": "Instead of the two columns above.",
    "parent2_name": "Instead of the two columns above.",
    "year": "The school year, such as 2026-2027. Left out, it is the site's current one.",
    "class_code": "The homeroom, such as 3-A.",
    "grade": "Left out, it is the homeroom's.",
    "student_id": "The school's own id of the student, if there is one. It tells students of one name apart.",
    "student_last_name": "The student's last name.",
    "student_first_name": "The student's first name.",
    "parent_email": "The parent to invite. Left empty, the student is placed and nobody is invited.",
    "parent_first_name": "For the salutation in the mail.",
    "parent_last_name": "For the salutation in the mail.",
    "parent2_email": "A second parent to invite.",
    "parent2_first_name": "For the salutation in the second parent's mail.",
    "parent2_last_name": "For the salutation in the second parent's mail.",
    "relationship": "How the first parent is related to the student.",
    "language": "The first parent's preferred language.",
}
_SHOWN_ALIASES = 4


@dataclass(frozen=True)
class ColumnLine:
    name: str
    required: bool
    meaning: str
    aliases: str


def show_columns(request: Request, services: Services) -> Page:
    return Page(
        "imports/import_columns.html",
        {"columns": _lines(STUDENT_COLUMNS, STUDENTS), "homeroom_columns": _lines(HOMEROOM_COLUMNS, HOMEROOMS)},
    )


def _lines(columns: Mapping[str, tuple[str, ...]], of: Format) -> list[ColumnLine]:
    return [
        ColumnLine(name, name in of.required, _MEANINGS[name], ", ".join(aliases[:_SHOWN_ALIASES]))
        for name, aliases in columns.items()
    ]


ROUTES = (Route("GET", "/imports/columns", Guard.ADMIN, show_columns),)
