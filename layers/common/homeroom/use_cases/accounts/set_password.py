"""Set a password, whoever does it for whatever reason: after the form, from one's own pages, behind a mailed link.

Spans our table and the password service: claim first, then the password, then what follows from it. Of several requests
at once only the one that holds the claim sets its password, so whoever is told that it is set knows the one that is.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from homeroom.domain.accounts.password import WeakPassword
from homeroom.domain.accounts.session import SessionKind
from homeroom.domain.accounts.user import PasswordBeingSet, PasswordClaim, User
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import new_id
from homeroom.use_cases.accounts.browser import remembered
from homeroom.use_cases.accounts.sessions import ANY_HOLDER, Holder, Started, new_log_in
from homeroom.use_cases.ports.services import Services

Consequences = Callable[[User], Sequence[Change]]
"""What is stored together with the user, who has the password now. Called again after a conflict: it reads anew."""

Conditions = Callable[[], Sequence[Change]]
"""What must still hold when the claim is stored; it reads anew, and raises what stands against it."""


def set_password(
    email_key: str,
    password: str,
    services: Services,
    consequences: Consequences,
    *,
    conditions: Conditions = lambda: (),
    holder: Holder = ANY_HOLDER,
) -> Started:
    """The password is one that `check_new_password` has passed. Every log-in of the address ends, and this browser gets
    a new one, that of `holder`.

    Raises WeakPassword for what the password service refuses, PasswordBeingSet, NotFound, and what `conditions` and
    `consequences` raise.
    """
    claim = PasswordClaim(id=new_id(), at=services.clock())
    before = retry_on_conflict(lambda: _claim(email_key, claim, conditions, services))
    try:
        services.passwords.set(before.id, password)
    except WeakPassword:  # the old one stands, and so do its log-ins: whoever tries another one is still there
        retry_on_conflict(lambda: _give_up(email_key, claim, before.sessions_from, services))
        raise
    except Exception:  # perhaps it was set. The next try need not wait for this one
        retry_on_conflict(lambda: _give_up(email_key, claim, claim.at, services))
        raise
    return retry_on_conflict(lambda: _finish(email_key, claim, consequences, holder, services))


def _claim(email_key: str, claim: PasswordClaim, conditions: Conditions, services: Services) -> User:
    """As they were before."""
    user, still_holds = services.access.user(email_key), conditions()
    if user is None:
        raise NotFound
    services.store.save(Change(user, user.claiming_password(claim)), *still_holds)
    return user


def _claimed(email_key: str, claim: PasswordClaim, services: Services) -> User:
    user = services.access.user(email_key)
    if user is None:
        raise NotFound
    if user.password_claim != claim:
        raise PasswordBeingSet
    return user


def _give_up(email_key: str, claim: PasswordClaim, sessions_from: datetime | None, services: Services) -> None:
    """`sessions_from` counts unless somebody has ended all log-ins meanwhile."""
    user = _claimed(email_key, claim, services)
    since = sessions_from if user.sessions_from == claim.at else user.sessions_from
    services.store.save(Change(user, user.without_claim(since)))


def _finish(
    email_key: str, claim: PasswordClaim, consequences: Consequences, holder: Holder, services: Services
) -> Started:
    user = _claimed(email_key, claim, services)
    after = user.with_password(services.clock())
    after = after.made_admin(holder.new_admin) if holder.new_admin else after
    started, session = new_log_in(after, services, holder.contact_id, browser=holder.browser.kind)
    if session.kind is SessionKind.LOGGED_IN:
        after = after.logged_in(session.started_at)
    known = remembered(email_key, holder.browser, services)
    services.store.save(Change(user, after), Change.new(session), *known, *consequences(after))
    return started
