"""A parent gives another address for themselves. Until a link that is mailed there is used, all stays as it is."""

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import NEW_ADDRESS
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.accounts.address_emails import ask_for_email, email_wanted
from homeroom.use_cases.accounts.own_password import check_old_password
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.my_information import my_information
from homeroom.use_cases.ports.services import Services


def change_address(by: By, session_token: str, typed: str, old_password: str, services: Services) -> None:
    """`typed` is a parsed address. The one that they log in with, in whatever spelling, takes back what waits.
    `old_password` counts where `needs_old_password` says so: whoever finds an open log-in is not to move it away.

    Raises WrongPassword, TooManyTries or NotFound.
    """
    check_old_password(by.user, session_token, old_password, services)
    _ask(by, typed, services)


def send_confirmation_again(by: By, services: Services) -> None:
    """With a new link. Nothing where no address waits. Raises TooManyTries or NotFound."""
    if waiting := _own(by, services).new_email:
        _ask(by, waiting, services)


def keep_address(by: By, services: Services) -> None:
    """What waits is taken back, and its link is dead. Raises NotFound."""
    contact = _own(by, services)
    if contact.new_email:
        _ask(by, _proved(contact, by), services)


def _ask(by: By, typed: str, services: Services) -> None:
    contact = _own(by, services)
    if contact.with_own_email(typed, _proved(contact, by)).new_email:
        services.access.count(NEW_ADDRESS, by.user.email_key, services.clock())
    retry_on_conflict(lambda: _change(by, typed, services))
    ask_for_email(contact.id, services)


def _change(by: By, typed: str, services: Services) -> None:
    contact = _own(by, services)
    after = contact.proved_by(by.user.email_key).with_own_email(typed, _proved(contact, by))
    wanted = [email_wanted(contact.id, services)] if after.new_email else []
    if after == contact and not wanted:
        return
    action = AuditAction.ADDRESS_CHANGE_ASKED if wanted else AuditAction.ADDRESS_KEPT
    about, still = About(student_ids=tuple(contact.students)), Change.unchanged(_still_logged_in(by, services))
    services.store.save(Change(contact, after), *wanted, still, recorded(action, by, services, about))


def _still_logged_in(by: By, services: Services) -> User:
    """As stored. Raises NotFound where all log-ins were ended meanwhile: with a new password nothing is to wait that
    was asked for by whoever knew the old one.
    """
    user = services.access.user(by.user.email_key)
    if user is None or user.sessions_from != by.user.sessions_from:
        raise NotFound
    return user


def _own(by: By, services: Services) -> ParentContact:
    """Raises NotFound, also where another tab or device has just moved it to another address."""
    contact = my_information(by.user, services).contact
    if contact.user_key not in ("", by.user.email_key):
        raise NotFound
    return contact


def _proved(contact: ParentContact, by: By) -> str:
    """The address that they log in with, as they have written it themselves."""
    return contact.details.email if contact.reads_at_own_address else by.user.email
