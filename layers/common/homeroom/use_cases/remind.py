"""Reminders, on the site's days, to those who have been asked and have not answered."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

from homeroom.domain.change import Change, Conflict
from homeroom.domain.invitation import Invitation
from homeroom.domain.mail import Mail, MailKind, MailState, new_mail
from homeroom.domain.site_settings import SiteSettings
from homeroom.use_cases.before_sending import still_asked_about
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.site_settings import site_settings

_DAYS_BACK = 7
"""How many days a round that did not run is made up for."""
_AT_ONCE = 100

_MAY_HAVE_ARRIVED = (
    MailState.ACCEPTED,
    MailState.DELAYED,
    MailState.DELIVERED,
)
"""Whose mail came back or bounced cannot be reminded; whose first mail is not out yet has nothing to be reminded of.
Of a mail that was perhaps handed over the hourly round finds out.
"""


def remind(outside: Outside) -> int:
    """How many reminders were asked for. Run twice, late or half-way dead, it reminds nobody twice: a reminder is a new
    generation of its invitation, and the next one is due so many days after it was sent.
    """
    settings, today = site_settings(outside), outside.clock().date()
    if not settings.reminder_days:
        return 0
    asked = 0
    for back in range(_DAYS_BACK, -1, -1):
        due = outside.invitations.to_remind(today - timedelta(days=back))
        for ids in iter(lambda due=due: list(islice(due, _AT_ONCE)), []):  # type: ignore[misc]
            asked += _remind_some(ids, settings, outside)
    return asked


def _remind_some(ids: Sequence[str], settings: SiteSettings, outside: Outside) -> int:
    now = outside.clock()
    still_open = [i for i in outside.invitations.get_many(set(ids)).values() if i.open_at(now) and not i.held]
    mails = outside.invitations.mails([(i.id, i.generation) for i in still_open])
    blocks = outside.invitations.blocks({i.email_key for i in still_open})
    students = outside.roster.students({student_id for i in still_open for student_id in i.student_ids})
    to_send = []
    for invitation in still_open:
        about = [students[i] for i in invitation.student_ids if i in students]
        if invitation.email_key in blocks or not still_asked_about(invitation, about):
            continue
        mail = mails.get((invitation.id, invitation.generation))
        if (mail is None or mail.state is MailState.QUEUED) and invitation.newest_mail is MailKind.REMINDER:
            to_send.append((invitation.id, invitation.generation))  # a round died before it was queued
        elif mail and _is_due(mail, invitation, settings, outside) and _store(invitation, outside):
            to_send.append((invitation.id, invitation.next_generation))
    outside.queue.put(to_send)
    return len(to_send)


def _is_due(mail: Mail, invitation: Invitation, settings: SiteSettings, outside: Outside) -> bool:
    """By the day, for the round comes at one hour; and as long as the site wants so many reminders."""
    reached = mail.remind_at is not None and mail.remind_at.date() <= outside.clock().date()
    return reached and mail.state in _MAY_HAVE_ARRIVED and invitation.reminders < len(settings.reminder_days)


def _store(invitation: Invitation, outside: Outside) -> bool:
    reminded = invitation.reminded()
    queued = new_mail(reminded.id, reminded.generation, outside.clock())
    try:
        outside.store.save(Change(invitation, reminded), Change.new(queued))
    except Conflict:  # answered, declined, withdrawn or asked again at this very moment
        return False
    return True
