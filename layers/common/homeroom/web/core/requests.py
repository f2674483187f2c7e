"""An HTTP request as pages see it, decoded once from API Gateway's event (payload format 2.0)."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import parse_qsl

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from homeroom.domain.accounts.access import User
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.use_cases.errors import NotFound

SESSION_COOKIE, FORM_COOKIE, ANONYMOUS_COOKIE = "__Host-session", "__Host-form", "__Host-anon"
"""`__Host-`: the browser keeps them only when Secure, for this very host and the whole of it."""
_LONGEST_PART = 1_000


class BadRequest(HomeroomError):
    """The body is not what its content type says."""


@dataclass(frozen=True)
class UploadedPart:
    name: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Request:
    """`params` stand in the path. Of a form's fields with one name the first counts. `visitor` is the
    caller's network address. `site` is the site's own address as API Gateway knows it, which no header can change,
    without a slash at the end. `user` is who is logged in; pages with a guard that asks for one can count on it.
    """

    method: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, UploadedPart] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    visitor: str = ""
    site: str = ""
    user: User | None = None

    @property
    def viewer(self) -> User:
        """The user behind a guarded page."""
        assert self.user is not None  # noqa: S101  the route's guard saw to it
        return self.user

    @property
    def session_token(self) -> str:
        return self.cookies.get(SESSION_COOKIE, "")

    @property
    def form_token(self) -> str:
        return self.cookies.get(FORM_COOKIE, "")


def read_request(event: APIGatewayProxyEventV2, params: Mapping[str, str]) -> Request:
    """Raises BadRequest, and NotFound where a part of the address is longer than any that leads somewhere."""
    if any(len(part) > _LONGEST_PART for part in params.values()):
        raise NotFound
    form, files = _read_body(event)
    return Request(
        method=event.http_method,
        params=params,
        query=_firsts(parse_qsl(event.raw_query_string, keep_blank_values=True)),
        form=form,
        files=files,
        cookies=dict(cookie.split("=", 1) for cookie in event.cookies if "=" in cookie),
        visitor=event.request_context.http.source_ip,
        site=f"{event.headers.get('x-forwarded-proto', 'https')}://{event.request_context.domain_name}",
    )


def _read_body(event: APIGatewayProxyEventV2) -> tuple[dict[str, str], dict[str, UploadedPart]]:
    raw = event.body or ""
    body = b64decode(raw) if event.is_base64_encoded else raw.encode()
    content_type = event.headers.get("content-type", "")
    if content_type.startswith("multipart/form-data"):
        return _read_multipart(body, content_type)
    if content_type.startswith("application/x-www-form-urlencoded"):
        try:
            return _firsts(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=1000)), {}
        except ValueError as error:
            raise BadRequest from error
    return {}, {}


def _read_multipart(body: bytes, content_type: str) -> tuple[dict[str, str], dict[str, UploadedPart]]:
    from multipart import MultipartError, MultipartParser, parse_options_header  # only uploads pay for it

    form: dict[str, str] = {}
    files: dict[str, UploadedPart] = {}
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    try:
        for part in MultipartParser(BytesIO(body), boundary, spool_limit=len(body) + 1, memory_limit=len(body) + 1):
            if part.filename is None:
                form.setdefault(part.name, part.value)
            else:
                files.setdefault(part.name, UploadedPart(part.filename, part.raw))
    except (MultipartError, ValueError) as error:
        raise BadRequest from error
    return form, files


def _firsts(pairs: list[tuple[str, str]]) -> dict[str, str]:
    return dict(reversed(pairs))
