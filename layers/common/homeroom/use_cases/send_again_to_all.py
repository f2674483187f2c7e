"""Send again to everyone who has not answered: confirmed on the page, done in the background, one round at a time.

A round may die anywhere and be delivered twice: what it is about to do is noted before it is done, whoever is done
is known by the invitation's own generation, and asking for a mail twice sends it once. Each mail is stored with the
generation that asks for it, so that also a round that nobody ever brings to its end leaves none behind.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from homeroom.domain.access import User
from homeroom.domain.change import Change, Conflict, as_stored
from homeroom.domain.invitation import Invitation
from homeroom.domain.listing import Listing, order_of
from homeroom.domain.mail import new_mail
from homeroom.domain.sending_again import ONCE_A_DAY, SendingAgain, may_be_sent_again
from homeroom.domain.status import UNANSWERED
from homeroom.use_cases.before_sending import still_asked_about
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.retrying import again_on_conflict
from homeroom.use_cases.site_settings import site_settings

_AT_ONCE = 100
_UNANSWERED = Listing(statuses=UNANSWERED)


@dataclass(frozen=True)
class Prospect:
    """`number` of mails a round would send now at most; more than that if not `exact`. `running` is the round that is
    not over yet, if there is one.
    """

    number: int
    exact: bool
    running: SendingAgain | None


def prospect(outside: Outside) -> Prospect:
    number, exact = outside.invitations.how_many(_UNANSWERED, order_of(outside.clock() - ONCE_A_DAY))
    return Prospect(number, exact, running_round(outside))


def running_round(outside: Outside) -> SendingAgain | None:
    newest = outside.invitations.sending_again()
    return newest if newest and not newest.is_over else None


def start_sending_again(user: User, outside: Outside) -> None:
    """While a round runs it is asked to go on, and no other one begins."""
    again_on_conflict(lambda: _start(user, outside))
    outside.import_queue.put_sending_again()


def _start(user: User, outside: Outside) -> None:
    newest = outside.invitations.sending_again()
    if newest is None or newest.is_over:
        begun = SendingAgain(by=user.name, started_at=outside.clock(), version=newest.version if newest else 0)
        outside.store.save(Change(newest, begun))


def go_on_sending_again(outside: Outside, enough_time: Callable[[], bool] = lambda: True) -> int:
    """Run the round to its end, or ask for the rest through the queue; how many mails it has asked for so far.

    Does nothing when there is none, or when another delivery of the same message is at it.
    """
    going = running_round(outside)
    try:
        while going and not going.is_over:
            _ask_for(going, outside)
            going = _noted(going, outside)
            if not going.is_over and not enough_time():
                outside.import_queue.put_sending_again()
                break
    except Conflict:
        going = running_round(outside)
    return going.done if going else 0


def _noted(going: SendingAgain, outside: Outside) -> SendingAgain:
    """The round with what comes next, or ended. Found by an index that may lag: decided by the invitation itself."""
    bound = order_of(going.started_at - ONCE_A_DAY)
    listed = outside.invitations.listed_after(_UNANSWERED, after=going.position, before=bound, limit=_AT_ONCE)
    if listed:
        read = outside.invitations.get_many([one.invitation_id for one in listed]).values()
        due = tuple((i.id, i.next_generation) for i in _worth_a_mail(read, outside))
        change = Change(going, going.going_on(due, listed[-1].order))
    else:
        change = Change(going, going.ended(outside.clock()))
    outside.store.save(change)
    stored = as_stored(change)
    assert isinstance(stored, SendingAgain)  # noqa: S101  narrows the type
    return stored


def _worth_a_mail(read: Iterable[Invitation], outside: Outside) -> Iterator[Invitation]:
    """Those whose mail would go out, and who got none within a day: a link must not die for a mail that nobody gets."""
    now = outside.clock()
    due = [i for i in read if may_be_sent_again(i, now)]
    blocks = outside.invitations.blocks({i.email_key for i in due})
    mails = outside.invitations.mails([(i.id, i.generation) for i in due])
    students = outside.roster.students({s for i in due for s in i.student_ids})
    for invitation in due:
        newest = mails.get((invitation.id, invitation.generation))
        again = invitation.sent_again(by="", now=now, link_days=0)
        about = [students[s] for s in invitation.student_ids if s in students]
        mailed = newest is not None and now - newest.called_at < ONCE_A_DAY
        if not mailed and invitation.email_key not in blocks and still_asked_about(again, about):
            yield invitation


def _ask_for(going: SendingAgain, outside: Outside) -> None:
    days = site_settings(outside).link_days
    mails = [
        (invitation_id, generation)
        for invitation_id, generation in going.next
        if again_on_conflict(partial(_ask_again, invitation_id, generation, going.by, days, outside))
    ]
    outside.queue.put(mails)


def _ask_again(invitation_id: str, generation: int, by: str, days: int, outside: Outside) -> bool:
    """Whether there is this generation, made now or by a run before this one. Not if it was answered, withdrawn or the
    like meanwhile: then there is nothing to do.
    """
    invitation = outside.invitations.get_many([invitation_id])[invitation_id]
    now = outside.clock()
    if invitation.next_generation == generation and may_be_sent_again(invitation, now):
        again = invitation.sent_again(by=by, now=now, link_days=days)
        outside.store.save(Change(invitation, again), Change.new(new_mail(again.id, again.generation, now)))
        return True
    return invitation.generation >= generation
