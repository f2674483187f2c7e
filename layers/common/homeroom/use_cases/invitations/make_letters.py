"""Make letters: invitations on paper, one for each student."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import MOST_STUDENTS, About, AuditAction
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.letter import LetterRefusal, letter_refusal, new_letter
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.roster.student import Student
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.invitations.letter_links import letter_link
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.ports.store import MOST_ITEMS
from homeroom.use_cases.site.site_settings import site_settings

_ENTRY = MOST_STUDENTS + 3
"""Items that the entry of the record takes at most."""


@dataclass(frozen=True)
class LettersMade:
    """Ids of the letters that are new, and of those `kept`, which were open already; `refused` are students."""

    made: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    refused: Mapping[str, LetterRefusal] = field(default_factory=dict)

    def __add__(self, other: "LettersMade") -> "LettersMade":
        return LettersMade(
            made=(*self.made, *other.made),
            kept=(*self.kept, *other.kept),
            refused={**self.refused, **other.refused},
        )


def make_letters(student_ids: Collection[str], by: By, services: Services) -> LettersMade:
    """One for each of these students, as many as fit in one transaction at a time. Whoever presses twice, or at the
    same moment as somebody else, finds those that are there already.
    """
    left, done = list(dict.fromkeys(student_ids)), LettersMade()
    while left:
        portion = retry_on_conflict(partial(_make, left[:MOST_STUDENTS], by, services))
        left, done = left[portion.students :], done + portion.letters
    return done


@dataclass(frozen=True)
class _Portion:
    """`students`: how many of those asked for it is about."""

    letters: LettersMade
    students: int


def _make(student_ids: Sequence[str], by: By, services: Services) -> _Portion:
    students, settings = services.roster.students(student_ids), site_settings(services)
    letters = _letters_of(students.values(), services)
    made, kept, refused = list[Invitation](), list[str](), dict[str, LetterRefusal]()
    changes, number = list[Change](), 0
    for student_id in student_ids:
        student, standing = students.get(student_id), letters.get(student_id)
        if why := letter_refusal(student, settings.school_year):
            refused[student_id] = why
        elif standing and standing.open_at(services.clock()):
            kept.append(standing.id)
        elif student:
            letter, own = _new(student, standing, settings.link_days, by, services)
            if services.store.weight([*changes, *own]) > MOST_ITEMS - _ENTRY:
                break
            made.append(letter)
            changes += own
        number += 1
    if changes:
        about = About(student_ids=tuple(student_id for letter in made for student_id in letter.student_ids))
        services.store.save(*changes, recorded(AuditAction.LETTERS_MADE, by, services, about, changes))
    return _Portion(LettersMade(tuple(letter.id for letter in made), tuple(kept), refused), number)


def _letters_of(students: Collection[Student], services: Services) -> dict[str, Invitation]:
    """By student, those that nobody has closed."""
    ids = {invitation_id for student in students for invitation_id in student.open_invitation_ids}
    found = services.invitations.get_many(ids).values() if ids else ()
    return {i.student_ids[0]: i for i in found if i.on_paper and i.is_open}


def _new(
    student: Student, standing: Invitation | None, link_days: int, by: By, services: Services
) -> tuple[Invitation, list[Change]]:
    """`standing` is one whose time is over: the daily run has perhaps not come to it yet."""
    user, now = by.user, services.clock()
    letter = new_letter(student, maker=user.name, maker_key=user.email_key, now=now, link_days=link_days)
    closed = [Change(standing, standing.expired())] if standing else []
    after = student.without_open_invitation(standing.id) if standing else student
    links = [Change.new(stored) for stored in letter_link(letter, services).stored]
    return letter, [Change.new(letter), *links, *closed, Change(student, after.with_open_invitation(letter.id))]
