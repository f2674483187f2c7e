"""Somebody wants to be deleted: a day to change one's mind, and an email that says so."""

from collections.abc import Sequence
from datetime import datetime

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import LOG_IN
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.people.deletion import Deletion
from homeroom.use_cases.accounts.own_password import needs_old_password
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.people.find_person import user_of
from homeroom.use_cases.ports.services import Services


def ask_for_own_deletion(by: By, session_token: str, password: str, services: Services) -> None:
    """The password counts where there is one, but for right after a log-in by a mailed link. Raises WrongPassword,
    TooManyTries, NotFound.
    """
    user = by.user
    if needs_old_password(user, session_token, services):
        subject, now = f"password:{user.email_key}", services.clock()
        services.access.count(LOG_IN, subject, now)
        services.passwords.check(user.id, password)
        services.access.forgive(LOG_IN, subject, now)
    ask_for_deletion(user.contact_id, by, services)


def ask_for_deletion(contact_id: str, by: By, services: Services) -> None:
    """All that is kept about this person goes in a day, unless somebody takes it back. Asked twice, it is asked once,
    and nobody is told twice. Raises NotFound.
    """
    asked_at = retry_on_conflict(lambda: _ask(contact_id, by, services))
    services.queue.put_deletion(contact_id, asked_at)


def _ask(contact_id: str, by: By, services: Services) -> datetime:
    contact, now = _contact(contact_id, services), services.clock()
    if contact.deletion_asked_at:
        return contact.deletion_asked_at
    deletion = Deletion(contact_id=contact.id, asked_at=now)
    changes = [Change(contact, contact.to_be_deleted(now)), Change.new(deletion)]
    services.store.save(*changes, _entry(AuditAction.DELETION_ASKED, contact, by, changes, services))
    return now


def keep_information(contact_id: str, by: By, services: Services) -> None:
    """They have changed their mind. Does nothing where nobody asked. Raises NotFound, also where it is done."""
    retry_on_conflict(lambda: _keep(contact_id, by, services))


def _keep(contact_id: str, by: By, services: Services) -> None:
    contact = _contact(contact_id, services)
    if contact.deletion_asked_at is None:
        return
    deletion = services.roster.deletion(contact.deletion_asked_at, contact.id)
    changes = [Change(contact, contact.kept()), *([Change.gone(deletion)] if deletion else [])]
    services.store.save(*changes, _entry(AuditAction.DELETION_TAKEN_BACK, contact, by, changes, services))


def _contact(contact_id: str, services: Services) -> ParentContact:
    contact = services.roster.contacts([contact_id]).get(contact_id) if contact_id else None
    if contact is None:
        raise NotFound
    return contact


def _entry(action: AuditAction, contact: ParentContact, by: By, beside: Sequence[Change], services: Services) -> Change:
    """By whom, and of whom, by ids."""
    user = user_of(contact, services)
    about = About(student_ids=tuple(contact.students), user_id=user.id if user and user.id != by.user.id else "")
    return recorded(action, by, services, about, beside)
