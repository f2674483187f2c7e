"""What the mail service says became of a mail. Reports come twice, in any order, and before our own write."""

from homeroom.domain.mail import DeliveryReport, parse_mail_id
from homeroom.use_cases.errors import NotFound
from homeroom.use_cases.mail_told import told
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.retrying import again_on_conflict


def record_delivery(report: DeliveryReport, outside: Outside) -> None:
    """Raises NotFound for a mail we do not know (yet): the queue brings the report back for a while."""
    try:
        key = parse_mail_id(report.mail_id)
    except ValueError:
        raise NotFound from None
    again_on_conflict(lambda: _record(key, report, outside))


def _record(key: tuple[str, int], report: DeliveryReport, outside: Outside) -> None:
    mail = outside.invitations.mail(*key)
    if mail is None:
        raise NotFound
    after = mail.reported(report.state, report.message_id, report.reason)
    if after != mail:
        outside.store.save(*told(mail, after, outside))
