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
    """`name` is the parent's first name, `email` the address that is to be confirmed. `is_first`: they have proved none
    before. `has_password`: they keep it.
    """

    name: str
    email: str
    is_first: bool
    is_confirmed: bool
    has_password: bool


@dataclass(frozen=True)
class _Found:
    """`user` is whose the contact is or, of one that is nobody's yet, whoever logs in with the new address already."""

    change: AddressChange
    contact: ParentContact
    user: User | None


def look_at_new_address(token: str, visitor: str, session_token: str, services: Services) -> WaitingAddress:
    """Changes nothing. `visitor` is the network of the request, and `session_token` its log-in cookie's.

    Raises AddressLinkUnknown, AddressLinkSuperseded, AddressLinkExpired, AddressChangeOver, AddressTaken,
    LinkForSomebodyElse, or TooManyTries for a network that has tried many links.
    """
    found = _find(token, visitor, session_token, services)
    contact, confirmed = found.contact, found.change.is_confirmed
    email = contact.details.email if confirmed else contact.new_email
    user, is_first = found.user, not contact.user_key
    has_password = user is not None and user.has_password and (confirmed or is_first or _moves(user, contact))
    return WaitingAddress(contact.details.called, email, is_first, confirmed, has_password)


def confirm_new_address(token: str, visitor: str, session_token: str, source: str, services: Services) -> None:
    """From here on it is the log-in and what others see, and all log-ins of the former address are over, if there was
    one. Pressed again, it stays so. `source` is the key of the request's route. Raises the same, and PasswordBeingSet.
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
    own_key = contact.user_key or (email_key(contact.new_email) if contact.new_email else "")
    user = services.access.user(own_key) if own_key else None
    if not (contact.new_email or change.is_confirmed) or (contact.user_key and not _is_theirs(contact, user)):
        raise AddressChangeOver
    visiting = find_user(session_token, services)
    if visiting and visiting.email_key != own_key:
        raise LinkForSomebodyElse
    if contact.user_key and not change.is_confirmed and services.access.user(email_key(contact.new_email)):
        raise AddressTaken
    return _Found(change, contact, user)


def _is_theirs(contact: ParentContact, user: User | None) -> bool:
    return user is not None and contact.id in user.contact_ids


def _confirm(found: _Found, source: str, services: Services) -> None:
    change, before, user = found.change, found.contact, found.user
    if change.is_confirmed:
        return
    if user and before.user_key:
        contact, changes, after = _moved(user, before, services)
        # asked for before it is so: whoever dies in between leaves the former address told all the same
        services.queue.put_address_changed(contact.id, change.number, _ALL_IS_DECIDED)
        changes.append(Change.new(to_be_told(contact.id, change.number, user.email, services.clock())))
        action = AuditAction.ADDRESS_CHANGED
    else:
        contact, changes, after = _proved(user, before, services)
        action = AuditAction.ADDRESS_PROVED
    changes += [Change(change, change.confirmed()), Change(before, contact), *_not_told_there(contact, services)]
    about = About(user_id=after.id, student_ids=tuple(contact.students))
    entry = recorded(action, Origin(Nameless.PARENT, source), services, about, changes)
    services.store.save(*changes, entry)


def _not_told_there(contact: ParentContact, services: Services) -> list[Change]:
    """A student whose parent they are no more is not told of at the new address, either."""
    students = services.roster.students(contact.students).values()
    over = [student for student in students if contact.id in student.inactive_contact_ids]
    return [Change(student, student.without_contact([contact.user_key])) for student in over]


def _moves(user: User, contact: ParentContact) -> bool:
    """Whether nobody else logs in at the former address: the account as a whole goes along, with its password."""
    return not user.is_admin and user.contact_ids == (contact.id,)


def _proved(user: User | None, before: ParentContact, services: Services) -> tuple[ParentContact, list[Change], User]:
    """The first address that its parent has proved. Whoever logs in with it already is that parent, too: they have
    typed it behind a letter about another student, or it is a couple's.
    """
    contact = before.with_new_email_proved()
    name, now = contact.details.name, services.clock()
    if user:
        after = user.also_read_by(contact.id)
        return contact, [Change(user, after)], after
    after = User(id=new_id(), email=before.new_email, name=name, contact_ids=(contact.id,), sessions_from=now)
    return contact, [Change.new(after)], after


def _moved(user: User, before: ParentContact, services: Services) -> tuple[ParentContact, list[Change], User]:
    """The contact, and the user whose it is from now on. Raises PasswordBeingSet."""
    contact, now = before.with_new_email_proved(), services.clock()
    user.check_no_password_being_set(now)
    if _moves(user, before):
        after = user.moved_to(before.new_email, now)
        devices = services.access.known_devices(user.email_key)
        gone = [Change.gone(user), *([Change.gone(devices)] if devices else [])]
        return contact, [*gone, Change.new(after)], after
    name, left = contact.details.name, user.no_longer_read_by(contact.id).with_sessions_ended(now)
    after = User(id=new_id(), email=before.new_email, name=name, contact_ids=(contact.id,), sessions_from=now)
    return replace(contact, registered=False), [Change(user, left), Change.new(after)], after
