"""Send me a new link: asked for on the page of one that is over, mailed to the address on record and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.invite import A_MOMENT
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import LINK_MAIL_FROM, NEW_LINK, TooManyTries
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest
from homeroom.domain.mail.mail import Link, new_mail
from homeroom.use_cases.accounts.link_code import CodeUnknown, NoCode, code_digest, find_by_code
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

ANSWERED_AFTER = timedelta(seconds=1)
"""More than it ever takes, so that how long it took tells nothing."""

_RENEWABLE = (InvitationState.OPEN, InvitationState.EXPIRED)


def ask_for_new_link(token: str, visitor: str, services: Services) -> None:
    """Answers alike, in words and in time, whatever the token is or was. `visitor` is the network of the
    request. Raises TooManyTries for any token that is used for it too often, and for an address that asks too often.
    """
    with always_as_long(services):
        services.access.count(LINK_MAIL_FROM, visitor, services.clock())
        services.access.count(NEW_LINK, digest(token), services.clock())
        _send_by_link(services.invitations.link(digest(token)), services)


def ask_by_code(typed: str, visitor: str, services: Services) -> None:
    """The same, by the code beside the link. Raises TooManyTries, also from a network with too many wrong
    codes.
    """
    with always_as_long(services), suppress(NoCode, CodeUnknown):
        services.access.count(LINK_MAIL_FROM, visitor, services.clock())
        services.access.count(NEW_LINK, code_digest(typed, services), services.clock())
        _send_by_link(find_by_code(typed, visitor, services), services)


def send_open_invitation_again(email_key: str, services: Services) -> None:
    """With a new link, to an address that has an open invitation; as seldom as above."""
    if lock := services.invitations.locks([email_key]).get(email_key):
        _send_if_possible(lock.invitation_id, services)


@contextmanager
def always_as_long(services: Services) -> Iterator[None]:
    """Whatever is found inside tells nothing by how long it took."""
    asked_at = services.clock()
    try:
        yield
    finally:
        services.pause(asked_at + ANSWERED_AFTER - services.clock())


def _send_by_link(link: Link | None, services: Services) -> None:
    if link:
        _send_if_possible(link.invitation_id, services)


def _send_if_possible(invitation_id: str, services: Services) -> None:
    invitation = services.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None or invitation.state not in _RENEWABLE or invitation.on_paper:
        return
    if services.address_blocks.get_many([invitation.email_key]):
        return
    try:  # an address has had several links, and each of them would be a way around the limit
        services.access.count(NEW_LINK, invitation.email_key, services.clock())
    except TooManyTries:
        return
    if mail := retry_on_conflict(lambda: _renew(invitation.id, services)):
        services.queue.put([mail])


def _renew(invitation_id: str, services: Services) -> tuple[str, int] | None:
    """The mail to be sent. When the address has been invited anew meanwhile, it is that invitation's."""
    invitation = services.invitations.get_many([invitation_id])[invitation_id]
    lock = services.invitations.locks([invitation.email_key]).get(invitation.email_key)
    if lock and lock.invitation_id != invitation.id:
        invitation = services.invitations.get_many([lock.invitation_id]).get(lock.invitation_id, invitation)
    if invitation.state not in _RENEWABLE or (invitation.held and invitation.is_open):
        return None  # held: no mail would go out, and the link that there is must not die for it
    students = services.roster.students(invitation.student_ids).values()
    if any(student.must_not_tell(invitation.email_key) for student in students):
        return None  # the school has said so since, and may ask again about the others
    now = services.clock()
    if invitation.open_at(now) and now - invitation.asked_at < A_MOMENT:
        return invitation.id, invitation.send_number  # pressed twice, or the first press died before it was queued
    renewed = invitation.with_new_link(now=now, link_days=site_settings(services).link_days)
    queued = new_mail(renewed.id, renewed.send_number, now)
    services.store.save(Change(invitation, renewed), Change.new(queued), *_opened(renewed, lock, services))
    return renewed.id, renewed.send_number


def _opened(invitation: Invitation, lock: AddressLock | None, services: Services) -> list[Change]:
    """One that had been closed holds its address again, and its students are asked about again."""
    own = AddressLock(email_key=invitation.email_key, invitation_id=invitation.id)
    changes = [Change(lock, replace(lock, invitation_id=invitation.id) if lock else own)]
    for student in services.roster.students(invitation.student_ids).values():
        after = student.with_open_invitation(invitation.id)
        if after != student:
            changes.append(Change(student, after))
    return changes
