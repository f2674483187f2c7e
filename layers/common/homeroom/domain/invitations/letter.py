"""A letter: an invitation on paper, for a student whose parents no email reaches. It is handed out at school."""

from datetime import datetime, timedelta

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.message import Labeled
from homeroom.domain.kernel.token import new_id
from homeroom.domain.roster.student import Student


class LetterRefusal(Labeled):
    """Why no letter is made for a student."""

    UNKNOWN = "unknown"
    PROTECTED = "protected"
    HAS_CONTACT = "has_contact"
    LEFT = "left"


def letter_refusal(student: Student | None, year: str) -> LetterRefusal | None:
    """`year` is the current school year. Whoever carries a letter home may meet anybody there: none is about a
    protected student.
    """
    if student is None:
        return LetterRefusal.UNKNOWN
    if student.protected:
        return LetterRefusal.PROTECTED
    if student.has_left(year):
        return LetterRefusal.LEFT
    return LetterRefusal.HAS_CONTACT if student.has_parent_contact else None


def new_letter(student: Student, *, maker: str, maker_key: str, now: datetime, link_days: int) -> Invitation:
    """About one student alone, and to no address: whoever is handed it may answer. `maker` is the name of who makes it,
    and `maker_key` their log-in.
    """
    return Invitation(
        id=new_id(),
        email="",
        parent_name="",
        student_ids=(student.id,),
        years=tuple(sorted(student.placements)),
        inviter=maker,
        inviter_email_key=maker_key,
        created_at=now,
        asked_at=now,
        expires_at=now + timedelta(days=link_days),
        on_paper=True,
    )
