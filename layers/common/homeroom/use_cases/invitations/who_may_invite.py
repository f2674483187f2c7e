"""For which students somebody may have a parent invited."""

from collections.abc import Collection
from datetime import datetime

from homeroom.domain.accounts.user import User
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.families.viewpoint import viewpoint_of
from homeroom.use_cases.ports.services import Services


def invites_as_parent(user: User, settings: SiteSettings) -> bool:
    """A registered parent, where the site lets parents invite other parents, at once or after approval."""
    may = settings.parents_invite is not ParentsInvite.NO
    return may and not user.is_admin and user.is_parent and user.is_registered


def may_invite(user: User, student: Student, settings: SiteSettings, services: Services) -> bool:
    """Site Admins for every student who has not left; parents for their own children's classmates."""
    if user.is_admin:
        return not student.has_left(settings.school_year)
    return bool(classmates_to_invite_for(user, [student], settings, services))


def classmates_to_invite_for(
    user: User, students: Collection[Student], settings: SiteSettings, services: Services
) -> list[Student]:
    """Those of them for whom this parent may have another parent invited; none for whoever may not."""
    if not invites_as_parent(user, settings):
        return []
    homerooms = own_homerooms(user, settings, services.clock(), services)
    return [student for student in students if is_classmate(student, homerooms, settings.school_year)]


def own_homerooms(user: User, settings: SiteSettings, now: datetime, services: Services) -> frozenset[str]:
    """Keys of the codes of the homerooms in which this parent's children are in the current school year."""
    viewpoint = viewpoint_of(user, settings.school_year, settings.day_of(now), services)
    return viewpoint.homerooms if viewpoint else frozenset()


def is_classmate(student: Student, homerooms: frozenset[str], year: str) -> bool:
    """In one of these homerooms, and in the list that its families see."""
    placement = student.placement_in(year)
    return student.is_listed and placement is not None and class_code_key(placement.homeroom) in homerooms
