"""Reading what decides about mails, and storing what is decided without sending."""

from collections.abc import Callable, Collection
from typing import TypeVar

from homeroom.domain.invitations.send_decision import SendContext, settled_unsent
from homeroom.domain.kernel.change import Conflict
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.mail import MailKey
from homeroom.use_cases.mail.save_mail import save_mail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

T = TypeVar("T")


def load_send_contexts(keys: Collection[MailKey], services: Services) -> dict[MailKey, SendContext]:
    """A few calls for a whole message. What does not exist is left out."""
    now, year = services.clock(), site_settings(services).school_year
    invitations = services.invitations.get_many(dict.fromkeys(i for i, _ in keys))
    existing = [key for key in keys if key[0] in invitations and key[1] <= invitations[key[0]].newest_send_number]
    mails = services.mails.get_many(existing)
    blocks = services.address_blocks.get_many({i.email_key for i in invitations.values()})
    students = services.roster.students({s for i in invitations.values() for s in i.student_ids})

    def context(key: MailKey) -> SendContext:
        invitation = invitations[key[0]]
        own = [students[s] for s in invitation.student_ids if s in students]
        return SendContext(now, key, invitation, mails.get(key), own, blocks.get(invitation.email_key), year)

    return {key: context(key) for key in existing}


def reload_send_context(context: SendContext, services: Services) -> SendContext | None:
    """None where the invitation is gone."""
    return load_send_contexts([context.key], services).get(context.key)


def reload_on_conflict(
    context: SendContext, operation: Callable[[SendContext, Services], T], services: Services
) -> T | None:
    """Do an operation on what was read before, and on a conflict again on what is read then; None where that is
    nothing.
    """

    def again() -> T | None:
        newest = reload_send_context(context, services)
        return operation(newest, services) if newest else None

    try:
        return operation(context, services)
    except Conflict:
        return retry_on_conflict(again)


def settle_unsent(context: SendContext, services: Services) -> None:
    """Store what a mail becomes without being sent; nothing where it is to be sent, or left alone."""
    if after := settled_unsent(context, services.clock()):
        save_mail(context.mail, after, services)
