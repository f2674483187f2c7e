"""The link in the email to a new address: it shows what it would do, and its button makes the address the log-in."""

from dataclasses import dataclass, replace
from datetime import timedelta

from homeroom.domain.accounts.address_change import (
    AddressChange,
    AddressChangeOver,
    AddressLinkUnknown,
    AddressTaken,
)
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.link_errors import LinkForSomebodyElse
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.limits import WRONG_LINK
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest, new_id
from homeroom.use_cases.accounts.address_emails import to_be_told
from homeroom.use_cases.accounts.sessions import find_user
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services

_TOKEN_LENGTH = 43
_ALL_IS_DECIDED = timedelta(seconds=30)
"""Longer than any function with pages runs."""


@dataclass(frozen=True)
class WaitingAddress:
    """`name` is the parent's first name, `email` the address that is to be confirmed. `has_password`: they keep it."""

    name: str
    email: str
    is_confirmed: bool
    has_password: bool


@dataclass(frozen=True)
class _Found:
    change: AddressChange
    contact: ParentContact
    user: User


def look_at_new_address(token: str, visitor: str, session_token: str, services: Services) -> WaitingAddress:
    """Changes nothing. `visitor` is the network of the request, and `session_token` its log-in cookie's.

    Raises AddressLinkUnknown, AddressLinkSuperseded, AddressLinkExpired, AddressChangeOver, AddressTaken,
    LinkForSomebodyElse, or TooManyTries for a network that has tried many links.
    """
    found = _find(token, visitor, session_token, services)
    contact, confirmed = found.contact, found.change.is_confirmed
    email = contact.details.email if confirmed else contact.new_email
    has_password = found.user.has_password and (confirmed or _moves(found))
    return WaitingAddress(contact.details.called, email, confirmed, has_password)


def confirm_new_address(token: str, visitor: str, session_token: str, source: str, services: Services) -> None:
    """From here on it is the log-in and what others see, and all log-ins of the former address are over. Pressed
    again, it stays so. `source` is the key of the request's route. Raises the same, and PasswordBeingSet.
    """
    retry_on_conflict(lambda: _confirm(_find(token, visitor, session_token, services), source, services))


def _find(token: str, visitor: str, session_token: str, services: Services) -> _Found:
    link = services.address_changes.link(digest(token)) if len(token) == _TOKEN_LENGTH else None
    if link is None:
        services.access.count(WRONG_LINK, visitor, services.clock())
        raise AddressLinkUnknown
    change = services.address_changes.get(link.contact_id)
    contact = services.roster.contacts([link.contact_id]).get(link.contact_id)
    if change is None or contact is None:
        raise AddressChangeOver
    change.check_link(link.digest, services.clock())
    user = services.access.user(contact.user_key)
    if user is None or contact.id not in user.contact_ids or not (contact.new_email or change.is_confirmed):
        raise AddressChangeOver
    visiting = find_user(session_token, services)
    if visiting and visiting.email_key != contact.user_key:
        raise LinkForSomebodyElse
    if not change.is_confirmed and services.access.user(email_key(contact.new_email)):
        raise AddressTaken
    return _Found(change, contact, user)


def _confirm(found: _Found, source: str, services: Services) -> None:
    if found.change.is_confirmed:
        return
    now = services.clock()
    found.user.check_no_password_being_set(now)
    contact, users, after = _moved(found, services)
    changes = [
        Change(found.change, found.change.confirmed()),
        Change(found.contact, contact),
        *users,
        *_not_told_there(contact, services),
        Change.new(to_be_told(contact.id, found.change.number, found.user.email, now)),
    ]
    about = About(user_id=after.id, student_ids=tuple(contact.students))
    entry = recorded(AuditAction.ADDRESS_CHANGED, Origin(Nameless.PARENT, source), services, about, changes)
    # asked for before it is so: whoever dies in between leaves the former address told all the same
    services.queue.put_address_changed(contact.id, found.change.number, _ALL_IS_DECIDED)
    services.store.save(*changes, entry)


def _not_told_there(contact: ParentContact, services: Services) -> list[Change]:
    """A student whose parent they are no more is not told of at the new address, either."""
    students = services.roster.students(contact.students).values()
    over = [student for student in students if contact.id in student.inactive_contact_ids]
    return [Change(student, student.without_contact([contact.user_key])) for student in over]


def _moves(found: _Found) -> bool:
    """Whether nobody else logs in at the former address: the account as a whole goes along, with its password."""
    return not found.user.is_admin and found.user.contact_ids == (found.contact.id,)


def _moved(found: _Found, services: Services) -> tuple[ParentContact, list[Change], User]:
    """The contact, and the user whose it is from now on."""
    user, contact, now = found.user, found.contact.with_new_email_proved(), services.clock()
    if _moves(found):
        after = user.moved_to(found.contact.new_email, now)
        devices = services.access.known_devices(user.email_key)
        gone = [Change.gone(user), *([Change.gone(devices)] if devices else [])]
        return contact, [*gone, Change.new(after)], after
    name, left = contact.details.name, user.no_longer_read_by(contact.id).with_sessions_ended(now)
    after = User(id=new_id(), email=found.contact.new_email, name=name, contact_ids=(contact.id,), sessions_from=now)
    return replace(contact, registered=False), [Change(user, left), Change.new(after)], after
