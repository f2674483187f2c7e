"""A student is deleted: what goes with them, and the button that does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.roster.student_edition import StudentChanged
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.delete_student import StudentDeletion, delete_student, find_student_deletion
from homeroom.web.core.addresses import student_url
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route


class DeleteStudentProblem(Code):
    CONFIRM = "delete_student.confirm"
    CHANGED = "delete_student.changed"


@dataclass(frozen=True, kw_only=True, repr=False)
class DeleteStudentPage:
    """`leaving` are names of contacts who are nobody's parent then, `staying` of the others; `without_log_in`: how many
    can log in no more. `ending` invitations are about nobody else, `going_on` about siblings. `seen` is the student's
    version.
    """

    template: ClassVar[str] = "roster/delete_student.html"
    url: str
    back: str
    student: str
    first_name: str
    leaving: Sequence[str]
    staying: Sequence[str]
    without_log_in: int
    ending: int
    going_on: int
    requests: int
    seen: int
    values: Mapping[str, str]
    errors: Mapping[str, Message]


def show_delete(request: Request, services: Services) -> Page | Redirect:
    """Raises NotFound."""
    return _where_they_are_now(request, services) or _page(request, {}, 200, services)


def post_delete(request: Request, services: Services) -> Page | Redirect:
    """Pressed twice, or by two Site Admins: they are gone either way. Merged at that very moment, they are not."""
    if moved := _where_they_are_now(request, services):
        return moved
    if request.form.get("confirm") != "yes":
        return _page(request, {"confirm": message(DeleteStudentProblem.CONFIRM)}, 422, services)
    try:
        delete_student(request.params["id"], request.form.get("seen", ""), request.by, services)
    except StudentChanged:
        return _page(request, {"": message(DeleteStudentProblem.CHANGED)}, 409, services)
    except NotFound:
        if moved := _where_they_are_now(request, services):
            return moved
    return Redirect("/students?notice=deleted")


def _where_they_are_now(request: Request, services: Services) -> Redirect | None:
    """Somebody has merged them with another student meanwhile: nobody deletes that one without having looked."""
    merged = services.roster.merged([request.params["id"]]).get(request.params["id"])
    return Redirect(f"{student_url(merged.into)}?notice=merged") if merged else None


def _page(request: Request, errors: Mapping[str, Message], status: int, services: Services) -> Page:
    deletion = find_student_deletion(request.params["id"], services)
    return Page(_context(deletion, request.form, errors), status)


def _context(deletion: StudentDeletion, values: Mapping[str, str], errors: Mapping[str, Message]) -> DeleteStudentPage:
    student = deletion.student
    about_others = [i for i in deletion.invitations if set(i.student_ids) - {student.id}]
    return DeleteStudentPage(
        url=f"{student_url(student.id)}/delete",
        back=student_url(student.id),
        student=student.name,
        first_name=student.first_name,
        leaving=[link.contact.details.name for link in deletion.links if link.is_last],
        staying=[link.contact.details.name for link in deletion.links if not link.is_last],
        without_log_in=len(deletion.users_without_log_in),
        ending=len(deletion.invitations) - len(about_others),
        going_on=len(about_others),
        requests=len(deletion.requests),
        seen=student.version,
        values=values,
        errors=errors,
    )


ROUTES = (
    Route("GET", "/students/{id}/delete", Guard.ADMIN, show_delete),
    Route("POST", "/students/{id}/delete", Guard.ADMIN, post_delete),
)
