"""Who did what: by time, person, student and kind, with names as they are known now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry, Nameless
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services

ROWS_A_PAGE = 50
ROWS_A_FILE = 1_000
"""Names are looked up one by one, and a page must answer within seconds."""
_AT_ONCE, _MOST_LOOKED_AT = 500, 5_000
"""A page that two conditions make rare ends after so many, and says how to look further."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Empty means any. `person` is a user's id or a Nameless."""

    person: str = ""
    student_id: str = ""
    action: AuditAction | None = None

    @property
    def is_whole_list(self) -> bool:
        """Of the record as it is stored; otherwise entries have to be passed over."""
        return self.action is None and not (self.person and self.student_id)

    def fits(self, entry: AuditEntry) -> bool:
        return self.action in (None, entry.action) and (not self.person or self.person in entry.people)


@dataclass(frozen=True)
class AuditPage:
    """`next_before` is the order before which the next page begins, empty when there is none. `people` and `students`
    are by id, without those who are gone.
    """

    entries: Sequence[AuditEntry]
    next_before: str
    people: Mapping[str, User]
    students: Mapping[str, Student]


def find_entries(wanted: Wanted, before: str, rows: int, services: Services) -> AuditPage:
    """The newest first. What has ended is left out, also while it is still there. A student's list has what was done
    about those who turned out to be the same one.
    """
    own = services.roster.students_now([wanted.student_id]) if wanted.student_id else {}
    student_ids = own[wanted.student_id].all_ids if own else (wanted.student_id,)
    entries, next_before = _page(wanted, student_ids, before, rows, services)
    people = {i for e in entries for i in e.people} | {wanted.person}
    others = {i for e in entries for i in e.about.student_ids} - own.keys() - {wanted.student_id}
    return AuditPage(
        entries=entries,
        next_before=next_before,
        people=services.access.users_by_id(people - {"", *Nameless}),
        students=own | services.roster.students_now(others),
    )


def _page(
    wanted: Wanted, student_ids: Sequence[str], before: str, rows: int, services: Services
) -> tuple[list[AuditEntry], str]:
    matching, now = list[AuditEntry](), services.clock()
    at_once = rows if wanted.is_whole_list else max(rows, _AT_ONCE)
    for _ in range(max(1, _MOST_LOOKED_AT // at_once)):
        read = _newest(wanted.person, student_ids, before, at_once + 1, services)
        for position, entry in enumerate(read[:at_once]):
            before = entry.order
            if entry.ends_at > now and wanted.fits(entry):
                matching.append(entry)
            if len(matching) == rows:
                return matching, before if position + 1 < len(read) else ""
        if len(read) <= at_once:
            return matching, ""
    return matching, before


def _newest(
    person: str, student_ids: Sequence[str], before: str, limit: int, services: Services
) -> Sequence[AuditEntry]:
    lists = [
        services.audit_record.newest(person=person, student_id=student_id, before=before, limit=limit)
        for student_id in student_ids
    ]
    entries = {entry.order: entry for entries in lists for entry in entries}
    return sorted(entries.values(), key=lambda entry: entry.order, reverse=True)[:limit]
