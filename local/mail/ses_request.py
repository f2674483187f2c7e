"""Reads a SESv2 SendEmail request."""

import email
import email.policy
from base64 import b64decode
from datetime import datetime
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from typing import Any

from local.mail.store import SentMail


def sent_mail(request: dict[str, Any], mail_id: str, now: datetime) -> SentMail:
    """The mail of a SendEmail request (simple or raw) that SES accepted as `mail_id` at `now` (UTC)."""
    content = request.get("Content", {})
    subject, text, html, raw_to = _raw(content["Raw"]) if "Raw" in content else _simple(content.get("Simple", {}))
    destination = request.get("Destination", {})
    listed = [
        address for kind in ("ToAddresses", "CcAddresses", "BccAddresses") for address in destination.get(kind) or []
    ]
    return SentMail(
        id=mail_id,
        sender=request.get("FromEmailAddress", ""),
        to=[parseaddr(address)[1] for address in listed] or raw_to,
        subject=subject,
        text=text,
        html=html,
        sent_at=now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        configuration_set=request.get("ConfigurationSetName", ""),
        tags={tag["Name"]: tag["Value"] for tag in request.get("EmailTags") or []},
    )


def _simple(content: dict[str, Any]) -> tuple[str, str, str, list[str]]:
    body = content.get("Body", {})
    text, html = (body.get(part, {}).get("Data", "") for part in ("Text", "Html"))
    return content.get("Subject", {}).get("Data", ""), text, html, []


def _raw(content: dict[str, Any]) -> tuple[str, str, str, list[str]]:
    message = email.message_from_bytes(b64decode(content.get("Data", "")), policy=email.policy.default)
    to = [address for _, address in getaddresses([str(value) for value in message.get_all("to", [])])]
    return str(message.get("subject", "")), _part(message, "plain"), _part(message, "html"), to


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if isinstance(part, EmailMessage) else ""
