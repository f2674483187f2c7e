"""The email to a new address: what its queue does, and what its reader finds in it."""

import re

from homeroom.domain.accounts.address_change import first_change
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.mail.send_address_changed import send_address_changed
from homeroom.use_cases.mail.send_new_address import send_new_address
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from tests.fakes import World


def address_mails_sent(world: World, services: Services | None = None) -> None:
    """What was asked for is done, as far as it asks for nothing more."""
    new, world.queue.new_addresses = world.queue.new_addresses, []
    for contact_id, number, _ in new:
        send_new_address(contact_id, number, services or world.services)
    changed, world.queue.addresses_changed = world.queue.addresses_changed, []
    for contact_id, number, _ in changed:
        send_address_changed(contact_id, number, services or world.services)


def mailed_to_new_address(world: World, contact_id: str) -> str:
    """The token of the link in the first email about an address that stands in the contact."""
    world.store.save(Change.new(first_change(contact_id, world.clock())))
    send_new_address(contact_id, 1, world.services)
    return address_token(world.mailer.sent[-1])


def address_token(mail: OutgoingMail) -> str:
    token: str
    [token] = set(re.findall(r"/confirm-address/([A-Za-z0-9_-]{43})", mail.text))
    return token
