"""Tell what was done to an account: the owner, of a password or second factor; other Site Admins, of who is one."""

from collections.abc import Mapping
from datetime import UTC, timedelta

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.mail import Mail, MailKey
from homeroom.use_cases.mail.account_emails import AccountNewsEmail
from homeroom.use_cases.mail.service_mails import EnoughTime, account_news_key, site_admins, tell_or_ask_again
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.ports.invite_queue import AccountNews
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_OF_USE = timedelta(days=3)
_IN_THE_INDEX, _SOON = timedelta(minutes=15), timedelta(minutes=1)


class NewsText(Code):
    """`by` is who has done it."""

    PASSWORD_CHANGED = "account_news.password_changed"  # noqa: S105  names a text
    PASSWORD_SET_BY_LINK = "account_news.password_set_by_link"  # noqa: S105  names a text
    SECOND_FACTOR_ON = "account_news.second_factor_on"
    SECOND_FACTOR_OFF = "account_news.second_factor_off"
    RECOVERY_CODES_MADE = "account_news.recovery_codes_made"
    ADMIN_INVITED = "account_news.admin_invited"
    ADMIN_INVITATION_WITHDRAWN = "account_news.admin_invitation_withdrawn"
    ADMIN_JOINED = "account_news.admin_joined"
    ADMIN_REMOVED = "account_news.admin_removed"
    ADMIN_LOGGED_OUT = "account_news.admin_logged_out"


TO_OWNER: Mapping[AuditAction, NewsText] = {
    AuditAction.PASSWORD_CHANGED: NewsText.PASSWORD_CHANGED,
    AuditAction.PASSWORD_SET_BY_LINK: NewsText.PASSWORD_SET_BY_LINK,
    AuditAction.SECOND_FACTOR_ON: NewsText.SECOND_FACTOR_ON,
    AuditAction.SECOND_FACTOR_OFF: NewsText.SECOND_FACTOR_OFF,
    AuditAction.RECOVERY_CODES_MADE: NewsText.RECOVERY_CODES_MADE,
}
TO_OTHER_ADMINS: Mapping[AuditAction, NewsText] = {
    AuditAction.ADMIN_INVITED: NewsText.ADMIN_INVITED,
    AuditAction.ADMIN_INVITATION_WITHDRAWN: NewsText.ADMIN_INVITATION_WITHDRAWN,
    AuditAction.ADMIN_JOINED: NewsText.ADMIN_JOINED,
    AuditAction.ADMIN_REMOVED: NewsText.ADMIN_REMOVED,
    AuditAction.ADMIN_LOGGED_OUT: NewsText.ADMIN_LOGGED_OUT,
}


def send_account_news(news: AccountNews, services: Services, enough_time: EnoughTime = lambda: True) -> None:
    """Each reader gets one email; what the mail service does not take now goes out later, by another message, for three
    days. Whoever has done it to another one's account is not told.
    """
    if services.clock() > news.at + _OF_USE:
        return
    people = services.access.users_by_id([news.user_id, news.about] if news.about else [news.user_id])
    actor, said = people.get(news.user_id), _said(news, people, services)
    if actor is None or said is None:
        _again_if_new(news, services)
        return
    readers = {_key(news, user): user for user in _readers(news, actor, services)}
    tell_or_ask_again(
        readers,
        lambda mail, user: _write(mail, user, said, news, services),
        lambda wait: services.queue.put_account_news(news, wait),
        services,
        enough_time,
    )


def _key(news: AccountNews, reader: User) -> MailKey:
    return account_news_key(news.action, news.user_id, news.at, reader.email_key)


def _again_if_new(news: AccountNews, services: Services) -> None:
    """The index of users may lag behind; whoever is not there after a while is gone."""
    if services.clock() < news.at + _IN_THE_INDEX:
        services.queue.put_account_news(news, _SOON)


def _readers(news: AccountNews, actor: User, services: Services) -> list[User]:
    if news.action not in TO_OWNER:
        return [user for user in site_admins(services) if user.id != actor.id]
    block = services.address_blocks.get_many([actor.email_key]).get(actor.email_key)
    return [] if block and block.refuses_all else [actor]


def _said(news: AccountNews, people: Mapping[str, User], services: Services) -> Message | None:
    """None where somebody it names is not known."""
    actor = people.get(news.user_id)
    if actor is None or news.action in TO_OWNER:
        return message(TO_OWNER[news.action]) if actor else None
    code = TO_OTHER_ADMINS[news.action]
    if code is NewsText.ADMIN_JOINED:
        return message(code, name=actor.name, email=actor.email)
    if code in (NewsText.ADMIN_INVITED, NewsText.ADMIN_INVITATION_WITHDRAWN):
        invitation = services.admin_invitations.get(news.about)
        return message(code, by=actor.name, email=invitation.email) if invitation else None
    user = people.get(news.about)
    return message(code, by=actor.name, name=user.name, email=user.email) if user else None


def _write(mail: Mail, reader: User, said: Message, news: AccountNews, services: Services) -> OutgoingMail:
    settings, own = site_settings(services), news.action in TO_OWNER
    email = AccountNewsEmail(
        school=settings.school_name,
        names=[reader.name] if reader.name else [],
        reply_to=settings.reply_to,
        news=said,
        at=settings.local(news.at.astimezone(UTC)),
        own=own,
        link=f"{services.site_url}/{'me/sessions' if own else 'settings/people'}",
    )
    return outgoing(email, reader.email, mail.identity, settings, services)
