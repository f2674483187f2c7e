"""Two relations of somebody to a student that are one: the students, or the contacts, turned out to be one."""

from dataclasses import replace

from homeroom.domain.families.parent_contact import ParentContact, Relation


def contact_of_one(contact: ParentContact, staying_id: str, going_id: str) -> ParentContact:
    """Of somebody who is linked to the student who goes, and perhaps to the other one as well."""
    students = dict(contact.students)
    theirs = students.pop(going_id)
    own = students.get(staying_id)
    named = own and replace(own, relationship=own.relationship or theirs.relationship)
    students[staying_id] = stricter(named, theirs) if named else theirs
    return replace(contact, students=students)


def stricter(kept: Relation, other: Relation) -> Relation:
    """The one that is kept, on the days on which both hold: a custody order on either counts. What the office has set
    stays the office's.
    """
    since = max(filter(None, (kept.since, other.since)), default=None)
    until = min(filter(None, (kept.until, other.until)), default=None)
    return kept.within(since, until, by_office=kept.days_by_office or other.days_by_office)
