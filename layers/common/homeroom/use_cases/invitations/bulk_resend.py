"""Send again to everyone of the current school year who has not answered, or to some of them: confirmed on the page,
done in the background, one at a time.

It may die anywhere and be delivered twice: what it is about to do is noted before it is done, whoever is done
is known by the invitation's own send number, and asking for a mail twice sends it once. Each mail is stored with the
send number that asks for it, so that also a bulk resend that nobody ever brings to its end leaves none behind.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.invitations.bulk_resend import ONCE_A_DAY, Among, BulkResend, may_be_sent_again
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.listing import Listing, order_of
from homeroom.domain.invitations.send_decision import to_be_reminded_about
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.mail import new_mail
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.students_of import homeroom_called
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.school_years import last_years
from homeroom.use_cases.site.site_settings import site_settings

_AT_ONCE = 100
_MOST_PREVIEWED = 2_000


@dataclass(frozen=True)
class BulkResendPreview:
    """`number` of mails it would send now: just so many if `exact`, otherwise at most so many, or `more` where counting
    them takes too long. `running` is one that is not over yet, if there is one.
    """

    number: int
    exact: bool
    more: bool
    running: BulkResend | None


def preview_bulk_resend(among: Among, services: Services) -> BulkResendPreview:
    """Some thousand are decided about one by one, as the bulk resend would; of more it is known how many there are."""
    running, which = running_bulk_resend(services), _listing(among, services)
    bound, position, number = order_of(services.clock() - ONCE_A_DAY), "", 0
    for _ in range(_MOST_PREVIEWED // _AT_ONCE):
        listed = services.invitation_lists.listed_after(which, after=position, before=bound, limit=_AT_ONCE)
        if not listed:
            return BulkResendPreview(number, True, False, running)
        read = services.invitations.get_many([one.invitation_id for one in listed]).values()
        number, position = number + sum(1 for _ in _worth_a_mail(read, among, services)), listed[-1].order
    most, is_all = services.invitation_lists.how_many(which, bound)
    return BulkResendPreview(most, False, not is_all, running)


def _listing(among: Among, services: Services) -> Listing:
    """By import, by inviter or by year; what else there is to be is looked at afterwards."""
    inviter = "" if among.import_id else among.inviter
    years = () if among.import_id or inviter else last_years(site_settings(services).school_year, services)
    return Listing(statuses=among.statuses, import_id=among.import_id, inviter_key=inviter, last_years=years)


def running_bulk_resend(services: Services) -> BulkResend | None:
    newest = services.invitations.bulk_resend()
    return newest if newest and not newest.is_over else None


def start_bulk_resend(among: Among, by: By, services: Services) -> None:
    """While one runs it is asked to go on, and no other one begins."""
    retry_on_conflict(lambda: _start(among, by, services))
    services.import_queue.put_bulk_resend()


def _start(among: Among, by: By, services: Services) -> None:
    newest = services.invitations.bulk_resend()
    if newest is None or newest.is_over:
        version = newest.version if newest else 0
        begun = BulkResend(by=by.user.name, started_at=services.clock(), among=among, version=version)
        about = About(import_id=among.import_id)
        services.store.save(Change(newest, begun), recorded(AuditAction.SENT_AGAIN_TO_ALL, by, services, about))


def continue_bulk_resend(services: Services, enough_time: Callable[[], bool] = lambda: True) -> int:
    """Run it to its end, or ask for the rest through the queue; how many mails it has asked for so far.

    Does nothing when there is none, or when another delivery of the same message is at it.
    """
    resend = running_bulk_resend(services)
    try:
        while resend and not resend.is_over:
            _ask_for(resend, services)
            resend = _advance(resend, services)
            if not resend.is_over and not enough_time():
                services.import_queue.put_bulk_resend()
                break
    except Conflict:
        resend = running_bulk_resend(services)
    return resend.done if resend else 0


def _advance(resend: BulkResend, services: Services) -> BulkResend:
    """With what comes next, or ended. An index that may lag lists them: each is decided by the invitation itself."""
    bound, which = order_of(resend.started_at - ONCE_A_DAY), _listing(resend.among, services)
    listed = services.invitation_lists.listed_after(which, after=resend.position, before=bound, limit=_AT_ONCE)
    if listed:
        read = services.invitations.get_many([one.invitation_id for one in listed]).values()
        due = tuple((i.id, i.next_send_number) for i in _worth_a_mail(read, resend.among, services))
        change = Change(resend, resend.advanced(due, listed[-1].order))
    else:
        change = Change(resend, resend.ended(services.clock()))
    services.store.save(change)
    stored = as_stored(change)
    assert isinstance(stored, BulkResend)  # noqa: S101  narrows the type
    return stored


def _worth_a_mail(read: Iterable[Invitation], among: Among, services: Services) -> Iterator[Invitation]:
    """Those whose mail would go out, and who got none within a day: a link must not die for a mail that nobody gets."""
    now, year = services.clock(), site_settings(services).school_year
    due = [i for i in read if may_be_sent_again(i, among, now)]
    blocks = services.address_blocks.get_many({i.email_key for i in due})
    mails = services.mails.get_many([(i.id, i.send_number) for i in due])
    students = services.roster.students({s for i in due for s in i.student_ids})
    homeroom = homeroom_called(year, among.homeroom, services) if among.homeroom and due else None
    for invitation in due:
        newest = mails.get((invitation.id, invitation.send_number))
        again = invitation.sent_again(by="", now=now, link_days=0)
        about = [students[s] for s in invitation.student_ids if s in students]
        mailed = newest is not None and now - newest.called_at < ONCE_A_DAY
        if homeroom and not any(student.is_in(homeroom) for student in about):
            continue
        if not mailed and invitation.email_key not in blocks and to_be_reminded_about(again, about, year):
            yield invitation


def _ask_for(resend: BulkResend, services: Services) -> None:
    days = site_settings(services).link_days
    mails = [
        (invitation_id, send_number)
        for invitation_id, send_number in resend.next
        if retry_on_conflict(partial(_ask_again, invitation_id, send_number, resend, days, services))
    ]
    services.queue.put(mails)


def _ask_again(invitation_id: str, send_number: int, resend: BulkResend, days: int, services: Services) -> bool:
    """Whether there is this send number, made now or by a run before this one. Not if it was answered, withdrawn or the
    like meanwhile: then there is nothing to do.
    """
    invitation = services.invitations.get_many([invitation_id])[invitation_id]
    now = services.clock()
    if invitation.next_send_number == send_number and may_be_sent_again(invitation, resend.among, now):
        again = invitation.sent_again(by=resend.by, now=now, link_days=days)
        services.store.save(Change(invitation, again), Change.new(new_mail(again.id, again.send_number, now)))
        return True
    return invitation.send_number >= send_number
