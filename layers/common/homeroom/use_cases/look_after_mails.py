"""The regular round over mails that are not settled: ask again for those that wait, settle those nobody heard of."""

from dataclasses import dataclass
from functools import partial

from homeroom.domain.change import Change
from homeroom.domain.invitation import Invitation
from homeroom.domain.mail import Mail, MailState, new_mail
from homeroom.use_cases.before_sending import Key
from homeroom.use_cases.lane import count_waiting
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.retrying import again_on_conflict
from homeroom.use_cases.site_settings import site_settings

_MOST_LOST = 3
"""So many mails of one invitation in a row may be lost; then something is wrong that one more mail does not mend."""


@dataclass(frozen=True)
class LookedAfter:
    """How many mails were asked for again because they wait, and how many because they were lost."""

    waiting: int
    lost: int


def look_after_mails(outside: Outside) -> LookedAfter:
    """Run twice, late or half-way dead, it sends nothing twice."""
    lost = sum(_settle(key, outside) for key in outside.invitations.handed_over_perhaps(outside.clock()))
    return LookedAfter(_ask_again(outside), lost)


def _ask_again(outside: Outside) -> int:
    waiting = list(outside.invitations.waiting())
    lane = count_waiting(len(waiting), outside)
    if lane is not None and lane.closed(outside.clock()):
        return 0
    outside.queue.put(waiting)
    return len(waiting)


def _settle(key: Key, outside: Outside) -> bool:
    """Whether the mail is taken for lost, and another one on its way."""
    again = again_on_conflict(partial(_decide, key, outside))
    if again:
        outside.queue.put([again])
    return again is not None


def _decide(key: Key, outside: Outside) -> Key | None:
    """A call whose end nobody recorded is UNKNOWN. After a day without a report the mail is taken for lost; the
    invitation is sent once more as a new generation, so that of two mails that may arrive only one has a link that
    works.
    """
    now = outside.clock()
    mail = outside.invitations.mails([key]).get(key)
    if mail is None:
        return None
    if mail.abandoned(now):
        outside.store.save(Change(mail, mail.called(MailState.UNKNOWN, "", "the sender stopped half-way", now)))
        return None
    if not mail.unanswered(now):
        return None
    invitation = outside.invitations.get_many([key[0]]).get(key[0])
    if invitation and _arrived(mail, invitation):
        outside.store.save(Change(mail, mail.reported(MailState.ACCEPTED, "", "")))
        return None
    if invitation is None or not _is_worth_another(mail, invitation, outside):
        outside.store.save(Change(mail, mail.lost()))
        return None
    again = invitation.mailed_once_more(now=now, link_days=site_settings(outside).link_days)
    queued = new_mail(again.id, again.generation, now)
    outside.store.save(Change(mail, mail.lost()), Change(invitation, again), Change.new(queued))
    return again.id, again.generation


def _arrived(mail: Mail, invitation: Invitation) -> bool:
    """Somebody has used its link: nobody else has it."""
    newest = mail.generation == invitation.generation
    return newest and invitation.begun_at is not None and invitation.begun_at >= mail.called_at


def _is_worth_another(mail: Mail, invitation: Invitation, outside: Outside) -> bool:
    if mail.generation != invitation.generation or not invitation.open_at(outside.clock()):
        return False
    before = [(mail.invitation_id, mail.generation - back) for back in range(1, _MOST_LOST)]
    mails = outside.invitations.mails([key for key in before if key[1] > 0])
    return sum(m.state is MailState.LOST for m in mails.values()) < _MOST_LOST - 1
