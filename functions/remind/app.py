"""The regular rounds, started by schedules: hourly over mails and files that wait, daily over all that has an end."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import outside
from homeroom.observability import logger
from homeroom.use_cases.close_expired import close_expired
from homeroom.use_cases.find_lost_uploads import find_forgotten_imports, find_lost_uploads
from homeroom.use_cases.look_after_mails import look_after_mails
from homeroom.use_cases.remind import remind
from homeroom.use_cases.send_digests import send_digests


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    if event.get("round") != "hourly":
        logger.info("invitations closed", extra={"closed": close_expired(outside())})
        logger.info("imports found", extra={"found": find_forgotten_imports(outside())})
        logger.info("digests sent", extra={"sent": send_digests(outside())})
        logger.info("reminders asked for", extra={"asked": remind(outside())})
    logger.info("uploads found", extra={"found": find_lost_uploads(outside())})
    mails = look_after_mails(outside())
    logger.info("mails looked after", extra={"waiting": mails.waiting, "lost": mails.lost})
