"""Who answered yesterday, for whoever invited them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from homeroom.domain.accounts.user import User, as_parent
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from homeroom.domain.mail.mail import Mail, MailState
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.family_access import sees_lists
from homeroom.use_cases.mail.emails import DigestEmail
from homeroom.use_cases.mail.save_mail import save_mail
from homeroom.use_cases.mail.service_mails import digest_mail_key
from homeroom.use_cases.mail.write_mail import outgoing
from homeroom.use_cases.ports.mailer import MailNotSent, OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_DAYS_BACK = 2
"""For how many days a run that did not happen is made up."""
_MOST_NAMED = 300


def send_digests(services: Services) -> int:
    """How many went out. Each is stored before the mail service is called, under a name made of day and reader: run
    twice, nobody gets it twice. One that the mail service does not take is lost; the pages show the same.
    """
    settings = site_settings(services)
    if not settings.daily_digest:
        return 0
    today = settings.day_of(services.clock())
    return sum(_send_all(today - timedelta(days=back), settings, services) for back in range(_DAYS_BACK, 0, -1))


def _send_all(day: date, settings: SiteSettings, services: Services) -> int:
    """Whoever is no Site Admin any more is told of those alone whom they invited as a parent."""
    by_inviter: dict[str, list[Invitation]] = defaultdict(list)
    for invitation in services.invitations.get_many(_answered(day, settings, services)).values():
        completed_at = invitation.completed_at
        if invitation.state is InvitationState.COMPLETED and completed_at and settings.day_of(completed_at) == day:
            by_inviter[invitation.inviter_email_key].append(invitation)
    sent = 0
    for email_key, answered in sorted(by_inviter.items()):
        user = services.access.user(email_key)
        own = [i for i in answered if i.by_parent or (user and user.is_admin)]
        if user and own and not services.address_blocks.get_many([email_key]):
            sent += _send(day, user, own, services)
    return sent


def _answered(day: date, settings: SiteSettings, services: Services) -> list[str]:
    """Ids of those that were, perhaps: they are found by days in UTC, and a day of the site is part of two."""
    days = (settings.day_ends(day - timedelta(days=1)).date(), settings.day_ends(day).date())
    return [i for utc_day in dict.fromkeys(days) for i in services.due_invitations.answered(utc_day)]


def _send(day: date, user: User, answered: Sequence[Invitation], services: Services) -> bool:
    invitation_id, send_number = digest_mail_key(day, user.email_key)
    mail = Mail(
        invitation_id=invitation_id,
        send_number=send_number,
        state=MailState.SENDING,
        email=user.email,
        called_at=services.clock(),
    )
    if services.mails.get(mail.invitation_id, mail.send_number):
        return False
    students = _shown(user, answered, services)
    if not students:
        return False
    shown = {student.id for student in students}
    families = sum(not shown.isdisjoint(invitation.student_ids) for invitation in answered)
    outgoing = _write(mail, user, _names(user, students, services), families, services)
    claim = Change.new(mail)
    try:
        services.store.save(claim)
    except Conflict:  # another run is just sending it
        return False
    stored = as_stored(claim)
    assert isinstance(stored, Mail)  # noqa: S101  narrows the type
    try:
        called = stored.called(MailState.ACCEPTED, services.mailer.send(outgoing), None, services.clock())
    except MailNotSent as failure:  # nobody asks for it again: what may go later is gone, too
        state = MailState.REFUSED if failure.state is MailState.DEFERRED else failure.state
        called = stored.called(state, "", failure.reason, services.clock())
    try:
        save_mail(stored, called, services)
    except Conflict:  # the mail service's own report was quicker, and says more
        return called.state is MailState.ACCEPTED
    return called.state is MailState.ACCEPTED


def _write(mail: Mail, user: User, names: Sequence[str], families: int, services: Services) -> OutgoingMail:
    settings = site_settings(services)
    email = DigestEmail(
        school=settings.school_name,
        names=[user.name],
        students=names[:_MOST_NAMED],
        more=max(0, len(names) - _MOST_NAMED),
        families=families,
        link=f"{services.site_url}/students",
        reply_to=settings.reply_to,
    )
    return outgoing(email, user.email, mail.identity, settings, services)


def _shown(user: User, answered: Sequence[Invitation], services: Services) -> list[Student]:
    """A parent is told of those only whom lists show them: nobody else is named, nor counts. Nor does anybody who has
    left the school.
    """
    year = site_settings(services).school_year
    read = services.roster.students({student_id for i in answered for student_id in i.student_ids}).values()
    students = [s for s in read if not s.has_left(year)]
    if user.is_admin:
        return students
    seen = any(sees_lists(as_parent(user, contact_id), year, services) for contact_id in user.contact_ids)
    return [s for s in students if seen and s.is_listed]


def _names(user: User, students: Sequence[Student], services: Services) -> list[str]:
    """A Site Admin looks for many; a parent knows whom they invited."""
    if not user.is_admin:
        return sorted(student.first_name for student in students)
    year, in_order = site_settings(services).school_year, sorted(students, key=lambda s: s.order)
    return [f"{s.listed_name} ({s.placements[s.shown_year(year)].homeroom})" for s in in_order]
