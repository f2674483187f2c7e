"""Send queued invitations: make each one's link, hand exactly one mail to the mail service.

Nothing is left to the queue: what cannot be sent now is stored as waiting, or asked for again with a new message.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.send_decision import SEND, SendContext, decide
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest, new_token
from homeroom.domain.mail.address_block import StopLink
from homeroom.domain.mail.mail import Mail, MailKey, MailKind, MailState
from homeroom.use_cases.mail.make_link import make_link
from homeroom.use_cases.mail.rate_limiter import (
    RateLimited,
    SendingPaused,
    count_put_aside,
    heed,
    reserve,
    resume_sending,
)
from homeroom.use_cases.mail.save_mail import save_mail
from homeroom.use_cases.mail.send_contexts import (
    load_send_contexts,
    reload_on_conflict,
    reload_send_context,
    settle_unsent,
)
from homeroom.use_cases.mail.write_mail import write_mail
from homeroom.use_cases.ports.mailer import MailNotSent, OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

EnoughTime = Callable[[], bool]
_SOON = timedelta(seconds=1)
_THE_MOMENT = timedelta(seconds=1)
"""So long what was read is how things are at the moment of sending."""


def send_invite(invitation_id: str, send_number: int, services: Services) -> None:
    """One alone."""
    send_invites([(invitation_id, send_number)], services)


def send_invites(keys: Sequence[MailKey], services: Services, enough_time: EnoughTime = lambda: True) -> None:
    """Send those that still wait and are still wanted. `enough_time` says whether one more mail, half a minute at
    most, can be sent in this invocation; what is left is asked for again.

    One that fails holds up no other. Of an invitation that is gone nothing is sent: it was stored before its mail was
    asked for, and its reader's information was deleted since. Raises what went wrong, at the end: NotFound for a send
    number that an invitation has not come to.
    """
    contexts = load_send_contexts(keys, services)
    unknown = set(keys) - contexts.keys()
    there = services.invitations.get_many({i for i, _ in unknown}) if unknown else {}
    failed: list[Exception] = [NotFound() for invitation_id, _ in unknown if invitation_id in there]
    now = services.clock()
    to_send = [context for context in contexts.values() if decide(context, now) == SEND]
    for context in contexts.values():
        if context not in to_send:
            with _collecting(failed):
                reload_on_conflict(context, settle_unsent, services)
    _Sender(services, enough_time, to_send, failed).send()
    if len(failed) == 1:
        raise failed[0]
    if failed:
        raise ExceptionGroup("mails of one message", failed)


@contextmanager
def _collecting(failed: list[Exception]) -> Iterator[None]:
    """Whatever becomes of one mail, the others come next."""
    try:
        yield
    except (SendingPaused, RateLimited):
        raise
    except Exception as failure:  # it is raised when all are done
        failed.append(failure)


@dataclass
class _Sender:
    """`left` are those to send, none before its reserved moment; `failed` takes what goes wrong with a single one."""

    services: Services
    enough_time: EnoughTime
    left: list[SendContext]
    failed: list[Exception]

    def send(self) -> None:
        try:
            while self.left:
                self._send_reserved()
        except SendingPaused as paused:
            self._put_aside(paused.reason)
        except RateLimited as busy:
            self.services.queue.put([context.key for context in self.left], busy.wait)

    def _send_reserved(self) -> None:
        """Returns early when the reserved moments have gone by. Raises SendingPaused or RateLimited."""
        reservation, was_paused = reserve(len(self.left), self.services)
        for number, context in enumerate(tuple(self.left)):
            now = self.services.clock()
            if not self.enough_time():
                raise RateLimited(_SOON)
            if reservation.missed(number, now):
                return
            self.services.pause(reservation.moment(number) - now)
            with _collecting(self.failed):
                if _send_one(context, self.services) and was_paused:
                    resume_sending(self.services)
                    was_paused = False
            self.left.remove(context)

    def _put_aside(self, reason: Message | None) -> None:
        """They wait until a scheduled run asks for them again."""
        newly = 0
        for context in self.left:
            with _collecting(self.failed):
                reload_on_conflict(context, lambda newest, services: _defer(newest, reason, services), self.services)
                newly += context.mail is None or context.mail.state is not MailState.DEFERRED
        if newly:
            count_put_aside(newly, self.services)


def _defer(context: SendContext, reason: Message | None, services: Services) -> None:
    now = services.clock()
    if decide(context, now) == SEND and not (context.mail and context.mail.state is MailState.DEFERRED):
        services.store.save(Change(context.mail, context.mail_at(now).later(reason, now)))


def _send_one(context: SendContext, services: Services) -> bool:
    """Whether the mail service has taken it. Raises SendingPaused or RateLimited."""
    newest: SendContext | None = context
    if services.clock() - context.at > _THE_MOMENT:  # its moment was a while away
        newest = reload_send_context(context, services)
    claimed = reload_on_conflict(newest, _claim, services) if newest else None
    if claimed is None:
        return False
    mail, outgoing = claimed
    try:
        message_id = services.mailer.send(outgoing)
    except MailNotSent as failure:
        _settle(mail, failure.state, "", failure.detailed_reason, services)
        heed(failure, services)
        return False
    _settle(mail, MailState.ACCEPTED, message_id, None, services)
    return True


def _claim(context: SendContext, services: Services) -> tuple[Mail, OutgoingMail] | None:
    """Store the mail before calling the mail service: of two senders, one gets a Conflict and never calls. So does
    whoever comes at the moment of a withdrawal. None when it is not to be sent after all.
    """
    now = services.clock()
    if decide(context, now) != SEND:
        settle_unsent(context, services)
        return None
    invitation, stop_token = context.invitation, new_token()
    readers = () if invitation.mail_kind is MailKind.CONFIRMATION else invitation.awaited
    links = [make_link(reader, invitation, services) for reader in readers]
    outgoing = write_mail(invitation, context.about, links, stop_token, services)
    sending = context.mail_at(now).sending(
        invitation.email,
        now,
        kind=invitation.mail_kind,
        remind_at=_remind_at(invitation, now, services),
    )
    claim = Change(context.mail, sending)
    stop = StopLink(
        digest=digest(stop_token), address=services.address_blocks.digest(invitation.email_key), sent_at=now
    )
    changes = [claim, Change.new(stop), Change.unchanged(invitation)]
    changes += [Change.new(stored) for link in links for stored in link.stored]
    services.store.save(*changes)
    stored = as_stored(claim)
    assert isinstance(stored, Mail)  # noqa: S101  narrows the type
    return stored, outgoing


def _remind_at(invitation: Invitation, now: datetime, services: Services) -> datetime | None:
    if not invitation.is_open:
        return None
    due = site_settings(services).next_reminder(invitation.reminders, now)
    return due if due and due < invitation.expires_at else None


def _settle(mail: Mail, state: MailState, message_id: str, reason: Message | None, services: Services) -> None:
    """Record how the call ended; the mail service's own report may have been quicker, and stays."""

    def store(newest: Mail) -> None:
        after = newest.called(state, message_id, reason, services.clock())
        if after != newest:
            save_mail(newest, after, services)

    try:
        store(mail)
    except Conflict:
        key = (mail.invitation_id, mail.send_number)
        retry_on_conflict(lambda: store(services.mails.get_many([key]).get(key, mail)))
