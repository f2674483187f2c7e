"""Which email a parent gets: the school's, as they wish, and ours, unless they have stopped it."""

from dataclasses import dataclass, replace

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.address_block import AddressBlock
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.my_information import MyInformation, my_information
from homeroom.use_cases.ports.services import Services


@dataclass(frozen=True)
class MyEmail:
    """`from_school`: what they have asked the school for. `block` is why their log-in's address gets none of our emails
    but those that log in, None where it gets them.
    """

    from_school: bool
    block: AddressBlock | None


def my_email(mine: MyInformation, email_key: str, services: Services) -> MyEmail:
    block = services.address_blocks.get_many([email_key]).get(email_key)
    return MyEmail(mine.contact.details.receives_school_mail, block)


def want_school_mail(by: By, services: Services, *, wanted: bool) -> None:
    """What changes something is recorded. Raises NotFound."""
    retry_on_conflict(lambda: _want(by, services, wanted))


def _want(by: By, services: Services, wanted: bool) -> None:
    contact = my_information(by.user, services).contact
    if contact.details.receives_school_mail == wanted:
        return
    change = Change(contact, replace(contact, details=replace(contact.details, receives_school_mail=wanted)))
    about = About(student_ids=tuple(contact.students))
    services.store.save(change, recorded(AuditAction.INFORMATION_CHANGED, by, services, about))
