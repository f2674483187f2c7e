"""The invitation as it goes out now, about a student who does not exist: to be looked at before parents get it."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from homeroom.domain.site.own_words import LANGUAGE
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.mail.emails import InvitationEmail, ReaderLink, SampleEmail
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services

_STUDENT, _PARENT, _CODE = "Alex Example", "Sam Example", "7KX4M-Q2RTB"
_TAG = "sample"
E = TypeVar("E", bound=InvitationEmail)


def previewed(settings: SiteSettings, site_url: str, services: Services) -> OutgoingMail:
    """With these settings, which need not be stored. Its link, its code and its unsubscribe link open nothing."""
    services = replace(services, site_url=site_url)
    link, stop = f"{site_url}/i/example", f"{site_url}/u/example"
    return outgoing(
        _about_nobody(InvitationEmail, _PARENT, link, stop, settings, services), "", _TAG, settings, services
    )


def sample_for(name: str, to: str, tag: str, settings: SiteSettings, services: Services) -> OutgoingMail:
    """For a Site Admin, who gets to the settings by its links. Nothing in it stops an email."""
    page = f"{services.site_url}/settings/mail"
    return outgoing(_about_nobody(SampleEmail, name, page, "", settings, services), to, tag, settings, services)


def _about_nobody(kind: type[E], name: str, link: str, stop: str, settings: SiteSettings, services: Services) -> E:
    return kind(
        school=settings.school_name,
        names=[name] if name else [],
        reply_to=settings.reply_to or services.mailer.sender_address,
        students=[_STUDENT],
        first_names=[_STUDENT.partition(" ")[0]],
        stop=stop,
        inviter=settings.school_name,
        links=[ReaderLink(name, link, _CODE)],
        code_page=f"{services.site_url}/code",
        expires_at=settings.local(services.clock() + timedelta(days=settings.link_days)),
        own_words=settings.own_words.get(LANGUAGE, ""),
    )
