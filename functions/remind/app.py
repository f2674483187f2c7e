"""The scheduled runs: hourly over mails and files that wait, daily over all that has an end."""

from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import services
from homeroom.observability import logger
from homeroom.use_cases.imports.find_lost_uploads import find_forgotten_imports, find_lost_uploads
from homeroom.use_cases.invitations.close_expired import close_expired
from homeroom.use_cases.invitations.remind import remind
from homeroom.use_cases.mail.send_digests import send_digests
from homeroom.use_cases.mail.settle_mails import settle_mails
from homeroom.use_cases.ports.services import Services

Operation = Callable[[Services], object]
HOURLY: Mapping[str, Operation] = {"uploads found": find_lost_uploads, "mails settled": settle_mails}
DAILY: Mapping[str, Operation] = {
    "invitations closed": close_expired,
    "imports found": find_forgotten_imports,
    "digests sent": send_digests,
    "reminders requested": remind,
    **HOURLY,
}


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """What goes wrong with one operation keeps no other from being done; it is raised at the end."""
    failed = []
    for name, operation in (HOURLY if event.get("run") == "hourly" else DAILY).items():
        try:
            logger.info(name, extra={"done": operation(services())})
        except Exception as failure:  # it is raised when all are done
            failed.append(failure)
    if failed:
        raise ExceptionGroup("operations of one scheduled run", failed)
