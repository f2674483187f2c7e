"""An HTTP request as pages see it, decoded once from API Gateway's event (payload format 2.0).

Whatever a sender can choose is checked here: afterwards every text can be encoded as UTF-8, every id fits into a key,
and no value is longer than any that a page of ours makes.
"""

import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

from homeroom.domain.accounts.browser import browser_of
from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.errors import HomeroomError, NotFound
from homeroom.domain.kernel.limits import network_of
from homeroom.web.core.form_cookies import form_cookie, form_keys, is_form_cookie

SESSION_COOKIE, ANONYMOUS_COOKIE = "__Host-session", "__Host-anon"
DEVICE_COOKIE = "__Host-device"
"""`__Host-`: the browser keeps them only when Secure, for this very host and the whole of it."""
_COOKIES = (SESSION_COOKIE, ANONYMOUS_COOKIE, DEVICE_COOKIE)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_LONGEST_PARAM, _LONGEST_VALUE = 1_000, 10_000
_MOST_FIELDS = 1_000

Event = Mapping[str, Any]
"""API Gateway's event, payload format 2.0. Header names are in lower case, the path is decoded."""


class BadRequest(HomeroomError):
    """A part of the request is not what it claims to be, or not what any page of ours sends."""


@dataclass(frozen=True, repr=False)
class UploadedPart:
    name: str
    body: bytes


@dataclass(frozen=True, kw_only=True, repr=False)
class Request:
    """`method` is GET or POST; HEAD is a GET here. `params` stand in the path. Of a form's fields with one name the
    first counts. `visitor` is the caller's network, as `network_of` names it: limits count by it. `site` is the site's
    own address as API Gateway knows it, which no header can change, without a slash at the end. `route` is the key of
    the page's route, such as `POST /students/{id}`. `browser` is as `browser_of` names it. `user` is who
    is logged in; pages with a guard that asks for one can count on it. `debtor` is the Site Admin who owes a second
    factor, while nobody is logged in.
    """

    method: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, UploadedPart] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    visitor: str = ""
    site: str = ""
    route: str = ""
    browser: str = ""
    user: User | None = None
    debtor: User | None = None

    @property
    def viewer(self) -> User:
        """The user behind a guarded page."""
        assert self.user is not None  # noqa: S101  the route's guard saw to it
        return self.user

    @property
    def by(self) -> By:
        """Who does what this request asks for, on a guarded page."""
        return By(self.viewer, self.route)

    def row_number(self, name: str) -> int:
        """A row's number in the query, 0 where there is none that a file can have."""
        text = self.query.get(name, "")
        return int(text) if _NUMBER.fullmatch(text) else 0

    @property
    def number(self) -> int:
        """Of whatever the form is about, 0 where it does not say."""
        text = self.form.get("number", "")
        return int(text) if _NUMBER.fullmatch(text) else 0

    def id_named(self, name: str) -> str:
        """An id in the query, empty where there is none that anything can have."""
        text = self.query.get(name, "")
        return text if _ID.fullmatch(text) else ""

    @property
    def session_token(self) -> str:
        return self.cookies.get(SESSION_COOKIE, "")

    @property
    def form_keys(self) -> list[str]:
        """Of the forms behind links that this browser has begun, the oldest first."""
        return form_keys(self.cookies)

    @property
    def form_key(self) -> str:
        """Which of them this request is about: the one that its address names, or the newest. The key is no secret: it
        only says which cookie counts. Empty where the browser holds none of that key.
        """
        keys = self.form_keys
        named = self.query.get("form", keys[-1] if keys else "")
        return named if named in keys else ""

    @property
    def form_token(self) -> str:
        return self.cookies.get(form_cookie(self.form_key), "")

    @property
    def form_query(self) -> str:
        """At the end of each address of this form's pages, so that several forms in one browser do not meet."""
        return f"?form={self.form_key}" if self.form_key else ""


def read_request(event: Event, method: str, params: Mapping[str, str]) -> Request:
    """Raises BadRequest, and NotFound where a part of the address is none that leads somewhere."""
    context, headers = event["requestContext"], event["headers"]
    _check_params(params)
    form, files = _read_body(event) if method == "POST" else ({}, {})
    return Request(
        method=method,
        params=params,
        query=_read_urlencoded(event["rawQueryString"]),
        form=form,
        files=files,
        cookies=_read_cookies(event.get("cookies", ())),
        visitor=network_of(context["http"]["sourceIp"]),
        browser=browser_of(headers.get("user-agent", "")),
        site=f"{headers.get('x-forwarded-proto', 'https')}://{context['domainName']}",
    )


def _check_params(params: Mapping[str, str]) -> None:
    for name, text in params.items():
        if len(text) > _LONGEST_PARAM or not _is_unicode(text) or (name.endswith("id") and not _ID.fullmatch(text)):
            raise NotFound


def _read_cookies(cookies: Iterable[str]) -> dict[str, str]:
    """Our own, in the shape in which we made them. Whatever else stands under their names counts as no cookie."""
    pairs = (cookie.partition("=") for cookie in cookies)
    ours = ((name, value) for name, _, value in pairs if name in _COOKIES or is_form_cookie(name))
    return {name: value for name, value in ours if _TOKEN.fullmatch(value)}


def _read_body(event: Event) -> tuple[dict[str, str], dict[str, UploadedPart]]:
    raw, content_type = event.get("body") or "", event["headers"].get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    try:
        body = b64decode(raw) if event.get("isBase64Encoded") else raw.encode()
        if media_type == "multipart/form-data":
            return _read_multipart(body, content_type)
        if media_type == "application/x-www-form-urlencoded":
            return _read_urlencoded(body.decode()), {}
    except ValueError as error:
        raise BadRequest from error
    return {}, {}


def _read_urlencoded(text: str) -> dict[str, str]:
    """Raises BadRequest."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise BadRequest from error
    return _firsts(pairs)


def _read_multipart(body: bytes, content_type: str) -> tuple[dict[str, str], dict[str, UploadedPart]]:
    """Browsers send fields in the page's own encoding, UTF-8, whatever a part claims. Raises ValueError."""
    from multipart import MultipartParser, parse_options_header  # only uploads pay for it

    fields: list[tuple[str, str]] = []
    files: dict[str, UploadedPart] = {}
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    for part in MultipartParser(BytesIO(body), boundary, spool_limit=len(body) + 1, memory_limit=len(body) + 1):
        if part.filename is None:
            fields.append((part.name, part.raw.decode()))
        else:
            files.setdefault(part.name, UploadedPart(part.filename, part.raw))
    return _firsts(fields), files


def _firsts(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Raises BadRequest."""
    if not all(len(value) <= _LONGEST_VALUE and _is_unicode(name + value) for name, value in pairs):
        raise BadRequest
    return dict(reversed(pairs))


def _is_unicode(text: str) -> bool:
    """Not so where half of a surrogate pair stands alone: no encoding takes it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
