"""From API Gateway's event to its answer: route, request, guard, page. Every request gets an answer of ours."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.message import Message
from homeroom.domain.kernel.token import csrf_token
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.messages.catalogue import catalogue
from homeroom.metrics import Metric, count
from homeroom.observability import logger, report_error
from homeroom.use_cases.accounts.sessions import NoLongerAdmin, find_debtor, find_user
from homeroom.use_cases.mail.sending_notice import notice_of, sending_notice
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.ports.site import OtherStoreVersion
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.errors import BROKEN, OTHER_STORE_VERSION, error_page, typed_page
from homeroom.web.core.guards import Guard, check_may_pass, check_not_forged, is_foreign, secret_of
from homeroom.web.core.rendering import Frame, render_page
from homeroom.web.core.requests import Event, Request, read_request
from homeroom.web.core.responses import SECURITY_HEADERS, File, Json, Page, Redirect, page_headers
from homeroom.web.core.routing import Answer, Match, MethodNotAllowed, NoMatch, Route, RouteTable
from homeroom.web.core.settings_once import with_settings_once

Response = dict[str, Any]
"""A function's result as API Gateway's payload format 2.0 has it."""


@dataclass(frozen=True, repr=False)
class _Outcome:
    """`request` is None where it could not be read, `allow` empty but for a method that the path is not for."""

    answer: Answer
    request: Request | None = None
    allow: str = ""


class App:
    """The pages of one function."""

    def __init__(self, routes: Sequence[Route], services: Services, table: RouteTable | None = None) -> None:
        self._routes = routes
        self._table = table or RouteTable(routes)
        self._services = services
        self._is_site_admins = any(route.guard is Guard.ADMIN for route in routes)

    def handle(self, event: Event) -> Response:
        status = int(HTTPStatus.INTERNAL_SERVER_ERROR)  # so API Gateway answers if anything is raised here
        try:
            response = self._response(event)
            status = response["statusCode"]
        finally:
            logger.append_keys(status=status)
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                count(Metric.PAGES_FAILED)
        return response

    def _response(self, event: Event) -> Response:
        http = event["requestContext"]["http"]
        match = self._table.match(http["method"], event["rawPath"])
        if http["method"] in ("GET", "HEAD"):  # who changes something reads what is stored each time
            once = App(self._routes, with_settings_once(self._services), self._table)
            return once._answer_to(match, event)
        return self._answer_to(match, event)

    def _answer_to(self, match: Match | NoMatch, event: Event) -> Response:
        http = event["requestContext"]["http"]
        logger.append_keys(route=match.key)  # API Gateway's own route key is the same for many pages
        response = self._answered(match, event)
        return {**response, "body": "", "isBase64Encoded": False} if http["method"] == "HEAD" else response

    def _answered(self, match: Match | NoMatch, event: Event) -> Response:
        outcome = self._outcome(match, event)
        try:
            response = self._encode(outcome, match)
        except Exception as error:  # the tables themselves may be out of reach: a page that asks nothing of them
            report_error(error)
            page = OTHER_STORE_VERSION if isinstance(error, OtherStoreVersion) else BROKEN
            if isinstance(match, Match) and outcome.request and _gives_back(match.route, outcome.request, event, error):
                page = typed_page(error, outcome.request, None)
            response = _html(page, Frame(school="", viewer=None, csrf="", catalogue=catalogue()))
        if outcome.allow:
            response["headers"] = {**response["headers"], "Allow": outcome.allow}
        return response

    def _outcome(self, match: Match | NoMatch, event: Event) -> _Outcome:
        request = None
        try:
            request = self._read(match, event)
            request = self._with_people(request)
            if isinstance(match, NoMatch):
                raise match.error
            return _Outcome(self._answer(match.route, request, event["headers"]), request)
        except Exception as error:  # the outermost edge: the visitor gets a page, the log a place to look
            page = error_page(error)
            if page is BROKEN:
                report_error(error)
            if isinstance(match, Match) and request and _gives_back(match.route, request, event, error):
                page = typed_page(error, request, self._way_back(match.route, request))
            return _Outcome(page, request, error.allow if isinstance(error, MethodNotAllowed) else "")

    def _read(self, match: Match | NoMatch, event: Event) -> Request:
        if isinstance(match, NoMatch):
            return read_request(event, "GET", {})
        return replace(read_request(event, match.route.method, match.params), route=match.route.key)

    def _with_people(self, request: Request) -> Request:
        user = find_user(request.session_token, self._services)
        debtor = None if user else find_debtor(request.session_token, self._services)
        return replace(request, user=user, debtor=debtor[1] if debtor else None)

    def _way_back(self, route: Route, request: Request) -> FormProof | None:
        """None, too, where the tables are out of reach: what was typed comes back all the same."""
        try:
            return route.way_back(request, self._services) if route.way_back else None
        except HomeroomError:
            return None
        except Exception as error:
            report_error(error)
            return None

    def _answer(self, route: Route, request: Request, headers: Mapping[str, str]) -> Answer:
        check_may_pass(route.guard, request, self._services)
        if request.method == "POST":
            check_not_forged(route.guard, request, headers)
        return route.handler(request, self._services)

    def _encode(self, outcome: _Outcome, match: Match | NoMatch) -> Response:
        answer, request = outcome.answer, outcome.request
        if isinstance(answer, Redirect):
            headers = {**SECURITY_HEADERS, "Content-Type": "text/plain", "Location": answer.to}
            return _response(HTTPStatus.SEE_OTHER, headers, cookies=[str(cookie) for cookie in answer.cookies])
        if isinstance(answer, File):
            headers = {**SECURITY_HEADERS, "Content-Type": answer.content_type, "Cache-Control": answer.cache}
            body = b64encode(answer.body).decode()
            return _response(HTTPStatus.OK, {**headers, **answer.headers}, body, is_base64=True)
        if isinstance(answer, Json):
            headers = {**SECURITY_HEADERS, "Content-Type": "application/json"}
            return _response(HTTPStatus.OK, headers, json.dumps(answer.body))
        guard = match.route.guard if isinstance(match, Match) else Guard.LOGGED_IN
        by_admin = bool(request and request.user and request.user.is_admin)
        secret = answer.csrf_secret or (secret_of(guard, request) if request else "")
        settings = site_settings(self._services)
        frame = Frame(
            school=settings.school_name,
            viewer=request.user if request else None,
            csrf=csrf_token(secret) if secret else "",
            catalogue=catalogue(),
            office=settings.office,
            logo=settings.logo,
            sending_notice=self._sending_notice(answer) if by_admin else None,
            waiting_imports=self._services.imports.waiting() if by_admin and self._is_site_admins else (),
            waiting_requests=self._waiting_requests(settings) if by_admin and self._is_site_admins else None,
            local=settings.local,
            form_query=request.form_query if request and guard is Guard.ANSWERING else "",
        )
        return _html(answer, frame)

    def _waiting_requests(self, settings: SiteSettings) -> int | None:
        waiting = len(self._services.parent_requests.waiting())
        return waiting if waiting or settings.parents_invite is ParentsInvite.APPROVAL else None

    def _sending_notice(self, page: Page) -> Message | None:
        """While the mail service takes no mails."""
        notice = notice_of(page.read.rate_limiter) if page.read else sending_notice(self._services)
        return notice.message if notice else None


def _gives_back(route: Route, request: Request, event: Event, error: Exception) -> bool:
    """Not what a page of another site has sent: nobody typed that here. Nor to whoever was removed meanwhile."""
    typed = route.way_back is not None and request.method == "POST" and not isinstance(error, NoLongerAdmin)
    return typed and not is_foreign(event["headers"])


def _html(page: Page, frame: Frame) -> Response:
    headers = {**page_headers(page), "Content-Type": "text/html; charset=utf-8"}
    html = render_page(page.context, frame)
    return _response(page.status, headers, html, cookies=[str(cookie) for cookie in page.cookies])


def _response(
    status: int, headers: Mapping[str, str], body: str = "", *, cookies: Sequence[str] = (), is_base64: bool = False
) -> Response:
    return {
        "statusCode": int(status),
        "headers": dict(headers),
        "cookies": list(cookies),
        "body": body,
        "isBase64Encoded": is_base64,
    }
