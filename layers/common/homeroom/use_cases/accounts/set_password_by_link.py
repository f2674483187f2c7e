"""A Site Admin who has used a link mailed to them sets a new password; they are told, and so are the others."""

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.log_in_mail import LogInOver
from homeroom.domain.accounts.password import check_new_password
from homeroom.domain.accounts.session import SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.token import digest
from homeroom.use_cases.accounts.browser import ANY_BROWSER, Browser
from homeroom.use_cases.accounts.new_password import contacts_changed, own_words
from homeroom.use_cases.accounts.sessions import Holder, Started, find_session
from homeroom.use_cases.accounts.set_password import set_password
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.invite_queue import AccountNews
from homeroom.use_cases.ports.services import Services


def find_password_setter(session_token: str, services: Services) -> User:
    """Who sets a password in this browser. Raises LogInOver."""
    session = find_session(session_token, SessionKind.SETTING_PASSWORD, services)
    user = services.access.user(session.subject) if session else None
    if session is None or user is None or not user.is_admin or not user.keeps(session):
        raise LogInOver
    return user


def set_password_by_link(
    session_token: str, password: str, source: str, services: Services, browser: Browser = ANY_BROWSER
) -> Started:
    """`source` is the key of the request's route. Raises WeakPassword, PasswordBeingSet or LogInOver."""
    user = find_password_setter(session_token, services)
    check_new_password(password, own_words(services, user.email, user.name))

    def conditions() -> list[Change]:
        """Of two that are sent at once, one comes after the other has ended this session."""
        find_password_setter(session_token, services)
        return []

    def consequences(after: User) -> list[Change]:
        session = services.access.session(digest(session_token))
        over = [*([Change.gone(session)] if session else []), *contacts_changed(after, services, had_password=True)]
        return [*over, recorded(AuditAction.PASSWORD_SET_BY_LINK, By(after, source), services)]

    set_at = services.clock()
    holder = Holder(browser=browser)
    started = set_password(user.email_key, password, services, consequences, conditions=conditions, holder=holder)
    services.queue.put_password_set(user.id, set_at)
    services.queue.put_account_news(AccountNews(AuditAction.PASSWORD_SET_BY_LINK, user.id, services.clock()))
    return started
