"""Send me a new link: asked for on the page of one that is over, mailed to the address on record and nowhere else."""

from dataclasses import replace
from datetime import timedelta

from homeroom.domain.change import Change
from homeroom.domain.invitation import AddressLock, Invitation, InvitationState
from homeroom.domain.inviting import A_MOMENT
from homeroom.domain.limits import NEW_LINK, TooManyTries
from homeroom.domain.mail import new_mail
from homeroom.domain.token import digest
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.retrying import again_on_conflict
from homeroom.use_cases.site_settings import site_settings

ANSWERED_AFTER = timedelta(seconds=1)
"""More than it ever takes, so that how long it took tells nothing."""

_RENEWABLE = (InvitationState.OPEN, InvitationState.EXPIRED)


def ask_for_new_link(token: str, outside: Outside) -> None:
    """Answers alike, in words and in time, whatever the token is or was. Raises TooManyTries for any token that is used
    for it too often.
    """
    asked_at = outside.clock()
    try:
        outside.access.count(NEW_LINK, digest(token), asked_at)
        _send_if_possible(token, outside)
    finally:
        outside.pause(asked_at + ANSWERED_AFTER - outside.clock())


def _send_if_possible(token: str, outside: Outside) -> None:
    link = outside.invitations.link(digest(token))
    invitation = outside.invitations.get_many([link.invitation_id]).get(link.invitation_id) if link else None
    if invitation is None or invitation.state not in _RENEWABLE:
        return
    if outside.invitations.blocks([invitation.email_key]):
        return
    try:  # an address has had several links, and each of them would be a way around the limit
        outside.access.count(NEW_LINK, invitation.email_key, outside.clock())
    except TooManyTries:
        return
    if mail := again_on_conflict(lambda: _renew(invitation.id, outside)):
        outside.queue.put([mail])


def _renew(invitation_id: str, outside: Outside) -> tuple[str, int] | None:
    """The mail to be sent. When the address has been invited anew meanwhile, it is that invitation's."""
    invitation = outside.invitations.get_many([invitation_id])[invitation_id]
    lock = outside.invitations.locks([invitation.email_key]).get(invitation.email_key)
    if lock and lock.invitation_id != invitation.id:
        invitation = outside.invitations.get_many([lock.invitation_id]).get(lock.invitation_id, invitation)
    if invitation.state not in _RENEWABLE or (invitation.held and invitation.is_open):
        return None  # held: no mail would go out, and the link that there is must not die for it
    now = outside.clock()
    if invitation.open_at(now) and now - invitation.asked_at < A_MOMENT:
        return invitation.id, invitation.generation  # pressed twice, or the first press died before it was queued
    renewed = invitation.with_new_link(now=now, link_days=site_settings(outside).link_days)
    queued = new_mail(renewed.id, renewed.generation, now)
    outside.store.save(Change(invitation, renewed), Change.new(queued), *_opened(renewed, lock, outside))
    return renewed.id, renewed.generation


def _opened(invitation: Invitation, lock: AddressLock | None, outside: Outside) -> list[Change]:
    """One that had been closed holds its address again, and its students are asked about again."""
    own = AddressLock(email_key=invitation.email_key, invitation_id=invitation.id)
    changes = [Change(lock, replace(lock, invitation_id=invitation.id) if lock else own)]
    for student in outside.roster.students(invitation.student_ids).values():
        after = student.asked_about_in(invitation.id)
        if after != student:
            changes.append(Change(student, after))
    return changes
