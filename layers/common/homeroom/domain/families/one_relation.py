"""Somebody who is linked to two students who turned out to be one."""

from dataclasses import replace
from datetime import date

from homeroom.domain.families.parent_contact import ParentContact, Relation


def contact_of_one(contact: ParentContact, staying_id: str, going_id: str) -> ParentContact:
    """Of somebody who is linked to the student who goes, and perhaps to the other one as well."""
    students = dict(contact.students)
    theirs = students.pop(going_id)
    own = students.get(staying_id)
    students[staying_id] = _one_relation(own, theirs) if own else theirs
    return replace(contact, students=students)


def _one_relation(own: Relation, other: Relation) -> Relation:
    """The one to the student who stays. A custody order on either counts: they are a parent while both of them hold."""
    since: date | None = max((day for day in (own.since, other.since) if day), default=None)
    until: date | None = min((day for day in (own.until, other.until) if day), default=None)
    relationship = own.relationship or other.relationship
    by_office = own.days_by_office or other.days_by_office
    return replace(own, relationship=relationship).within(since, until, by_office=by_office)
