"""What stands in letters. It can be shown and printed as often as anybody likes: looking changes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.link_code import shown_code
from homeroom.domain.kernel.errors import HomeroomError, NotFound
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.students_of import homeroom_called, students_of
from homeroom.use_cases.invitations.letter_links import letter_link
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


class LetterOver(HomeroomError):
    """It was answered or withdrawn, or its time is over: nobody gets in with it any more."""


@dataclass(frozen=True)
class PrintedLetter:
    """`homeroom` is the code of the student's, `path` what the QR code says, below the site's address, `code` as it is
    to be typed (`7KX4M-Q2RTB`), and `ends` the moment, in UTC, from which neither works.
    """

    invitation: Invitation
    student: Student
    homeroom: str
    path: str = field(repr=False)
    code: str = field(repr=False)
    ends: datetime


def printed_letter(invitation_id: str, services: Services) -> PrintedLetter:
    """Raises NotFound, also for an invitation that is no letter, and LetterOver."""
    invitation = services.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None or not invitation.on_paper:
        raise NotFound
    if not invitation.open_at(services.clock()):
        raise LetterOver
    letters = _printed([invitation], services.roster.students(invitation.student_ids).values(), services)
    if not letters:
        raise NotFound
    return letters[0]


def open_letters(homeroom: str, services: Services) -> Sequence[PrintedLetter]:
    """Of a homeroom of the current school year, by code, also by a former one. By the students' last names."""
    year = site_settings(services).school_year
    students = students_of(homeroom_called(year, homeroom, services), services)
    ids = {invitation_id for student in students for invitation_id in student.open_invitation_ids}
    found = services.invitations.get_many(ids).values() if ids else ()
    now = services.clock()
    return _printed([i for i in found if i.on_paper and i.open_at(now)], students, services)


def _printed(letters: Iterable[Invitation], students: Iterable[Student], services: Services) -> Sequence[PrintedLetter]:
    """In the order of the students: one who was two has a letter of each."""
    year = site_settings(services).school_year
    by_student = defaultdict[str, list[Invitation]](list)
    for letter in letters:
        by_student[letter.student_ids[0]].append(letter)
    return [_letter(letter, s, year, services) for s in students for letter in by_student[s.id]]


def _letter(letter: Invitation, student: Student, year: str, services: Services) -> PrintedLetter:
    made = letter_link(letter, services)
    return PrintedLetter(
        invitation=letter,
        student=student,
        homeroom=student.placements[student.shown_year(year)].homeroom,
        path=f"/i/{made.token}",
        code=shown_code(made.code),
        ends=letter.expires_at,
    )
