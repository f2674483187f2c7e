"""The mail of an invitation's newest send number, in words."""

from collections.abc import Sequence

from homeroom.domain.families.parent_contact import LivesWith, ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.mail.mail import MailKind, mail_id
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.use_cases.words import day_in_words, sharing_sentences

_LIVES_WITH_YOU = {
    LivesWith.YES: "lives with you",
    LivesWith.NO: "does not live with you",
    LivesWith.PART: "lives with you part of the time",
}


def write_mail(
    invitation: Invitation, students: Sequence[Student], token: str, stop_token: str, services: Services
) -> OutgoingMail:
    """`token` opens the form, where the mail has a link at all; `stop_token` stops all further mails, and nothing
    else.
    """
    settings = site_settings(services)
    stop = f"{services.site_url}/u/{stop_token}"
    confirms = invitation.mail_kind is MailKind.CONFIRMATION
    rendered = services.render_mail(
        invitation.mail_kind.value,
        {
            "school": settings.school_name,
            "inviter": invitation.inviter,
            "parent_name": invitation.parent_name,
            "students": [student.first_name if confirms else student.name for student in students],
            "link": "" if confirms else f"{services.site_url}/i/{token}",
            "expires": "" if confirms else day_in_words(invitation.expires_at),
            "asked": day_in_words(invitation.asked_at),
            "checks": invitation.kind is MailKind.CHECK_CONTACT,
            "stop": stop,
            "reply_to": settings.reply_to,
            **(_saved(invitation, students, services) if confirms else {}),
        },
    )
    return OutgoingMail(
        to=invitation.email,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        sender_name=settings.sender_name or settings.school_name,
        reply_to=settings.reply_to,
        tag=mail_id(invitation.id, invitation.send_number),
        stop=stop,
    )


def _saved(invitation: Invitation, students: Sequence[Student], services: Services) -> dict[str, object]:
    """What a parent told, as it stands at this moment; nothing of it where they gave another address than the one
    that this mail goes to: somebody may have passed the link on.
    """
    contact = services.roster.contacts([invitation.contact_id]).get(invitation.contact_id)
    if contact is None or email_key(contact.details.email) != invitation.email_key:
        return {"parent_name": invitation.parent_name, "facts": [], "sharing": []}
    sharing = contact.details.sharing
    return {
        "parent_name": contact.details.name,
        "facts": _facts(contact, students),
        "sharing": sharing_sentences(sharing.email, sharing.phone, sharing.address),
    }


def _facts(contact: ParentContact, students: Sequence[Student]) -> list[tuple[str, str]]:
    details = contact.details
    told = [
        ("Name", details.name),
        ("E-mail", details.email),
        ("Mobile phone", details.mobile_phone),
        ("Home phone", details.home_phone),
        ("Address", ", ".join(details.address_lines)),
    ]
    relations = ((student, contact.students.get(student.id)) for student in students)
    told += [(s.first_name, f"{r.relationship}, {_LIVES_WITH_YOU[r.lives_with]}") for s, r in relations if r]
    return [(label, value) for label, value in told if value]
