"""Whom a parent excludes from seeing them: chosen from people they see, or typed.

Whatever was typed, the answer is alike: it says nothing of whether there is such a person. Those who are excluded see
what they would see if nothing were shared, and are never told. Nor is the office.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.families.exclusion import MOST_EXCLUSIONS, Exclusion, name_keys
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key, parse_email
from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code, message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.text import sort_key
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.family_access import sees_lists
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.my_information import MyInformation, my_information
from homeroom.use_cases.families.students_of import homeroom_called, students_of
from homeroom.use_cases.families.viewpoint import as_seen, viewpoint_of
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


class ExclusionProblem(Code):
    """Why nobody is excluded by what was chosen or typed, and what to do."""

    NOBODY = "exclusion.nobody"
    NOT_IN_LIST = "exclusion.not_in_list"
    NO_NAME = "exclusion.no_name"
    ONESELF = "exclusion.oneself"
    OWN_EMAIL = "exclusion.own_email"
    OWN_NAME = "exclusion.own_name"
    TOO_MANY = "exclusion.too_many"


class CannotExclude(Refused):
    """`message` says why, and what to do."""


@dataclass(frozen=True)
class MyExclusions:
    """`choices` are whom the parent sees and may choose, by name."""

    contact: ParentContact
    choices: Sequence[ParentContact]


def my_exclusions(user: User, services: Services) -> MyExclusions:
    """Raises NotFound for somebody who is no parent."""
    mine = my_information(user, services)
    excluded = {own.contact_id for own in mine.contact.exclusions}
    seen = [c for c in _people_seen(mine, user, services) if excluded.isdisjoint(c.ids)]
    return MyExclusions(mine.contact, sorted(seen, key=lambda c: sort_key(c.details.name)))


def exclude_chosen(contact_id: str, by: By, services: Services) -> Exclusion:
    """Somebody whom the parent sees. Raises CannotExclude and NotFound."""

    def chosen(mine: MyInformation) -> Exclusion:
        standing = next((own for own in mine.contact.exclusions if own.contact_id == contact_id), None)
        if standing and contact_id:
            return standing
        if not contact_id or contact_id == mine.contact.id:
            raise _cannot(ExclusionProblem.ONESELF if contact_id else ExclusionProblem.NOBODY)
        people = {c.id: c for c in _people_seen(mine, by.user, services)}
        if contact_id not in people:
            raise _cannot(ExclusionProblem.NOT_IN_LIST)
        return Exclusion(contact_id=contact_id, name=people[contact_id].details.name)

    return retry_on_conflict(lambda: _exclude(chosen, by, services))


def exclude_typed(typed: str, by: By, services: Services) -> Exclusion:
    """By an email address, or by a whole name: `typed` is one cleaned line. Raises CannotExclude, InvalidEmail and
    NotFound.
    """

    def by_what_was_typed(mine: MyInformation) -> Exclusion:
        if "@" in typed:
            return _by_email(parse_email(typed), mine.contact, by.user)
        return _by_name(typed, mine.contact)

    return retry_on_conflict(lambda: _exclude(by_what_was_typed, by, services))


def end_exclusion(key: str, by: By, services: Services) -> None:
    """`key` is an Exclusion's; one that is gone already is no mistake. Raises NotFound."""

    def end() -> None:
        contact = my_information(by.user, services).contact
        _store(contact, contact.no_longer_excluding(key), by, services)

    retry_on_conflict(end)


def _exclude(make: Callable[[MyInformation], Exclusion], by: By, services: Services) -> Exclusion:
    mine = my_information(by.user, services)
    exclusion = make(mine)
    after = mine.contact.excluding(exclusion)
    if len(after.exclusions) > MOST_EXCLUSIONS:
        raise CannotExclude(message(ExclusionProblem.TOO_MANY, most=MOST_EXCLUSIONS))
    _store(mine.contact, after, by, services)
    return exclusion


def _store(before: ParentContact, after: ParentContact, by: By, services: Services) -> None:
    """The record says that something changed, and of nobody whom."""
    if after != before:
        services.store.save(Change(before, after), recorded(AuditAction.EXCLUSIONS_CHANGED, by, services))


def _by_email(email: str, own: ParentContact, user: User) -> Exclusion:
    """A former address may be somebody else's by now: whoever shared it with them reads there still."""
    if email_key(email) in {user.email_key, own.user_key, email_key(own.details.email) if own.details.email else ""}:
        raise _cannot(ExclusionProblem.OWN_EMAIL)
    return Exclusion(email=email)


def _by_name(name: str, own: ParentContact) -> Exclusion:
    if not name:
        raise _cannot(ExclusionProblem.NOBODY)
    if not any(c.isalpha() for c in sort_key(name)):
        raise _cannot(ExclusionProblem.NO_NAME)
    if sort_key(name) in name_keys(own.details.first_name, own.details.last_name):
        raise _cannot(ExclusionProblem.OWN_NAME)
    return Exclusion(name=name)


def _cannot(problem: ExclusionProblem) -> CannotExclude:
    return CannotExclude(message(problem))


def _people_seen(mine: MyInformation, user: User, services: Services) -> list[ParentContact]:
    """The parents of their children's classmates, and of their own children, who share something with them."""
    day = site_settings(services).day_of(services.clock())
    viewpoint = viewpoint_of(user, mine.year, day, services)
    if viewpoint is None:
        return []
    own = [student for student in mine.students if student.id in mine.contact.student_ids_on(day)]
    classmates = _classmates(own, mine.year, services) if sees_lists(user, mine.year, services) else []
    ids = {contact_id for student in (*own, *classmates) for contact_id in student.contact_ids}
    others = services.roster.contacts(ids - {mine.contact.id}).values()
    return as_seen(others, viewpoint, mine.year, day, services)


def _classmates(own: Sequence[Student], year: str, services: Services) -> list[Student]:
    codes = {placement.homeroom for student in own if (placement := student.placement_in(year))}
    homerooms = {(room := homeroom_called(year, code, services)).key: room for code in codes}
    there = (s for homeroom in homerooms.values() for s in students_of(homeroom, services))
    return [s for s in there if s.is_listed and s.in_year(year)]
