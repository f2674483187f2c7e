"""Reminders, on the site's days, to those who have been asked about students of the current school year and have not
answered.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.send_decision import to_be_reminded_about
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.mail.mail import Mail, MailKind, MailState, new_mail
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_DAYS_BACK = 7
"""For how many days a run that did not happen is made up."""
_AT_ONCE = 100

_MAY_HAVE_ARRIVED = (
    MailState.ACCEPTED,
    MailState.DELAYED,
    MailState.DELIVERED,
)
"""Whose mail came back or bounced cannot be reminded; whose first mail is not out yet has nothing to be reminded of.
Of a mail that was perhaps handed over the hourly run finds out.
"""


def remind(services: Services) -> int:
    """How many reminders were asked for. Run twice, late or half-way dead, it reminds nobody twice: a reminder is a new
    send number of its invitation, and the next one is due so many days after it was sent.
    """
    settings, today = site_settings(services), services.clock().date()
    if not settings.reminder_days:
        return 0
    reminders = 0
    for back in range(_DAYS_BACK, -1, -1):
        due = services.due_invitations.to_remind(today - timedelta(days=back))
        for ids in iter(lambda due=due: list(islice(due, _AT_ONCE)), []):  # type: ignore[misc]
            reminders += _remind_some(ids, settings, services)
    return reminders


def _remind_some(ids: Sequence[str], settings: SiteSettings, services: Services) -> int:
    now, year = services.clock(), settings.school_year
    still_open = [i for i in services.invitations.get_many(set(ids)).values() if i.open_at(now) and not i.held]
    mails = services.mails.get_many([(i.id, i.send_number) for i in still_open])
    blocks = services.address_blocks.get_many({i.email_key for i in still_open})
    students = services.roster.students({student_id for i in still_open for student_id in i.student_ids})
    to_send = []
    for invitation in still_open:
        about = [students[i] for i in invitation.student_ids if i in students]
        if invitation.email_key in blocks or not to_be_reminded_about(invitation, about, year):
            continue
        mail = mails.get((invitation.id, invitation.send_number))
        if (mail is None or mail.state is MailState.QUEUED) and invitation.newest_mail is MailKind.REMINDER:
            to_send.append((invitation.id, invitation.send_number))  # a run died before it was queued
        elif mail and _is_due(mail, invitation, settings, services) and _store(invitation, services):
            to_send.append((invitation.id, invitation.next_send_number))
    services.queue.put(to_send)
    return len(to_send)


def _is_due(mail: Mail, invitation: Invitation, settings: SiteSettings, services: Services) -> bool:
    """By the day, for the run comes at one hour; and as long as the site wants so many reminders."""
    reached = mail.remind_at is not None and mail.remind_at.date() <= services.clock().date()
    return reached and mail.state in _MAY_HAVE_ARRIVED and invitation.reminders < len(settings.reminder_days)


def _store(invitation: Invitation, services: Services) -> bool:
    reminded = invitation.reminded()
    queued = new_mail(reminded.id, reminded.send_number, services.clock())
    try:
        services.store.save(Change(invitation, reminded), Change.new(queued))
    except Conflict:  # answered, declined, withdrawn or asked again at this very moment
        return False
    return True
