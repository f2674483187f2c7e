"""No more mails from this site: by the button of a mail program, or on our page."""

from homeroom.domain.address_block import AddressBlock, BlockReason, StopLink
from homeroom.domain.change import Change
from homeroom.domain.errors import HomeroomError
from homeroom.domain.limits import WRONG_LINK
from homeroom.domain.token import digest
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.retrying import again_on_conflict


class StopLinkUnknown(HomeroomError):
    """No mail has carried this address."""


def find_stop_link(token: str, visitor_address: str, outside: Outside) -> StopLink:
    """Raises StopLinkUnknown, or TooManyTries for a network address that tries many."""
    link = outside.invitations.stop_link(digest(token))
    if link is None:
        outside.access.count(WRONG_LINK, visitor_address, outside.clock())
        raise StopLinkUnknown
    return link


def is_stopped(link: StopLink, outside: Outside) -> bool:
    block = outside.invitations.blocks([link.email_key]).get(link.email_key)
    return block is not None and block.reason is BlockReason.UNSUBSCRIBED


def stop_mails(token: str, visitor_address: str, outside: Outside) -> None:
    """This address is mailed no more. Pressed again, it stays so. Raises what find_stop_link raises."""
    link = find_stop_link(token, visitor_address, outside)
    again_on_conflict(lambda: _stop(link.email_key, outside))


def _stop(email_key: str, outside: Outside) -> None:
    before = outside.invitations.blocks([email_key]).get(email_key)
    if before and before.reason is BlockReason.UNSUBSCRIBED:
        return
    block = AddressBlock(
        email_key=email_key,
        reason=BlockReason.UNSUBSCRIBED,
        since=outside.clock(),
        version=before.version if before else 0,
    )
    outside.store.save(Change(before, block))
