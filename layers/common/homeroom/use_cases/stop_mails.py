"""No more mails from this site: by the button of a mail program, or on our page."""

from homeroom.domain.address_block import AddressBlock, BlockReason, StopLink
from homeroom.domain.change import Change, Conflict
from homeroom.domain.errors import HomeroomError
from homeroom.domain.limits import WRONG_LINK
from homeroom.domain.token import digest
from homeroom.use_cases.ports import Outside


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
    return bool(outside.invitations.blocks([link.email_key]))


def stop_mails(token: str, visitor_address: str, outside: Outside) -> None:
    """This address is mailed no more. Pressed again, it stays so. Raises what find_stop_link raises."""
    link = find_stop_link(token, visitor_address, outside)
    if is_stopped(link, outside):
        return
    block = AddressBlock(email_key=link.email_key, reason=BlockReason.UNSUBSCRIBED, since=outside.clock())
    try:
        outside.store.save(Change.new(block))
    except Conflict:  # it was blocked at this very moment
        return
