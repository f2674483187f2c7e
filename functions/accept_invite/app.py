"""The parent's way: the link in the mail or its code, the form, another parent, a password; or no more mails."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import services
from homeroom.observability import observed
from homeroom.web.core.app import App
from homeroom.web.pages.answers import answer, answer_form, answer_next, code, declined, link
from homeroom.web.pages.mail import stop

ROUTES = (
    *link.ROUTES,
    *declined.ROUTES,
    *code.ROUTES,
    *answer_form.ROUTES,
    *answer.ROUTES,
    *answer_next.ROUTES,
    *stop.ROUTES,
)

app = App(ROUTES, services())


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.handle(event)
