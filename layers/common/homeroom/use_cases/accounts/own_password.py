"""Set or change one's own password."""

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.password import check_new_password
from homeroom.domain.accounts.session import SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import LOG_IN
from homeroom.use_cases.accounts.sessions import Started, find_session
from homeroom.use_cases.accounts.set_password import set_password
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services


def needs_old_password(user: User, session_token: str, services: Services) -> bool:
    """Not so where there is none, and right after a log-in by a link that was mailed to the address."""
    session = find_session(session_token, SessionKind.LOGGED_IN, services)
    return user.has_password and not (session and session.proves_mailbox(services.clock()))


def set_own_password(
    by: By, session_token: str, password: str, old_password: str, services: Services, browser: str = ""
) -> Started:
    """A parent who had no password is registered with it. `old_password` counts where it is needed.

    Raises WeakPassword, WrongPassword for a wrong old one, TooManyTries, PasswordBeingSet, NotFound, Conflict.
    """
    user = by.user
    check_new_password(password)
    if needs_old_password(user, session_token, services):
        services.access.count(LOG_IN, f"old password of {user.email_key}", services.clock())
        services.passwords.check(user.id, old_password)
    action = AuditAction.PASSWORD_CHANGED if user.has_password else AuditAction.PARENT_REGISTERED

    def consequences(_: User) -> list[Change]:
        contact = services.roster.contacts([user.contact_id]).get(user.contact_id) if user.contact_id else None
        registered = [Change(contact, contact.with_password())] if contact else []
        return [*registered, recorded(action, by, services)]

    return set_password(user.email_key, password, services, consequences, user.contact_id, browser)
