"""The reports that SES publishes about a mail, in the shapes that its documentation gives.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html for the shapes,
https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html for the mailbox simulator's addresses.
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

from local.mail.store import SentMail

SIMULATOR = "simulator.amazonses.com"
KINDS = ("Send", "Delivery", "Bounce", "Complaint", "Suppressed", "OutOfOffice")
# What becomes of a mail to each of the simulator's addresses, in order, after Send.
FATES = {
    "bounce": ("Bounce",),
    "complaint": ("Delivery", "Complaint"),
    "suppressionlist": ("Suppressed",),
    "ooto": ("Delivery", "OutOfOffice"),
}


def fate(mail: SentMail) -> tuple[str, ...]:
    """Which reports a mail gets of itself: Send, then Delivery, unless it went to an address of the simulator."""
    local_part, _, domain = (mail.to[0] if mail.to else "").lower().partition("@")
    rest = FATES.get(local_part.partition("+")[0], ("Delivery",)) if domain == SIMULATOR else ("Delivery",)
    return ("Send", *rest)


def report(kind: str, mail: SentMail, now: datetime) -> dict[str, Any]:
    """SES' event for a mail; `kind` is one of KINDS, `now` (UTC) is when it happened."""
    event_type, name, details = _DETAILS[kind](mail, _timestamp(now))
    return {"eventType": event_type, "mail": _mail(mail), name: details}


def _timestamp(now: datetime) -> str:
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _mail(mail: SentMail) -> dict[str, Any]:
    headers = {"From": mail.sender, "To": ", ".join(mail.to), "Subject": mail.subject}
    return {
        "timestamp": mail.sent_at,
        "source": mail.sender,
        "sendingAccountId": "000000000000",
        "messageId": mail.id,
        "destination": mail.to,
        "headersTruncated": False,
        "headers": [{"name": name, "value": value} for name, value in headers.items()],
        "commonHeaders": {
            "from": [mail.sender],
            "to": mail.to,
            "messageId": mail.id,
            "subject": mail.subject,
        },
        "tags": {
            "ses:configuration-set": [mail.configuration_set],
            "ses:from-domain": [mail.sender.rpartition("@")[2].rstrip(">")],
            **{name: [value] for name, value in mail.tags.items()},
        },
    }


_Details = tuple[str, str, dict[str, Any]]


def _send(_mail_sent: SentMail, _now: str) -> _Details:
    return "Send", "send", {}


def _delivery(mail: SentMail, now: str) -> _Details:
    return "Delivery", "delivery", {
        "timestamp": now,
        "processingTimeMillis": 500,
        "recipients": mail.to,
        "smtpResponse": "250 2.6.0 Message received",
        "reportingMTA": "a8-1.smtp-out.amazonses.com",
    }  # fmt: skip


def _bounce(mail: SentMail, now: str) -> _Details:
    failed = {"action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
    return _bounced(mail, now, "Permanent", "General", failed)


def _suppressed(mail: SentMail, now: str) -> _Details:
    why = (
        "Amazon SES has suppressed sending to this address "
        "because it has a recent history of bouncing as an invalid address."
    )
    failed = {"action": "failed", "status": "5.1.1", "diagnosticCode": why}
    return _bounced(mail, now, "Permanent", "Suppressed", failed)


def _out_of_office(mail: SentMail, now: str) -> _Details:
    """An automatic reply: SES calls it a transient bounce, of a mail that was delivered."""
    return _bounced(mail, now, "Transient", "General", {})


def _bounced(mail: SentMail, now: str, kind: str, subkind: str, why: dict[str, str]) -> _Details:
    return "Bounce", "bounce", {
        "bounceType": kind,
        "bounceSubType": subkind,
        "bouncedRecipients": [{"emailAddress": address, **why} for address in mail.to],
        "timestamp": now,
        "feedbackId": str(uuid4()),
        "reportingMTA": "dsn; a8-1.smtp-out.amazonses.com",
    }  # fmt: skip


def _complaint(mail: SentMail, now: str) -> _Details:
    return "Complaint", "complaint", {
        "complainedRecipients": [{"emailAddress": address} for address in mail.to],
        "timestamp": now,
        "feedbackId": str(uuid4()),
        "userAgent": "Amazon SES Mailbox Simulator",
        "complaintSubType": None,
        "complaintFeedbackType": "abuse",
        "arrivalDate": now,
    }  # fmt: skip


_DETAILS = {
    "Send": _send,
    "Delivery": _delivery,
    "Bounce": _bounce,
    "Complaint": _complaint,
    "Suppressed": _suppressed,
    "OutOfOffice": _out_of_office,
}
