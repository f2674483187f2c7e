"""No more emails from this site, by the button of a mail program or on our pages; and emails again after all."""

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import NOTHING_ELSE, About, AuditAction, Nameless, Origin
from homeroom.domain.invitations.history_event import mailed_again
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError, NotFound
from homeroom.domain.kernel.limits import WRONG_LINK
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest
from homeroom.domain.mail.address_block import AddressBlock, BlockReason, StopLink
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services


class StopLinkUnknown(HomeroomError):
    """No mail has carried this address."""


def find_stop_link(token: str, visitor_address: str, services: Services) -> StopLink:
    """Raises StopLinkUnknown, or TooManyTries for a network that tries many."""
    link = services.address_blocks.stop_link(digest(token))
    if link is None:
        services.access.count(WRONG_LINK, visitor_address, services.clock())
        raise StopLinkUnknown
    return link


def is_stopped(link: StopLink, services: Services) -> bool:
    block = services.address_blocks.by_digest(link.address)
    return block is not None and block.is_readers_wish


def stop_mails(token: str, visitor_address: str, services: Services) -> None:
    """This address is mailed no more. Pressed again, it stays so. Raises what find_stop_link raises."""
    link = find_stop_link(token, visitor_address, services)
    retry_on_conflict(lambda: services.store.save(*_stopping(link.address, services)))


def stop_my_mails(by: By, services: Services) -> None:
    """Likewise the address with which somebody is logged in."""
    own = services.address_blocks.digest(by.user.email_key)
    retry_on_conflict(lambda: _save(AuditAction.EMAIL_STOPPED, by, _stopping(own, services), services))


def mail_again(token: str, visitor_address: str, source: str, services: Services) -> None:
    """Whoever holds the address that stopped these mails reads them, and wants them after all. `source` is the key of
    the page's route. Raises what find_stop_link raises.
    """
    link, origin = find_stop_link(token, visitor_address, services), Origin(Nameless.PARENT, source)
    retry_on_conflict(lambda: _save(AuditAction.EMAIL_AGAIN, origin, _restarting(link.address, services), services))


def mail_me_again(by: By, services: Services) -> None:
    """The address with which somebody is logged in: that proves that it is theirs."""
    own = services.address_blocks.digest(by.user.email_key)
    retry_on_conflict(lambda: _save(AuditAction.EMAIL_AGAIN, by, _restarting(own, services), services))


def mail_again_for_office(invitation_id: str, note: str, by: By, services: Services) -> None:
    """The address of an invitation; `note` says who asked for it, and stays in the timeline. Does nothing where its
    reader has not stopped the mails. Raises NotFound.
    """
    retry_on_conflict(lambda: _mail_again(invitation_id, note, by, services))


def _mail_again(invitation_id: str, note: str, by: By, services: Services) -> None:
    invitation = services.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None:
        raise NotFound
    changes = _restarting(services.address_blocks.digest(invitation.email_key), services)
    if changes:
        noted = invitation.with_event(mailed_again(note, by.user.name, services.clock()))
        about = About(student_ids=invitation.student_ids, invitation_id=invitation_id)
        _save(AuditAction.EMAIL_AGAIN, by, [*changes, Change(invitation, noted)], services, about)


def _save(
    action: AuditAction, by: By | Origin, changes: list[Change], services: Services, about: About = NOTHING_ELSE
) -> None:
    """What changes nothing is not recorded."""
    if changes:
        services.store.save(*changes, recorded(action, by, services, about, changes))


def _stopping(address: str, services: Services) -> list[Change]:
    """`address` is the keyed digest that stands in the block."""
    before, now = services.address_blocks.by_digest(address), services.clock()
    if before:
        return [] if before.is_readers_wish else [Change(before, before.unsubscribed(now))]
    return [Change.new(AddressBlock(address=address, reason=BlockReason.UNSUBSCRIBED, since=now))]


def _restarting(address: str, services: Services) -> list[Change]:
    before = services.address_blocks.by_digest(address)
    return [Change(before, before.taken_back())] if before and before.is_readers_wish else []
