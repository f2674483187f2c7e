"""The daily round, started by a schedule."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import outside
from homeroom.observability import logger
from homeroom.use_cases.remind import remind


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    logger.info("daily round", extra={"closed": remind(outside())})
