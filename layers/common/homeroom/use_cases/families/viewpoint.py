"""From where a parent sees other families, and what they see of them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.families.visibility import Viewpoint, seen_details
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services


def viewpoint_of(user: User, year: str, day: date, services: Services) -> Viewpoint | None:
    """`day` is the site's. None for who is no parent, or has not said which of several."""
    own = services.roster.contacts([user.contact_id]).get(user.contact_id) if user.contact_id else None
    if own is None:
        return None
    students = services.roster.students(own.student_ids_on(day))
    return Viewpoint(
        contact=own,
        homerooms=homerooms_of(own, students, year, day),
        is_registered=user.is_registered,
        user_key=user.email_key,
        others=_others_at_address(user, services),
    )


def _others_at_address(user: User, services: Services) -> list[ParentContact]:
    """Whoever has chosen who they are knows of no other; the stored user does."""
    stored = services.access.user(user.email_key) if user.shares_address else None
    others = [i for i in stored.contact_ids if i != user.contact_id] if stored else []
    return list(services.roster.contacts(others).values()) if others else []


def as_seen(
    contacts: Iterable[ParentContact], viewpoint: Viewpoint, year: str, day: date, services: Services
) -> list[ParentContact]:
    """Of each of them what is shared with the viewer; whoever shares nothing is left out."""
    contacts = with_known_exclusions(contacts, services)
    students = services.roster.students({i for contact in contacts for i in contact.student_ids_on(day)})
    return seen_among(contacts, students, viewpoint, year, day)


def with_known_exclusions(contacts: Iterable[ParentContact], services: Services) -> list[ParentContact]:
    """For whoever asks what these contacts share: of each exclusion what it means now."""
    contacts = list(contacts)
    chosen = {own.contact_id for contact in contacts for own in contact.exclusions} - {""}
    known = services.roster.contacts(chosen) if chosen else {}
    return [replace(c, exclusions=tuple(k for own in c.exclusions for k in own.known_among(known))) for c in contacts]


def seen_among(
    contacts: Iterable[ParentContact],
    students: Mapping[str, Student],
    viewpoint: Viewpoint,
    year: str,
    day: date,
) -> list[ParentContact]:
    """The same, for whoever has read the contacts' `students` already. `contacts` are `with_known_exclusions`."""
    seen = []
    for contact in contacts:
        details = seen_details(contact, homerooms_of(contact, students, year, day), viewpoint)
        if details:
            seen.append(replace(contact, details=details))
    return seen


def homerooms_of(contact: ParentContact, students: Mapping[str, Student], year: str, day: date) -> frozenset[str]:
    """Keys of the codes of the homerooms in which this parent's children are: `students` by id, theirs at least."""
    own = (students[i] for i in contact.student_ids_on(day) if i in students)
    return frozenset(class_code_key(p.homeroom) for s in own if (p := s.placement_in(year)))
