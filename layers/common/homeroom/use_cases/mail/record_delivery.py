"""What became of a mail, as the mail service reports it. Reports come twice, in any order, and before our own write."""

from datetime import timedelta

from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.mail.mail import FOR_GOOD, DeliveryReport, Mail, MailKey, MailState, parse_mail_id
from homeroom.use_cases.mail.save_mail import save_mail
from homeroom.use_cases.ports.services import Services

_STORED_BY_THEN = timedelta(minutes=5)
"""After a mail was sent."""


def record_delivery(report: DeliveryReport, services: Services) -> None:
    """Does nothing with a report that says less than what is known, and with one about a mail that cannot be ours.

    Raises NotFound for a mail we do not know (yet): the queue brings the report back for a while. After that it is one
    of somebody whose information was deleted, and of no use.
    """
    try:
        key = parse_mail_id(report.mail_id)
    except ValueError:
        return
    retry_on_conflict(lambda: _record(key, report, services))


def _record(key: MailKey, report: DeliveryReport, services: Services) -> None:
    mail = services.mails.get_many([key]).get(key)
    if mail is None:
        if report.sent_at and services.clock() - report.sent_at > _STORED_BY_THEN:
            return
        raise NotFound
    after = mail.reported(report.state, report.message_id, report.reason)
    if after != mail:
        save_mail(mail, after, services, *_blocked(after, services))


def _blocked(mail: Mail, services: Services) -> list[Change]:
    """After a hard bounce or a complaint nothing more goes to the address that this very mail was sent to."""
    if mail.state not in FOR_GOOD or not mail.email:
        return []
    key = email_key(mail.email)
    if key in services.address_blocks.get_many([key]):
        return []
    complaint = mail.state is MailState.COMPLAINED
    reason = BlockReason.COMPLAINED if complaint else BlockReason.BOUNCED
    detail = None if complaint else mail.reason
    address = services.address_blocks.digest(key)
    return [Change.new(AddressBlock(address=address, reason=reason, detail=detail, since=services.clock()))]
