"""The forms in which a Site Admin adds a student, and corrects one or moves one."""

import re
from collections.abc import Mapping
from dataclasses import replace

from homeroom.domain.imports.by_hand import MayBeThere
from homeroom.domain.kernel.message import message
from homeroom.domain.kernel.token import new_id
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_edition import StudentChanged, edition_of
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.edit_student import add, change, homerooms_to_choose
from homeroom.use_cases.roster.find_students import find_student
from homeroom.web.core.addresses import student_url
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.core.whose import same_site_admin, whose_mark
from homeroom.web.forms.roster.student_form import StudentProblem, read_student, student_values
from homeroom.web.pages.roster.student_form_page import (
    NEW_STUDENT,
    REFUSALS,
    Homerooms,
    StudentFormPage,
    student_form,
    there_already,
    what_is_wrong,
)

_OWN_ID = re.compile(r"[0-9a-f]{24}")


def show_new(request: Request, services: Services) -> Page:
    homerooms = _of_one_year(request, services)
    values = {"homeroom": request.query.get("homeroom", ""), "new_id": new_id(), "year": next(iter(homerooms))}
    return Page(_new_form(homerooms, values | _whose(request), services))


def post_new(request: Request, services: Services) -> Page | Redirect:
    homerooms, typed_id = _of_one_year(request, services), request.form.get("new_id", "")
    spare_id = typed_id if _OWN_ID.fullmatch(typed_id) else new_id()
    try:
        entry = read_student(request.form, list(homerooms), None)
        student = add(entry, spare_id, request.by, services)
    except REFUSALS as refusal:
        return _refused(_new_form(homerooms, request.form, services), refusal, homerooms)
    return Redirect(f"{student_url(student.id)}?notice=added")


def show_edit(request: Request, services: Services) -> Page:
    student, homerooms = _found(request, services)
    values = student_values(student, homerooms) | {"version": edition_of(student)} | _whose(request)
    return Page(student_form(student, homerooms, values, {}))


def post_edit(request: Request, services: Services) -> Page | Redirect:
    student, homerooms = _found(request, services)
    try:
        entry = read_student(request.form, list(homerooms), student)
        change(student.id, entry, request.form.get("version", ""), request.by, services)
    except StudentChanged as changed:
        return _changed_elsewhere(changed.stored, homerooms, request.form)
    except REFUSALS as refusal:
        return _refused(student_form(student, homerooms, request.form, {}), refusal, homerooms)
    return Redirect(f"{student_url(student.id)}?notice=saved")


def _of_one_year(request: Request, services: Services) -> Homerooms:
    """Those of the school year in which a student is added: the current one, or the next if it is asked for."""
    homerooms = homerooms_to_choose(services)
    wanted = request.form.get("year") or request.query.get("year", "")
    year = wanted if wanted in homerooms else next(iter(homerooms))
    return {year: homerooms[year]}


def _new_form(homerooms: Homerooms, values: Mapping[str, str], services: Services) -> StudentFormPage:
    others = [year for year in homerooms_to_choose(services) if year not in homerooms]
    return replace(student_form(None, homerooms, values, {}), other_years=others)


def _found(request: Request, services: Services) -> tuple[Student, Homerooms]:
    """Raises NotFound. Whoever is marked as left is moved nowhere."""
    student, homerooms = find_student(request.params["id"], services), homerooms_to_choose(services)
    return student, {} if student.is_marked_left(next(iter(homerooms))) else homerooms


def _refused(form: StudentFormPage, refusal: Exception, homerooms: Homerooms) -> Page:
    """Once more as it was typed, with what is wrong."""
    errors, there = what_is_wrong(refusal, list(homerooms))
    may_be_another = isinstance(refusal, MayBeThere)
    shown = replace(form, errors=errors, there=list(map(there_already, there)), may_be_another=may_be_another)
    return Page(shown, 422)


def _changed_elsewhere(stored: Student, homerooms: Homerooms, typed: Mapping[str, str]) -> Page:
    """Once more as it was typed, beside what is stored now: saved again, it is what they have decided."""
    now, values = student_values(stored, homerooms), {**typed, "version": edition_of(stored)}
    form = student_form(stored, homerooms, values, {"": message(StudentProblem.CHANGED_ELSEWHERE)})
    differs = {name: value for name, value in now.items() if typed.get(name, "").strip() != value}
    return Page(replace(form, stored=differs), 409)


def _whose(request: Request) -> dict[str, str]:
    return {"whose": whose_mark(request.viewer.id)}


def _way_back(request: Request, _: Services) -> FormProof | None:
    own_id = request.params.get("id", "")
    return same_site_admin(request, f"{student_url(own_id)}/edit" if own_id else NEW_STUDENT)


ROUTES = (
    Route("GET", "/students/new", Guard.ADMIN, show_new),
    Route("POST", "/students/new", Guard.ADMIN, post_new, _way_back),
    Route("GET", "/students/{id}/edit", Guard.ADMIN, show_edit),
    Route("POST", "/students/{id}/edit", Guard.ADMIN, post_edit, _way_back),
)
