"""Students found by what a Site Admin knows of a parent: name, email address or phone number. Nobody else finds any."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_search import typed_email
from homeroom.domain.kernel.email_address import InvalidEmail, email_key, parse_email
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services

MOST_FOUND = 50


@dataclass(frozen=True)
class FoundByParent:
    """`parents` are names of contacts, `invited` addresses that were typed and are asked about the student."""

    student: Student
    parents: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()


def find_by_parent(text: str, year: str, but: Collection[str], user: User, services: Services) -> list[FoundByParent]:
    """Those of the school year, by last name, without these ids. About six calls, whatever was typed."""
    if not user.is_admin:
        return []
    parents = _of_contacts(text, services)
    invited = _of_invitations(text, services)
    wanted = [i for i in dict.fromkeys((*parents, *invited)) if i not in but][: 2 * MOST_FOUND]
    students = services.roster.students(wanted).values() if wanted else ()
    found = [FoundByParent(s, parents.get(s.id, ()), invited.get(s.id, ())) for s in students if s.in_year(year)]
    return sorted(found, key=lambda one: one.student.order)[:MOST_FOUND]


def _of_contacts(text: str, services: Services) -> Mapping[str, tuple[str, ...]]:
    """Names by the ids of students, also where the relation is over: the office looks for a person."""
    names: dict[str, tuple[str, ...]] = {}
    for contact in services.roster.contacts_like(text, MOST_FOUND):
        for student_id in contact.students:
            names[student_id] = (*names.get(student_id, ()), contact.details.name)
    return names


def _of_invitations(text: str, services: Services) -> Mapping[str, tuple[str, ...]]:
    """An address whose reader has not answered is no contact's yet."""
    try:
        key = email_key(parse_email(text)) if typed_email(text) else ""
    except InvalidEmail:
        key = ""
    if not key:
        return {}
    ids, now = services.invitation_lists.of_address(key, MOST_FOUND), services.clock()
    asked = [i for i in services.invitations.get_many(ids).values() if i.open_at(now)] if ids else []
    return {student_id: (invitation.email,) for invitation in asked for student_id in invitation.student_ids}
