"""Send the email that logs a user in. Its link and its code are made here, and stand nowhere else in clear."""

from dataclasses import replace
from datetime import timedelta

from homeroom.domain.accounts.log_in_mail import CODE_PURPOSE, LASTS, LogInLink, LogInMail, new_code
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.token import digest, new_token
from homeroom.domain.mail.mail import MailState
from homeroom.use_cases.mail.account_emails import LogInEmail
from homeroom.use_cases.mail.rate_limiter import RateLimited, SendingPaused
from homeroom.use_cases.mail.service_mails import EnoughTime, log_in_mail_key, new_service_mail, send_service_mail
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_A_MINUTE, _SOON = timedelta(minutes=1), timedelta(seconds=1)


def send_log_in(user_id: str, number: int, services: Services, enough_time: EnoughTime = lambda: True) -> None:
    """Does nothing once a newer one was asked for, or when it comes too late to be of use. What the mail service does
    not take now goes out later, by another message, as long as it is of use.
    """
    asked = services.log_in_mails.get(user_id)
    if asked is None or not asked.may_be_made(number, services.clock()) or _is_blocked(asked, services):
        return
    if not enough_time():
        services.queue.put_log_in(user_id, number, _SOON)
        return
    try:
        state = _send(asked, services)
    except SendingPaused:
        services.queue.put_log_in(user_id, number, _A_MINUTE)
    except RateLimited as busy:
        services.queue.put_log_in(user_id, number, busy.wait)
    else:
        if state is MailState.DEFERRED:
            services.queue.put_log_in(user_id, number, _A_MINUTE)


def _is_blocked(asked: LogInMail, services: Services) -> bool:
    """Whoever wanted no more invitations still gets what they ask for; a mailbox that refuses our mail gets none."""
    block = services.address_blocks.get_many([asked.email_key]).get(asked.email_key)
    return block is not None and block.refuses_all


def _send(asked: LogInMail, services: Services) -> MailState:
    """Raises SendingPaused or RateLimited."""
    key = log_in_mail_key(asked.user_id, asked.number)
    before = services.mails.get_many([key]).get(key)
    if before and not before.waits:
        return before.state  # it was sent, or perhaps: whoever has not got it asks for another one
    now, token, code = services.clock(), new_token(), new_code()
    mail = replace(before or new_service_mail(key, now), email=asked.email)
    made = asked.made(digest(token), services.code_key.digest(CODE_PURPOSE, code), now)
    link = LogInLink(digest=made.link, user_id=asked.user_id, made_at=now)
    settings = site_settings(services)
    email = LogInEmail(
        school=settings.school_name,
        names=asked.names,
        reply_to=settings.reply_to,
        link=f"{services.site_url}/login/link/{token}",
        code=code,
        minutes=int(LASTS.total_seconds() // 60),
        sets_password=asked.sets_password,
    )
    to_send = outgoing(email, asked.email, mail.identity, settings, services)
    return send_service_mail(before, mail, to_send, services, Change(asked, made), Change.new(link))
