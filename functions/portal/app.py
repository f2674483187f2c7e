"""The signed-in pages of Site Admins and parents."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import outside
from homeroom.observability import logger
from homeroom.web.pages import (
    columns,
    imports,
    invitation_story,
    invitations,
    log_in,
    me,
    settings,
    static,
    students,
)
from homeroom.web.routing import build_app

ROUTES = (
    *log_in.ROUTES,
    *students.ROUTES,
    *imports.ROUTES,
    *columns.ROUTES,
    *invitations.ROUTES,
    *invitation_story.ROUTES,
    *settings.ROUTES,
    *me.ROUTES,
    *static.ROUTES,
)

app = build_app(ROUTES, outside(), logger)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    logger.info("request", extra={"route": event["routeKey"]})
    return app.resolve(event, context)
