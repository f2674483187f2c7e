"""Tell the other Site Admins that one of them has set a password by a mailed link: whoever reads their mail can."""

from datetime import UTC, datetime, timedelta

from homeroom.domain.accounts.user import User
from homeroom.domain.mail.mail import Mail, MailKey
from homeroom.use_cases.mail.account_emails import PasswordSetEmail
from homeroom.use_cases.mail.service_mails import EnoughTime, key_part, site_admins, tell_or_ask_again
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_OF_USE = timedelta(days=3)


def send_password_set(user_id: str, set_at: int, services: Services, enough_time: EnoughTime = lambda: True) -> None:
    """`set_at` in seconds after the epoch. Each of them gets one email; what the mail service does not take now goes
    out later, by another message, for three days.
    """
    admins = services.access.admins()
    at = datetime.fromtimestamp(set_at, UTC)
    setter = next((user for user in admins if user.id == user_id), None)
    if setter is None or services.clock() > at + _OF_USE:
        return
    others = {_key(setter, set_at, user): user for user in site_admins(services) if user.id != user_id}
    tell_or_ask_again(
        others,
        lambda mail, user: _write(mail, user, setter, at, services),
        lambda wait: services.queue.put_password_set(user_id, at, wait),
        services,
        enough_time,
    )


def _key(setter: User, set_at: int, reader: User) -> MailKey:
    return f"password-{setter.id}-{set_at}-{key_part(reader.email_key)}", 1


def _write(mail: Mail, reader: User, setter: User, at: datetime, services: Services) -> OutgoingMail:
    settings = site_settings(services)
    email = PasswordSetEmail(
        school=settings.school_name,
        names=[reader.name] if reader.name else [],
        reply_to=settings.reply_to,
        admin=setter.name,
        set_at=settings.local(at),
        link=f"{services.site_url}/audit",
    )
    return outgoing(email, reader.email, mail.identity, settings, services)
