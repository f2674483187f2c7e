"""The mail of an invitation's newest send number."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.link_code import shown_code
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.text import sort_key
from homeroom.domain.mail.mail import MailKind, mail_id
from homeroom.domain.roster.student import Student
from homeroom.domain.site.own_words import LANGUAGE
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.mail.emails import (
    CheckContactEmail,
    ConfirmationEmail,
    Email,
    InvitationEmail,
    NewLinkEmail,
    ParentEmail,
    ReaderLink,
    ReminderEmail,
    SavedRelation,
)
from homeroom.use_cases.mail.make_link import MadeLink
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings


def write_mail(
    invitation: Invitation, students: Sequence[Student], made: Sequence[MadeLink], stop_token: str, services: Services
) -> OutgoingMail:
    """`made` are the links that open the form, one for each reader, where the mail has links at all; `stop_token` stops
    all further mails, and nothing else.
    """
    settings, stop = site_settings(services), f"{services.site_url}/u/{stop_token}"
    common = {
        "school": settings.school_name,
        "names": [name for name in _names(invitation) if name],
        "first_names": [student.first_name for student in students],
        "reply_to": settings.reply_to or services.mailer.sender_address,
        "stop": stop,
    }
    email: ParentEmail
    if invitation.mail_kind is MailKind.CONFIRMATION:
        email = _confirmation(invitation, students, common, services)
    else:
        email = _with_link(invitation, students, common | _ways_in(invitation, made, services), settings)
    return outgoing(email, invitation.email, mail_id(invitation.id, invitation.send_number), settings, services, stop)


def _ways_in(invitation: Invitation, made: Sequence[MadeLink], services: Services) -> dict[str, Any]:
    names, site = _called(invitation), services.site_url
    links = [ReaderLink(names[own.reader], f"{site}/i/{own.token}", shown_code(own.code)) for own in made]
    return {"links": links, "code_page": f"{site}/code"}


def _names(invitation: Invitation) -> list[str]:
    """Of those whom the email greets: all who read it, or, once some have answered, the others."""
    return [invitation.names[number] for number in invitation.awaited] or list(invitation.names)


def _called(invitation: Invitation) -> list[str]:
    """All its readers; by whole names where the first ones are the same."""
    called = [reader.called for reader in invitation.readers]
    alike = len(set(map(sort_key, called))) < len(called)
    return [reader.name for reader in invitation.readers] if alike else called


def outgoing(
    email: Email, to: str, tag: str, settings: SiteSettings, services: Services, stop: str = ""
) -> OutgoingMail:
    foot = {"privacy_page": f"{services.site_url}/privacy", "office_phone": settings.office_phone}
    rendered = services.render_mail(replace(email, **foot))
    return OutgoingMail(
        to=to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        sender_name=settings.sender_name or settings.school_name,
        reply_to=settings.reply_to,
        tag=tag,
        stop=stop,
    )


def _with_link(
    invitation: Invitation, students: Sequence[Student], common: dict[str, Any], settings: SiteSettings
) -> ParentEmail:
    checks = invitation.kind is MailKind.CHECK_CONTACT
    asks = common | {
        "students": [student.name for student in students],
        "inviter": invitation.inviter,
        "expires_at": settings.local(invitation.expires_at),
        "own_words": "" if checks else settings.own_words.get(LANGUAGE, ""),
    }
    if invitation.mail_kind is MailKind.REMINDER:
        return ReminderEmail(**asks, asked_at=settings.local(invitation.asked_at), checks=checks)
    if invitation.mail_kind is MailKind.NEW_LINK:
        return NewLinkEmail(**asks)
    return CheckContactEmail(**asks) if checks else InvitationEmail(**asks)


def _confirmation(
    invitation: Invitation, students: Sequence[Student], common: dict[str, Any], services: Services
) -> ParentEmail:
    """What a parent entered, as it stands at this moment; nothing of it where they gave another address than the one
    that this mail goes to: somebody may have passed the link on.
    """
    saved = invitation.answers[-1].contact_id if invitation.answers else invitation.contact_id
    contact = services.roster.contacts([saved]).get(saved)
    common = common | {"students": common["first_names"], "log_in_page": f"{services.site_url}/login/link"}
    if contact is None or contact.new_email or email_key(contact.details.email) != invitation.email_key:
        return ConfirmationEmail(**common, details=None, relations=[], sharing=[])
    return ConfirmationEmail(
        **common | {"names": [contact.details.name]},
        details=contact.details,
        relations=_relations(contact, students),
        sharing=contact.details.sharing.summary,
    )


def _relations(contact: ParentContact, students: Sequence[Student]) -> list[SavedRelation]:
    relations = ((student, contact.students.get(student.id)) for student in students)
    return [SavedRelation(s.first_name, r.relationship, r.lives_with) for s, r in relations if r]
