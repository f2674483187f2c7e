"""No more emails from this site: by the button of a mail program, or on our page."""

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.limits import WRONG_LINK
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest
from homeroom.domain.mail.address_block import AddressBlock, BlockReason, StopLink
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
    return block is not None and block.reason is BlockReason.UNSUBSCRIBED


def stop_mails(token: str, visitor_address: str, services: Services) -> None:
    """This address is mailed no more. Pressed again, it stays so. Raises what find_stop_link raises."""
    link = find_stop_link(token, visitor_address, services)
    retry_on_conflict(lambda: _stop(link.address, services))


def _stop(address: str, services: Services) -> None:
    before = services.address_blocks.by_digest(address)
    if before and before.reason is BlockReason.UNSUBSCRIBED:
        return
    block = AddressBlock(
        address=address,
        reason=BlockReason.UNSUBSCRIBED,
        since=services.clock(),
        version=before.version if before else 0,
    )
    services.store.save(Change(before, block))
