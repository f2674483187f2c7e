"""The scheduled run over mails that are not settled: ask again for those that wait, settle those without a report."""

from dataclasses import dataclass
from functools import partial

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.message import message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.mail import Mail, MailKey, MailState, new_mail
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.mail.rate_limiter import count_waiting
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_MOST_LOST = 3
"""So many mails of one invitation in a row may be lost; then something is wrong that one more mail does not mend."""


@dataclass(frozen=True)
class LookedAfter:
    """How many mails were asked for again because they wait, and how many because they were lost."""

    waiting: int
    lost: int


def settle_mails(services: Services) -> LookedAfter:
    """Run twice, late or half-way dead, it sends nothing twice."""
    lost = sum(_settle(key, services) for key in services.mails.unconfirmed_before(services.clock()))
    return LookedAfter(_ask_again(services), lost)


def _ask_again(services: Services) -> int:
    waiting = list(services.mails.waiting())
    rate_limiter = count_waiting(len(waiting), services)
    if rate_limiter is not None and rate_limiter.must_wait(services.clock()):
        return 0
    services.queue.put(waiting)
    return len(waiting)


def _settle(key: MailKey, services: Services) -> bool:
    """Whether the mail is taken for lost, and another one on its way."""
    again = retry_on_conflict(partial(_decide, key, services))
    if again:
        services.queue.put([again])
    return again is not None


def _decide(key: MailKey, services: Services) -> MailKey | None:
    """A call whose end nobody recorded is SEND_UNCONFIRMED. After two hours without a report the mail is taken for
    lost; the invitation is sent once more as a new send number, so that of two mails that may arrive only one has a
    link that works.
    """
    now = services.clock()
    mail = services.mails.get_many([key]).get(key)
    if mail is None:
        return None
    if mail.abandoned(now):
        stopped = message(MailReason.SENDER_STOPPED)
        services.store.save(Change(mail, mail.called(MailState.SEND_UNCONFIRMED, "", stopped, now)))
        return None
    if not mail.unanswered(now):
        return None
    invitation = services.invitations.get_many([key[0]]).get(key[0])
    if invitation and _arrived(mail, invitation):
        services.store.save(Change(mail, mail.reported(MailState.ACCEPTED, "", None)))
        return None
    if invitation is None or not _is_worth_another(mail, invitation, services):
        services.store.save(Change(mail, mail.lost()))
        return None
    again = invitation.mailed_once_more(now=now, link_days=site_settings(services).link_days)
    queued = new_mail(again.id, again.send_number, now)
    services.store.save(Change(mail, mail.lost()), Change(invitation, again), Change.new(queued))
    return again.id, again.send_number


def _arrived(mail: Mail, invitation: Invitation) -> bool:
    """Somebody has used its link: nobody else has it."""
    newest = mail.send_number == invitation.send_number
    return newest and invitation.begun_at is not None and invitation.begun_at >= mail.called_at


def _is_worth_another(mail: Mail, invitation: Invitation, services: Services) -> bool:
    if mail.send_number != invitation.send_number or not invitation.open_at(services.clock()):
        return False
    before = [(mail.invitation_id, mail.send_number - back) for back in range(1, _MOST_LOST)]
    mails = services.mails.get_many([key for key in before if key[1] > 0])
    return sum(m.state is MailState.LOST for m in mails.values()) < _MOST_LOST - 1
