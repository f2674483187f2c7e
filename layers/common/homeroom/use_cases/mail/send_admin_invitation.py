"""Send the email that lets its reader become a Site Admin. Its link is made here, and stands nowhere else in clear."""

from dataclasses import replace
from datetime import timedelta

from homeroom.domain.accounts.admin_invitation import AdminInvitation
from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.token import digest, new_token
from homeroom.domain.mail.mail import Mail, MailState
from homeroom.use_cases.mail.account_emails import AdminInvitationEmail
from homeroom.use_cases.mail.rate_limiter import RateLimited, SendingPaused
from homeroom.use_cases.mail.service_mails import EnoughTime, admin_invitation_key, new_service_mail, send_service_mail
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_A_MINUTE, _SOON = timedelta(minutes=1), timedelta(seconds=1)


def send_admin_invitation(
    invitation_id: str, number: int, services: Services, enough_time: EnoughTime = lambda: True
) -> None:
    """Does nothing once a newer one was asked for, or it was withdrawn; nor for a mailbox that refuses our mail, or
    where the inviter is no Site Admin any more. What the mail service does not take now goes out later, by another
    message, as long as it is of use.
    """
    asked = services.admin_invitations.get(invitation_id)
    if asked is None or not asked.may_be_made(number, services.clock()) or _is_blocked(asked, services):
        return
    inviter = services.access.users_by_id([asked.invited_by]).get(asked.invited_by)
    if inviter is None or not inviter.is_admin:
        return
    wait = _send_or_wait(asked, inviter, services) if enough_time() else _SOON
    if wait:
        services.queue.put_admin_invitation(invitation_id, number, wait)


def _is_blocked(asked: AdminInvitation, services: Services) -> bool:
    block = services.address_blocks.get_many([asked.email_key]).get(asked.email_key)
    return block is not None and block.refuses_all


def _send_or_wait(asked: AdminInvitation, inviter: User, services: Services) -> timedelta | None:
    """None when nothing is left to do."""
    try:
        state = _send(asked, inviter, services)
    except SendingPaused:
        return _A_MINUTE
    except RateLimited as busy:
        return busy.wait
    return _A_MINUTE if state is MailState.DEFERRED else None


def _send(asked: AdminInvitation, inviter: User, services: Services) -> MailState:
    """Raises SendingPaused or RateLimited."""
    key = admin_invitation_key(asked.id, asked.number)
    before = services.mails.get_many([key]).get(key)
    if before and not before.waits:
        return before.state  # it was sent, or perhaps: whoever has not got it is sent another one
    token = new_token()
    mail = replace(before or new_service_mail(key, services.clock()), email=asked.email)
    to_send = _write(mail, asked, inviter, token, services)
    return send_service_mail(before, mail, to_send, services, Change(asked, asked.made(digest(token))))


def _write(mail: Mail, asked: AdminInvitation, inviter: User, token: str, services: Services) -> OutgoingMail:
    settings, reader = site_settings(services), services.access.user(asked.email_key)
    email = AdminInvitationEmail(
        school=settings.school_name,
        names=[reader.name] if reader and reader.name else [],
        reply_to=settings.reply_to,
        inviter=inviter.name,
        link=f"{services.site_url}/login/invited/{token}",
        until=settings.local(asked.ends_at),
        is_parent=reader is not None and reader.is_parent,
    )
    return outgoing(email, asked.email, mail.identity, settings, services)
