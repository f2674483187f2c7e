"""Who is in a homeroom, also while its students are being moved to a code that it has now."""

from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_changes import homeroom_now
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services


def homeroom_called(year: str, code: str, services: Services) -> Homeroom:
    """Also by a former code. One that nobody has set up, or that is removed, has whoever is stored with the code."""
    homerooms = services.roster.homerooms_called([(year, code)])
    if now := [(year, homeroom.now) for homeroom in homerooms if homeroom.now]:
        homerooms = [*homerooms, *services.roster.homerooms_called(now)]
    return homeroom_now(code, homerooms) or Homeroom(year=year, code=code)


def students_of(homeroom: Homeroom, services: Services) -> list[Student]:
    """By last name, each once. From an index: may lag a moment behind."""
    lists = (services.roster.students_in(homeroom.year, code) for code in homeroom.codes)
    if not homeroom.taking_over:
        return next(lists)
    by_id = {student.id: student for students in lists for student in students}
    return sorted(by_id.values(), key=lambda student: student.order)
