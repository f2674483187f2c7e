"""Which of the parents who share an address is in front of this browser: its log-in remembers it."""

from collections.abc import Sequence
from dataclasses import replace

from homeroom.domain.accounts.session import SessionKind
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.accounts.sessions import find_session
from homeroom.use_cases.ports.services import Services


def parents_at_address(email_key: str, services: Services) -> Sequence[ParentContact]:
    """In the order in which they answered. Raises NotFound where there is no user."""
    user = services.access.user(email_key)
    if user is None:
        raise NotFound
    contacts = services.roster.contacts(user.contact_ids)
    return [contacts[i] for i in user.contact_ids if i in contacts]


def choose_who(session_token: str, contact_id: str, services: Services) -> None:
    """A shared mailbox is shared trust: whoever has logged in may be either of its readers, and say so anew.

    Raises NotFound for a parent who is none of them.
    """
    retry_on_conflict(lambda: _choose(session_token, contact_id, services))


def _choose(session_token: str, contact_id: str, services: Services) -> None:
    session = find_session(session_token, SessionKind.LOGGED_IN, services)
    if session is None or contact_id not in [c.id for c in parents_at_address(session.subject, services)]:
        raise NotFound
    if session.contact_id != contact_id:
        services.store.save(Change(session, replace(session, contact_id=contact_id)))
