"""Set up the app that makes a Site Admin's codes: of their own accord, or because the site requires it to log in."""

from dataclasses import dataclass, replace

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.second_factor import (
    SecondFactor,
    app_address,
    matching_step,
    new_recovery_codes,
    proposed_secret,
)
from homeroom.domain.accounts.session import Session, SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.accounts.sessions import Started, find_admin, log_in_with_second_factor
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.invite_queue import AccountNews
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


@dataclass(frozen=True)
class Proposal:
    """`address` is what a QR code holds for the app, `secret` what may be typed into it instead."""

    secret: str
    address: str


@dataclass(frozen=True)
class SetUp:
    """`recovery_codes` are shown now and never again."""

    started: Started
    recovery_codes: tuple[str, ...]


def propose(session_token: str, user: User, services: Services) -> Proposal:
    """Nothing is stored of it before a code shows that the app has it."""
    secret = proposed_secret(session_token, services.site.secret())
    return Proposal(secret, app_address(secret, user.email, site_settings(services).school_name))


def set_up(session_token: str, typed: str, source: str, services: Services) -> SetUp:
    """This browser's log-in becomes one with a second factor, under a new token; all others owe it.

    Raises WrongCode, and NotFound for whoever is no Site Admin or has a second factor.
    """
    _, user = _admin_without(session_token, services)
    secret = proposed_secret(session_token, services.site.secret())
    step = matching_step(secret, typed, services.clock())
    codes = new_recovery_codes()
    started = retry_on_conflict(lambda: _store(session_token, secret, step, codes, source, services))
    services.queue.put_account_news(AccountNews(AuditAction.SECOND_FACTOR_ON, user.id, services.clock()))
    return SetUp(started, codes)


def _store(
    session_token: str, secret: str, step: int, codes: tuple[str, ...], source: str, services: Services
) -> Started:
    session, user = _admin_without(session_token, services)
    factor = SecondFactor(user_id=user.id, secret=secret, since=services.clock(), last_step=step)
    started, log_in = log_in_with_second_factor(session, services)
    by = By(user, source)
    changes = [Change.gone(session), Change.new(log_in), recorded(AuditAction.SECOND_FACTOR_ON, by, services)]
    after = replace(user, has_second_factor=True)
    if session.kind is SessionKind.SECOND_FACTOR:
        changes.append(recorded(AuditAction.LOGGED_IN, by, services))
        after = after.logged_in(factor.since)
    services.store.save(
        Change(user, after),
        Change.new(factor.with_recovery_codes(codes, services.site.secret())),
        *changes,
    )
    return started


def _admin_without(session_token: str, services: Services) -> tuple[Session, User]:
    """A password alone must replace no app. Raises NotFound."""
    admin = find_admin(session_token, services)
    if admin is None or admin[1].has_second_factor:
        raise NotFound
    return admin
