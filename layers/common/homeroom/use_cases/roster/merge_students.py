"""Two students are one: a Site Admin says which of them stays, and all that hangs on the other one moves to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.families.one_relation import contact_of_one
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.student_merging import about_one
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError, NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.merging import MergeChoices, MergedStudent, merged
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_edition import StudentChanged
from homeroom.domain.roster.student_identity import Namesakes, SchoolId, namesakes_identity
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.freed_addresses import freed_addresses
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.ports.store import MOST_ITEMS

_ENTRY = 4
"""Items that the entry of the record takes: itself, in the list of who did it, and in those of both students."""


class TooMuchToMerge(HomeroomError):
    """More hangs on the one who goes than one transaction takes. The other way round it may be less."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two students of whom one is to stay, with the `contacts` and `invitations` of both, by id."""

    staying: Student
    going: Student
    contacts: Mapping[str, ParentContact]
    invitations: Mapping[str, Invitation]

    @property
    def seen(self) -> str:
        """Which state of the two somebody has seen."""
        return f"{self.staying.version}.{self.going.version}"

    def contacts_of(self, student: Student) -> Sequence[ParentContact]:
        return [self.contacts[i] for i in student.all_contact_ids if i in self.contacts]

    def open_invitations_of(self, student: Student, now: datetime) -> Sequence[Invitation]:
        found = [self.invitations[i] for i in student.open_invitation_ids if i in self.invitations]
        return [invitation for invitation in found if invitation.open_at(now)]

    def earlier_invitations_of(self, student: Student, now: datetime) -> Sequence[Invitation]:
        found = [self.invitations[i] for i in student.invitation_ids if i in self.invitations]
        return [invitation for invitation in found if not invitation.open_at(now)]


def find_pair(staying_id: str, going_id: str, services: Services) -> Pair:
    """Raises NotFound, also for one student twice."""
    students = services.roster.students({staying_id, going_id})
    if len(students) < 2:
        raise NotFound
    both = students.values()
    return Pair(
        staying=students[staying_id],
        going=students[going_id],
        contacts=services.roster.contacts({i for student in both for i in student.all_contact_ids}),
        invitations=services.invitations.get_many({i for student in both for i in student.invitation_ids}),
    )


def merge_students(
    staying_id: str, going_id: str, choices: MergeChoices, seen: str, by: By, services: Services
) -> None:
    """All of it, in one transaction. Pressed twice it is done once. `seen` is the Pair's that was shown. Raises
    NotFound, StudentChanged, TooMuchToMerge.
    """
    retry_on_conflict(partial(_merge, staying_id, going_id, choices, seen, by, services))


def _merge(staying_id: str, going_id: str, choices: MergeChoices, seen: str, by: By, services: Services) -> None:
    one_with = services.roster.merged([going_id]).get(going_id)
    if one_with and one_with.into == staying_id:
        return
    pair = find_pair(staying_id, going_id, services)
    if seen != pair.seen:
        raise StudentChanged(pair.staying)
    changes = _changes(pair, choices, by.user.name, services)
    if services.store.weight(changes) + _ENTRY > MOST_ITEMS:
        raise TooMuchToMerge
    about = About(student_ids=(staying_id, going_id))
    services.store.save(*changes, recorded(AuditAction.STUDENTS_MERGED, by, services, about, changes))


def _changes(pair: Pair, choices: MergeChoices, by: str, services: Services) -> list[Change]:
    after, now = merged(pair.staying, pair.going, choices), services.clock()
    invitations = [(i, about_one(i, after, by=by, now=now)) for i in _to_look_at(pair)]
    for _, invitation in invitations:
        if not (invitation.is_open and after.id in invitation.student_ids):
            after = after.without_open_invitation(invitation.id)
    return [
        Change(pair.staying, after),
        Change.gone(pair.going),
        Change.new(MergedStudent(id=pair.going.id, into=after.id)),
        *(Change(c, contact_of_one(c, after.id, pair.going.id)) for c in pair.contacts_of(pair.going)),
        *(Change(before, own) for before, own in invitations if before != own),
        *freed_addresses([own for before, own in invitations if before.is_open and not own.is_open], services),
        *_names(pair, after, services),
        *_ids(pair, services),
    ]


def _to_look_at(pair: Pair) -> Sequence[Invitation]:
    """All of the one who goes; of the one who stays those that may be listed in another school year by now, or whose
    reader must not be told any more.
    """
    own = pair.staying
    ids = dict.fromkeys((*pair.going.invitation_ids, *own.open_invitation_ids, *own.newest_invitation_ids))
    return [pair.invitations[i] for i in ids if i in pair.invitations]


def _names(pair: Pair, after: Student, services: Services) -> list[Change]:
    """Under each name by which files may know either of them they are found, as one."""
    years = {*after.years_by_name, *pair.going.placements}
    wanted = {namesakes_identity(y, key): Namesakes(year=y, name_key=key) for y in years for key in after.name_keys}
    stored = services.roster.namesakes(wanted.keys())
    changes = []
    for identity, new in wanted.items():
        before = stored.get(identity)
        known = before or new
        is_theirs = known.name_key == after.name_key or not {after.id, pair.going.id}.isdisjoint(known.student_ids)
        named = known.left_by(pair.going.id).joined_by(after.id) if is_theirs else known
        if named != known:
            changes.append(Change(before, named))
    return changes


def _ids(pair: Pair, services: Services) -> list[Change]:
    """Whatever led to the one who goes leads to the one who stays."""
    staying, going = pair.staying, pair.going
    earlier = services.roster.merged(going.merged_ids).values() if going.merged_ids else ()
    wanted = going.school_id_keys
    issued = services.roster.school_ids(wanted) if wanted else {}
    new = [SchoolId(school_id=key, student_id=staying.id) for key in wanted if key not in issued]
    return [
        *(Change(own, replace(own, into=staying.id)) for own in earlier),
        *(Change(own, replace(own, student_id=staying.id)) for own in issued.values() if own.student_id == going.id),
        *map(Change.new, new),
    ]
