"""What becomes of an invitation when its contact turns out to be the same person's as another one."""

from dataclasses import replace

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.unlinking import without_contact


def following(invitation: Invitation, gone_id: str, stays_id: str, user_key: str) -> Invitation:
    """It leads to the one that stays. To check what somebody has proved nobody is asked at another address: whoever
    reads there is asked like anybody else. `user_key` is what the one that stays has proved, empty where it has not.
    """
    answers = tuple(
        replace(answer, contact_id=stays_id) if answer.contact_id == gone_id else answer
        for answer in invitation.answers
    )
    after = replace(invitation, answers=answers)
    if invitation.contact_id != gone_id:
        return after
    if user_key not in ("", invitation.email_key):
        after = without_contact(after, gone_id)
    return replace(after, contact_id=stays_id) if after.contact_id == gone_id else after
