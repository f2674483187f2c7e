"""Routes are data: method, path, who may pass, and a plain function. This is where they meet the web."""

import json
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.message import Message
from homeroom.domain.kernel.token import csrf_token
from homeroom.messages.catalogue import Catalogue, catalogue
from homeroom.use_cases.accounts.sessions import find_user
from homeroom.use_cases.mail.sending_notice import sending_notice
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.errors import BROKEN, error_page
from homeroom.web.core.guards import Guard, check_guard, check_not_forged, secret_of
from homeroom.web.core.rendering import render_page
from homeroom.web.core.requests import Request, read_request
from homeroom.web.core.responses import SECURITY_HEADERS, File, Json, Page, Redirect, page_headers

Answer = Page | Redirect | File | Json
Handler = Callable[[Request, Services], Answer]


EVERYTHING_ELSE = "/{proxy+}"
"""API Gateway tries it last; for Powertools a pattern like it would come before all others."""


@dataclass(frozen=True)
class Route:
    """`path` as API Gateway writes it: `/students/{id}`."""

    method: str
    path: str
    guard: Guard
    handler: Handler


def build_app(routes: Sequence[Route], services: Services, logger: Logger) -> APIGatewayHttpResolver:
    app = APIGatewayHttpResolver()
    for route in routes:
        respond = _responder(route, app, services, logger)
        if route.path == EVERYTHING_ELSE:
            app.not_found(lambda _error, respond=respond: respond())
        else:
            app.route(route.path.replace("{", "<").replace("}", ">"), method=route.method)(respond)
    return app


def _responder(
    route: Route, app: APIGatewayHttpResolver, services: Services, logger: Logger
) -> Callable[..., Response[str | bytes]]:
    def respond(**params: str) -> Response[str | bytes]:
        request = None
        event = app.current_event
        assert isinstance(event, APIGatewayProxyEventV2)  # noqa: S101  what this resolver decodes
        try:
            request = read_request(event, params)
            request = replace(request, user=find_user(request.session_token, services))
            answer = _answer(route, request, event, services)
        except HomeroomError as error:
            answer = error_page(error)
        except Exception as error:  # the outermost edge: the visitor gets a page, the log a place to look
            logger.error("unhandled", extra=_where(error))  # noqa: TRY400  a traceback holds values
            answer = BROKEN
        try:
            return _encode(answer, request, route, services)
        except Exception as error:  # the tables themselves may be out of reach: a page that asks nothing of them
            logger.error("unhandled", extra=_where(error))  # noqa: TRY400  a traceback holds values
            return _html(
                BROKEN, route, {"school": "", "viewer": None, "csrf": "", "sending_notice": None, **spoken(catalogue())}
            )

    return respond


def _answer(route: Route, request: Request, event: APIGatewayProxyEventV2, services: Services) -> Answer:
    check_guard(route.guard, request)
    if request.method == "POST":
        check_not_forged(route.guard, request, event)
    return route.handler(request, services)


def _encode(answer: Answer, request: Request | None, route: Route, services: Services) -> Response[str | bytes]:
    if isinstance(answer, Redirect):
        headers = {**SECURITY_HEADERS, "Location": answer.to}
        return Response(HTTPStatus.SEE_OTHER, "text/plain", "", headers, list(answer.cookies))
    if isinstance(answer, File):
        headers = {**SECURITY_HEADERS, "Cache-Control": answer.cache, **answer.headers}
        return Response(HTTPStatus.OK, answer.content_type, answer.body, headers)
    if isinstance(answer, Json):
        return Response(HTTPStatus.OK, "application/json", json.dumps(answer.body), SECURITY_HEADERS)
    secret = answer.csrf_secret or (secret_of(route.guard, request) if request else "")
    context = {
        "school": site_settings(services).school_name,
        "viewer": request.user if request else None,
        "csrf": csrf_token(secret) if secret else "",
        **spoken(catalogue()),
        "sending_notice": _sending_notice(request, services),
    }
    return _html(answer, route, context)


def _html(answer: Page, route: Route, context: Mapping[str, object]) -> Response[str | bytes]:
    html = "" if route.method == "HEAD" else render_page(answer.template, {**context, **answer.context})
    return Response(answer.status, "text/html; charset=utf-8", html, page_headers(answer), list(answer.cookies))


def spoken(catalogue: Catalogue) -> dict[str, object]:
    """What makes a page speak this language."""
    return {"catalogue": catalogue, "lang": catalogue.language, "dir": catalogue.direction}


def _sending_notice(request: Request | None, services: Services) -> Message | None:
    """For Site Admins, while the mail service takes no mails."""
    notice = sending_notice(services) if request and request.user and request.user.is_admin else None
    return notice.message if notice else None


def _where(error: Exception) -> dict[str, str]:
    """Type and place, never the text: it may name a family."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return {"error": type(error).__name__, "place": f"{last.filename}:{last.lineno}"}
