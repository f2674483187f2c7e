"""The directory: which families share something with a parent, homeroom by homeroom."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.families.visibility import Viewpoint, details_for_homerooms
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.text import words
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.students_of import students_of
from homeroom.use_cases.families.viewpoint import seen_among, viewpoint_of, with_known_exclusions
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

MOST_MATCHES = 50


@dataclass(frozen=True)
class ListedFamily:
    """A child with the contacts who share something with whoever looks, each with just that. Of their own children
    (`is_own`) a parent's own contact is as the families of their homerooms see it.
    """

    student: Student
    is_own: bool
    contacts: Sequence[ParentContact]


@dataclass(frozen=True, kw_only=True)
class HomeroomDirectory:
    """`own` are the homerooms of the parent's children, `families` those that the search finds. `hidden` are their own
    children here whom other families do not find, and `shares` says whether they share anything themselves.
    """

    homeroom: Homeroom
    own: Sequence[Homeroom]
    families: Sequence[ListedFamily]
    hidden: Sequence[Student]
    shares: bool


@dataclass(frozen=True, kw_only=True)
class SchoolDirectory:
    """Of all homerooms: whom a search for a child's name has found. `more`: there are others who are shown."""

    own: Sequence[Homeroom]
    homerooms: Sequence[Homeroom]
    families: Sequence[ListedFamily]
    more: bool


@dataclass(frozen=True)
class _Seen:
    """What decides all of a directory."""

    viewpoint: Viewpoint
    year: str
    day: date
    homerooms: Sequence[Homeroom]
    services: Services

    @property
    def own(self) -> list[Homeroom]:
        theirs = self.viewpoint.homerooms
        return [h for h in self.homerooms if any(class_code_key(code) in theirs for code in h.codes)]


def homeroom_directory(code: str, text: str, user: User, services: Services) -> HomeroomDirectory | None:
    """Without a code, of the first homeroom of the parent's children. `text` is looked for in the names of the children
    and the parents who are shown. None for who has no child here this school year. Raises NotFound.
    """
    seen = _seen(user, services)
    if seen is None:
        return None
    homeroom = next((h for h in seen.homerooms if h.key == class_code_key(code)), None) if code else seen.own[0]
    if homeroom is None:
        raise NotFound
    students = [s for s in students_of(homeroom, services) if s.is_in(homeroom)]  # an index that lags may list others
    families = _families(students, seen)
    shown, typed = {family.student.id for family in families}, words(text)
    return HomeroomDirectory(
        homeroom=homeroom,
        own=seen.own,
        families=[family for family in families if _is_called(family, typed)],
        hidden=[s for s in students if s.id not in shown and _is_own(s, seen)],
        shares=details_for_homerooms(seen.viewpoint.contact) is not None,
    )


def school_directory(text: str, user: User, services: Services) -> SchoolDirectory | None:
    """None for who has no child here this school year."""
    seen = _seen(user, services)
    if seen is None:
        return None
    portions = services.roster.called_like(seen.year, text)
    found = list(islice((family for portion in portions for family in _families(portion, seen)), MOST_MATCHES + 1))
    return SchoolDirectory(
        own=seen.own,
        homerooms=seen.homerooms,
        families=sorted(found[:MOST_MATCHES], key=lambda family: family.student.order),
        more=len(found) > MOST_MATCHES,
    )


def _seen(user: User, services: Services) -> _Seen | None:
    settings = site_settings(services)
    year, day = settings.school_year, settings.day_of(services.clock())
    viewpoint = viewpoint_of(user, year, day, services)
    if viewpoint is None or not viewpoint.homerooms or not viewpoint.is_registered:
        return None
    seen = _Seen(viewpoint, year, day, services.roster.homerooms(year), services)
    return seen if seen.own else None


def _families(students: Iterable[Student], seen: _Seen) -> list[ListedFamily]:
    """Of those who are listed the ones with somebody who shares something."""
    listed = [s for s in students if s.is_listed and s.in_year(seen.year)]
    by_id = {contact.id: contact for contact in _contacts(listed, seen)}
    families = []
    for student in listed:
        linked = (by_id[i] for i in student.contact_ids if i in by_id)
        contacts = [c for c in linked if c.is_parent_on(student.id, seen.day)]
        if contacts:
            contacts.sort(key=lambda contact: contact.details.name)
            families.append(ListedFamily(student, _is_own(student, seen), contacts))
    return families


def _contacts(students: Collection[Student], seen: _Seen) -> list[ParentContact]:
    """Of these students, as they are shown. Where somebody's other children are decides, too."""
    roster, own = seen.services.roster, seen.viewpoint.contact
    contacts = roster.contacts({i for student in students for i in student.contact_ids})
    known = {student.id: student for student in students}
    others = {i for contact in contacts.values() for i in contact.student_ids_on(seen.day)} - known.keys()
    known |= roster.students(others)
    others_contacts = (contact for contact in contacts.values() if contact.id != own.id)
    strangers = with_known_exclusions(others_contacts, seen.services)
    shown = seen_among(strangers, known, seen.viewpoint, seen.year, seen.day)
    if own.id in contacts and (details := details_for_homerooms(own)):
        shown.append(replace(own, details=details))
    return shown


def _is_own(student: Student, seen: _Seen) -> bool:
    return seen.viewpoint.contact.is_parent_on(student.id, seen.day)


def _is_called(family: ListedFamily, typed: Sequence[str]) -> bool:
    """Whether some name of theirs begins with each word typed."""
    names = (family.student.name, *(contact.details.name for contact in family.contacts))
    own = {word for name in names for word in words(name)}
    return all(any(word.startswith(part) for word in own) for part in typed)
