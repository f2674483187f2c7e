"""The daily round, started by a schedule."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import outside
from homeroom.observability import logger
from homeroom.use_cases.close_expired import close_expired
from homeroom.use_cases.find_lost_uploads import find_lost_uploads


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    logger.info("invitations closed", extra={"closed": close_expired(outside())})
    logger.info("uploads found", extra={"found": find_lost_uploads(outside())})
