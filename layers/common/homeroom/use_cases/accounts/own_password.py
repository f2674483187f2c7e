"""Set or change one's own password."""

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.password import check_new_password
from homeroom.domain.accounts.session import Session, SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import LOG_IN
from homeroom.use_cases.accounts.browser import ANY_BROWSER, Browser
from homeroom.use_cases.accounts.new_password import contacts_changed, invitations_registered, own_words
from homeroom.use_cases.accounts.sessions import Holder, Started, find_session
from homeroom.use_cases.accounts.set_password import set_password
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.invite_queue import AccountNews
from homeroom.use_cases.ports.services import Services


def needs_old_password(user: User, session_token: str, services: Services) -> bool:
    """Not so where there is none, and right after a log-in by a link that was mailed to the address."""
    session = find_session(session_token, SessionKind.LOGGED_IN, services)
    return user.has_password and not (session and session.proves_mailbox(services.clock()))


def check_old_password(user: User, session_token: str, old_password: str, services: Services) -> None:
    """Where one is needed. Raises WrongPassword or TooManyTries."""
    if needs_old_password(user, session_token, services):
        subject, now = f"password:{user.email_key}", services.clock()
        services.access.count(LOG_IN, subject, now)
        services.passwords.check(user.id, old_password)
        services.access.forgive(LOG_IN, subject, now)


def set_own_password(
    by: By, session_token: str, password: str, old_password: str, services: Services, browser: Browser = ANY_BROWSER
) -> Started:
    """A parent who had no password is registered with it; with a changed one no other address waits any more for being
    confirmed. `old_password` counts where it is needed.

    Raises WeakPassword, WrongPassword for a wrong old one, TooManyTries, PasswordBeingSet, NotFound, Conflict.
    """
    user = by.user
    check_new_password(password, own_words(services, user.email, user.name, *_own_names(user, services)))
    check_old_password(user, session_token, old_password, services)
    action = AuditAction.PASSWORD_CHANGED if user.has_password else AuditAction.PARENT_REGISTERED

    def conditions() -> list[Change]:
        """What was asked of this log-in holds as long as nobody has ended it."""
        return [Change.unchanged(_open_session(by, session_token, services))]

    def consequences(stored: User) -> list[Change]:
        contact = _own_contact(user, services)
        contacts = contacts_changed(stored, services, user.contact_id, had_password=user.has_password)
        return [
            *contacts,
            *(invitations_registered(contact, services) if contact else []),
            recorded(action, by, services),
        ]

    holder = Holder(user.contact_id, browser)
    started = set_password(user.email_key, password, services, consequences, conditions=conditions, holder=holder)
    if action is AuditAction.PASSWORD_CHANGED:
        services.queue.put_account_news(AccountNews(action, user.id, services.clock()))
    return started


def _open_session(by: By, session_token: str, services: Services) -> Session:
    """Raises NotFound for one that has been ended, and where somebody else has set a first password meanwhile."""
    session, user = (
        find_session(session_token, SessionKind.LOGGED_IN, services),
        services.access.user(by.user.email_key),
    )
    if session is None or user is None or not user.keeps(session) or user.has_password != by.user.has_password:
        raise NotFound
    return session


def _own_contact(user: User, services: Services) -> ParentContact | None:
    return services.roster.contacts([user.contact_id]).get(user.contact_id) if user.contact_id else None


def _own_names(user: User, services: Services) -> list[str]:
    """The parent's and their students'."""
    contact = _own_contact(user, services)
    students = services.roster.students(contact.students.keys()).values() if contact else ()
    return [contact.details.name, *(student.first_name for student in students)] if contact else []
