"""What becomes of an invitation when its contact turns out to be the same person's as another one."""

from dataclasses import replace

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.unlinking import without_contact


def following(invitation: Invitation, gone_id: str, stays_id: str, reader_key: str) -> Invitation:
    """It leads to the one that stays. To check what is stored of them nobody is asked at another address than theirs,
    which may be a stranger's: whoever reads there is asked like anybody else. `reader_key` is that of the address that
    they have proved, or else the one that was entered, and empty where there is none.
    """
    answers = tuple(
        replace(answer, contact_id=stays_id) if answer.contact_id == gone_id else answer
        for answer in invitation.answers
    )
    after = replace(invitation, answers=answers)
    if invitation.email_key != reader_key and invitation.contact_id in (gone_id, stays_id):
        after = without_contact(after, invitation.contact_id)
    return replace(after, contact_id=stays_id) if after.contact_id == gone_id else after
