"""Send a test to me: a Site Admin gets the invitation as parents would get it now."""

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.limits import SAMPLE
from homeroom.domain.mail.address_block import AddressBlocked
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services


def ask_for_sample(by: By, services: Services) -> None:
    """Pressed twice within a second, it sends one. Raises AddressBlocked for a mailbox that refuses our mail, and
    TooManyTries.
    """
    block = services.address_blocks.get_many([by.user.email_key]).get(by.user.email_key)
    if block and block.refuses_all:
        raise AddressBlocked(block)
    now = services.clock()
    services.access.count(SAMPLE, by.user.id, now)
    services.store.save(recorded(AuditAction.SAMPLE_ASKED, by, services))
    services.queue.put_sample(by.user.id, now)
