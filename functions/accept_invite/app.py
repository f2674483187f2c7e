"""The parent's way: the link in the mail, the form, another parent, a password; or no more mails."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import outside
from homeroom.observability import logger
from homeroom.web.pages import answer, link, stop
from homeroom.web.routing import build_app

ROUTES = (*link.ROUTES, *answer.ROUTES, *stop.ROUTES)

app = build_app(ROUTES, outside(), logger)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    logger.info("request", extra={"route": event["routeKey"]})
    return app.resolve(event, context)
