"""Emails about the service itself: no invitation sends them, and whoever asked for one looks after it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from homeroom.domain.kernel.message import Message
from homeroom.domain.mail.mail import REPORTS_COME, SEND_UNCONFIRMED_STATES, Mail, MailKey, MailState
from homeroom.use_cases.mail.rate_limiter import RateLimited, SendingPaused, heed, reserve, resume_sending
from homeroom.use_cases.mail.save_mail import save_mail
from homeroom.use_cases.ports.mailer import MailNotSent, OutgoingMail
from homeroom.use_cases.ports.services import Services

EnoughTime = Callable[[], bool]
Write = Callable[[Mail, User], OutgoingMail]
_SOON, _LATER = timedelta(seconds=1), timedelta(minutes=15)


def site_admins(services: Services) -> list[User]:
    """All whose addresses take mail."""
    admins = [user for user in services.access.admins() if user.is_admin]
    blocked = services.address_blocks.get_many([user.email_key for user in admins])
    return [user for user in admins if user.email_key not in blocked]


def key_part(email_key: str) -> str:
    """Stands for a reader in the keys of their mails."""
    return sha256(email_key.encode()).hexdigest()[:16]


def log_in_mail_key(user_id: str, number: int) -> MailKey:
    """Of an email that logs this user in."""
    return f"log-in-{user_id}", number


def admin_invitation_key(invitation_id: str, number: int) -> MailKey:
    """Of an email that asks its reader to become a Site Admin."""
    return f"admin-invitation-{invitation_id}", number


def account_news_key(action: AuditAction, user_id: str, at: datetime, email_key: str) -> MailKey:
    """Of the email that tells this reader what was done to an account then, and by whom."""
    return f"news-{action}-{user_id}-{int(at.timestamp())}-{key_part(email_key)}", 1


def deletion_mail_key(contact_id: str, asked_at: datetime) -> MailKey:
    """Of the email that says when this person's information will be deleted."""
    return f"deletion-{contact_id}-{int(asked_at.timestamp())}", 1


def digest_mail_key(day: date, email_key: str) -> MailKey:
    """Of the email that says who has answered on a day of the site."""
    return f"digest-{day.isoformat()}-{key_part(email_key)}", 1


def campaign_mail_key(campaign_id: str, email_key: str, number: int) -> MailKey:
    """Of the email of this number in which a campaign asks whoever reads at this address."""
    return f"campaign-{campaign_id}-{key_part(email_key)}", number


def tell_or_ask_again(
    readers: Mapping[MailKey, User],
    write: Write,
    ask_again: Callable[[timedelta], None],
    services: Services,
    enough_time: EnoughTime,
) -> None:
    """As below. What is left to do, `ask_again` asks for once more, after a while."""
    try:
        if not tell_each(readers, write, services, enough_time):
            ask_again(_LATER)
    except RateLimited as busy:
        ask_again(busy.wait)
    except SendingPaused:
        ask_again(_LATER)


def tell_each(readers: Mapping[MailKey, User], write: Write, services: Services, enough_time: EnoughTime) -> bool:
    """Whether nothing is left to do: each of them gets one mail of this key. Raises SendingPaused or RateLimited."""
    mails = services.mails.get_many(list(readers))
    done = [_tell(key, user, mails.get(key), write, services, enough_time) for key, user in readers.items()]
    return all(done)


def _tell(
    key: MailKey, user: User, before: Mail | None, write: Write, services: Services, enough_time: EnoughTime
) -> bool:
    if before and not _may_be_sent(before, services.clock()):
        return before.state not in SEND_UNCONFIRMED_STATES
    if not enough_time():
        raise RateLimited(_SOON)
    mail = replace(before or new_service_mail(key, services.clock()), email=user.email)
    state = send_service_mail(before, mail, write(mail, user), services)
    return state not in (MailState.DEFERRED, MailState.SEND_UNCONFIRMED)


def _may_be_sent(mail: Mail, now: datetime) -> bool:
    """It surely was not; or it is not known, and the mail service had its time to report it."""
    return mail.waits or (mail.state in SEND_UNCONFIRMED_STATES and now >= mail.called_at + REPORTS_COME)


def new_service_mail(key: MailKey, now: datetime) -> Mail:
    return Mail(invitation_id=key[0], send_number=key[1], state=MailState.SENDING, called_at=now)


def send_service_mail(
    before: Mail | None, mail: Mail, outgoing: OutgoingMail, services: Services, *also: Change
) -> MailState:
    """What has become of it. At a moment of its own, in exactly one call; `also` is stored before the call. Raises
    SendingPaused or RateLimited.
    """
    reservation, was_paused = reserve(1, services)
    services.pause(reservation.moment(0) - services.clock())
    state = _send(before, mail, outgoing, services, also)
    if was_paused and state is MailState.ACCEPTED:
        resume_sending(services)
    return state


def _send(
    before: Mail | None, mail: Mail, outgoing: OutgoingMail, services: Services, also: tuple[Change, ...]
) -> MailState:
    """Stored before the call: of two senders, one gets a Conflict and does not call."""
    claim = Change(before, replace(mail, state=MailState.SENDING, called_at=services.clock(), reason=None))
    try:
        services.store.save(claim, *also)
    except Conflict:
        return MailState.SEND_UNCONFIRMED
    stored = as_stored(claim)
    assert isinstance(stored, Mail)  # noqa: S101  narrows the type
    try:
        message_id = services.mailer.send(outgoing)
    except MailNotSent as failure:
        _settle(stored, failure.state, "", failure.detailed_reason, services)
        heed(failure, services)
        return failure.state
    _settle(stored, MailState.ACCEPTED, message_id, None, services)
    return MailState.ACCEPTED


def _settle(mail: Mail, state: MailState, message_id: str, reason: Message | None, services: Services) -> None:
    """No scheduled run looks after this mail."""
    with suppress(Conflict):  # the mail service's own report was quicker, and says more
        save_mail(mail, replace(mail.called(state, message_id, reason, services.clock()), look_at=None), services)
