"""API Gateway's payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html."""

import base64
import re
import secrets
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from local.api.messages import HttpAnswer, HttpRequest, json_answer
from local.settings import HOST
from local.stack.routes import Match

# Everything else arrives as base64, posted forms too.
TEXT = re.compile(r"text/|application/(json|javascript|xml)|application/[\w.-]+\+(json|xml)")
OWN_HOSTS = re.compile(r"(127\.0\.0\.1|localhost)(:\d+)?")


def to_event(request: HttpRequest, match: Match, now: float, port: int) -> dict[str, Any]:
    """The event that the function of the matched route gets. `now` is in seconds since 1970."""
    headers = _joined((name.lower(), value) for name, value in request.headers)
    cookies = headers.pop("cookie", "")
    query = _joined(parse_qsl(request.query, keep_blank_values=True))
    headers |= {"x-forwarded-for": request.client, "x-forwarded-port": str(port), "x-forwarded-proto": "http"}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": match.route.key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": _context(request, match, now, port),
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = [cookie.strip() for cookie in cookies.split(";") if cookie.strip()]
    if query:
        event["queryStringParameters"] = query
    if match.parameters:
        event["pathParameters"] = match.parameters
    if request.body:
        is_text = TEXT.match(headers.get("content-type", "")) is not None
        event["body"] = request.body.decode(errors="replace") if is_text else base64.b64encode(request.body).decode()
        event["isBase64Encoded"] = not is_text
    return event


def to_answer(result: Any) -> HttpAnswer:
    """What API Gateway makes of a function's result. A result without a status is the body of a 200."""
    if not isinstance(result, dict) or "statusCode" not in result:
        return json_answer(200, result)
    body = result.get("body") or ""
    content = base64.b64decode(body) if result.get("isBase64Encoded") else str(body).encode()
    headers = [(name, str(value)) for name, value in (result.get("headers") or {}).items()]
    headers += [("set-cookie", cookie) for cookie in result.get("cookies") or []]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("content-type", "application/json"))
    return HttpAnswer(int(result["statusCode"]), headers, content)


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names with their values; a repeated name's values are joined by commas, as API Gateway does."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        separator = ";" if name == "cookie" else ","
        joined[name] = f"{joined[name]}{separator}{value}" if name in joined else value
    return joined


def _context(request: HttpRequest, match: Match, now: float, port: int) -> dict[str, Any]:
    host = request.header("host")
    domain = host if OWN_HOSTS.fullmatch(host) else f"{HOST}:{port}"  # API Gateway, too, knows only its own names
    return {
        "accountId": "000000000000",
        "apiId": "local",
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": "HTTP/1.1",
            "sourceIp": request.client,
            "userAgent": request.header("user-agent"),
        },
        "requestId": secrets.token_hex(8),
        "routeKey": match.route.key,
        "stage": "$default",
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "timeEpoch": int(now * 1000),
    }
