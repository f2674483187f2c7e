"""Requests that no page of ours sends: one part of a good request replaced by something that breaks decoders."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from homeroom.web.core.form_cookies import form_cookie
from homeroom.web.core.requests import ANONYMOUS_COOKIE, SESSION_COOKIE
from tests.steps.gateway import http_event

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=B"
HALF_PAIR = "\ud800"
"""Half of a surrogate pair, which JSON can carry and no encoding takes."""


@dataclass(frozen=True)
class Sent:
    """A request as a browser sends it: `target` is path and query, encoded."""

    method: str
    target: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)

    @property
    def event(self) -> tuple[str, dict[str, Any]]:
        cookies = [f"{name}={value}" for name, value in self.cookies.items()]
        return http_event(self.method, self.target, body=self.body, headers=self.headers, cookies=cookies)


METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "GÉT", "")
BEHIND_THE_PATH = (
    '"',
    "'",
    "%22",
    ">",
    ".",
    "/",
    "//",
    "%",
    "%zz",
    "%00",
    "%0d%0aX-Injected:%201",
    "%ff",
    "%3F",
    "%253F",
)
SEGMENTS = (
    "%ed%a0%80",
    "..%2f..%2fetc%2fpasswd",
    "a;b=c",
    "a" * 10_000,
    f"{'a' * 500}.css",
    quote("👩" * 300),
    quote("ﷺ" * 900),
    "%2500",
    "%25" * 300,
    "{id}",
    "%E2%80%AE",
    "-1",
    "null",
)
DIGITS = "9" * 5_000
QUERIES = (
    f"after={DIGITS}",
    "after=-1",
    "after=99999999999",
    "after=%D9%A3",
    "after=1e9",
    "after=",
    f"before={DIGITS}",
    "before=%00",
    "before=2026-09-01T08:00:00.000000%2B00:00%23" + "a" * 2_000,
    f"since={DIGITS}&name=a.csv",
    "since=%D9%A3&name=a.csv",
    f"name={'n' * 9_000}",
    "name=%0d%0a%22%3E&key=a/b",
    f"q={'q' * 9_000}",
    "q=%00%ff%fe",
    f"q={quote('ﷺ' * 100)}",
    "q=%ED%A0%80",
    "q=@",
    f"homeroom={quote('ﷺ' * 100)}",
    f"import={quote('👩' * 100)}&inviter={quote('👩' * 100)}",
    f"done={'d' * 3_000}",
    f"done={quote('👩' * 300)}",
    "state=%00&outcome=%00&notice=%00",
    "&&&&",
    "=",
    "a&b=&=c",
    "&".join(f"f{n}=1" for n in range(2_000)),
    "a=1&a=2&a=3",
    "x" * 20_000,
)
ORIGINS = ("http://[", "http://[::1", "null, null", "https://evil.example", "::::", HALF_PAIR, "é", "http://a:b:c@/")
HEADERS: tuple[dict[str, str], ...] = (
    *({"origin": origin} for origin in ORIGINS),
    {"sec-fetch-site": "weird"},
    {"host": ""},
    {"host": "evil.example"},
    {"user-agent": "\x00\xff" + HALF_PAIR},
    {"x-forwarded-proto": "javascript"},
    {"accept-language": "x" * 5_000},
    {"content-length": "-1"},
)
CONTENT_TYPES = (
    "",
    "text/plain",
    "application/json",
    f"{FORM}; charset=utf-16",
    f"{FORM}; charset=klingon",
    FORM.upper(),
    "multipart/form-data",
    "multipart/form-data; boundary=",
    'multipart/form-data; boundary="',
    "Multipart/Form-Data; boundary=B",
    f"multipart/form-data; boundary={'b' * 5_000}",
    f"multipart/form-data; boundary={HALF_PAIR}",
    "multipart/form-data; boundary=\n",
    HALF_PAIR,
)
FORM_COOKIE = form_cookie("1-00000000")
COOKIES: tuple[list[str], ...] = (
    ["", "=", "a", "=b", "a=b=c"],
    [f"{SESSION_COOKIE}={'s' * 10_000}"],
    [f"{SESSION_COOKIE}={HALF_PAIR}", f"{FORM_COOKIE}={HALF_PAIR}", f"{ANONYMOUS_COOKIE}={HALF_PAIR}"],
    [f"{SESSION_COOKIE}=é\x00", f"{ANONYMOUS_COOKIE}=é\x00\r\nX: 1"],
    [f"{ANONYMOUS_COOKIE}={'x' * 43}"] * 50,
    [f"{SESSION_COOKIE}=", f"{FORM_COOKIE}=", f"{ANONYMOUS_COOKIE}="],
    [f"{form_cookie(key)}={'x' * 43}" for key in ("", "0-00000000", "1", DIGITS, "999999-00000000", "1-0000000G")],
    [HALF_PAIR],
    ["c" * 100_000],
)
BODIES = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"csrf=%ff%fe&email=%00",
    b"csrf=%ED%A0%80",
    b"a" * 100_000,
    bytes(100_000),
    b"=&" * 3_000,
    "ｃｓｒｆ=1".encode("utf-16"),
    b'{"csrf": 1}',
    b"csrf=1&csrf=2&csrf=3",
)
PARTS = (
    b'Content-Disposition: form-data; name="csrf"\r\nContent-Type: text/plain; charset=klingon\r\n\r\nx',
    b'Content-Disposition: form-data; name="csrf"\r\nContent-Type: text/plain; charset=unicode_escape\r\n\r\n\\ud800',
    b'Content-Disposition: form-data; name="csrf"\r\nContent-Type: text/plain; charset=hex\r\n\r\nzz',
    b'Content-Disposition: form-data; name="csrf"\r\n\r\n\xff\xfe',
    b'Content-Disposition: form-data; name="\xff"\r\n\r\nx',
    b"Content-Disposition: form-data\r\n\r\nx",
    b"Content-Disposition: attachment\r\n\r\nx",
    b"\r\n\r\nx",
    b"no header at all",
    b'Content-Disposition: form-data; name="a"\r\nContent-Length: ' + DIGITS.encode() + b"\r\n\r\nx",
    b'Content-Disposition: form-data; name="a"\r\n' + b"X: " + b"h" * 20_000 + b"\r\n\r\nx",
    b'Content-Disposition: form-data; name="file"; filename="%0d%0a.csv"\r\n\r\nx',
    b'Content-Disposition: form-data; name="file"; filename=""\r\n\r\n',
    b'Content-Disposition: form-data; name="file"; filename="' + "👩".encode() * 900 + b'"\r\n\r\nx',
    b" folded: line\r\n\r\nx",
)
VALUES = (
    "",
    "\x00",
    "\r\nBcc: a@example.org",
    DIGITS,
    "9" * 400 + ".5",
    "x" * 10_001,
    "x" * 9_999,
    "mailto:" * 1_400,
    "\u202eevil\u202c",
    "ﷺ" * 500,
    "👩" * 2_000,
    "<script>alert(1)</script>",
    "${filename}/../../x",
    "{{ 7 * 7 }}%s%n{0}",
    "a@" * 3_000,
    "-1",
    "NaN",
)


def malformed(good: Sent, form: Mapping[str, str], chance: Random) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What is wrong, the function that gets it, and the event. `form` are the fields of the good request's body."""
    for what, bad in _without_body(good):
        yield what, *bad.event
    for method in METHODS:
        yield f"method {method!r}", *replace(good, method=method).event
    for cookies in COOKIES:
        folder, event = good.event
        yield "cookies", folder, event | {"cookies": cookies}
    folder, event = good.event
    yield "half a pair in the path", folder, event | {"rawPath": event["rawPath"] + HALF_PAIR}
    yield "half a pair in the query", folder, event | {"rawQueryString": f"q={HALF_PAIR}&name={HALF_PAIR}"}
    if good.method == "POST":
        yield from _with_body(good, form, chance)


def _without_body(good: Sent) -> Iterator[tuple[str, Sent]]:
    path, _, _ = good.target.partition("?")
    for rubbish in BEHIND_THE_PATH:
        yield f"path + {rubbish}", replace(good, target=path + rubbish)
    above = path.rpartition("/")[0]
    for segment in SEGMENTS:
        yield f"segment {segment[:20]}", replace(good, target=f"{above}/{segment}")
        parts = path.split("/")
        if len(parts) > 3:
            yield f"inner segment {segment[:20]}", replace(good, target="/".join([*parts[:2], segment, *parts[3:]]))
    for query in QUERIES:
        yield f"query {query[:30]}", replace(good, target=f"{path}?{query}")
    for headers in HEADERS:
        yield f"headers {headers!a:.40}", replace(good, headers={**good.headers, **headers})


def _with_body(good: Sent, form: Mapping[str, str], chance: Random) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for what, bad in (*_odd_bodies(good), *_odd_parts(good, form, chance), *_odd_fields(good, form, chance)):
        yield what, *bad.event
    folder, event = good.event
    for raw in ("!", "abc", "=", "é", HALF_PAIR, "AAAA=AAAA"):
        yield f"broken base64 {raw!a}", folder, event | {"body": raw, "isBase64Encoded": True}
        yield f"text {raw!a}", folder, event | {"body": raw, "isBase64Encoded": False}


def _odd_bodies(good: Sent) -> Iterator[tuple[str, Sent]]:
    for content_type in CONTENT_TYPES:
        yield f"content type {content_type!a:.40}", _typed(good, good.body, content_type)
    for body in BODIES:
        yield f"body {body[:20]!r}", _typed(good, body, FORM)


def _odd_parts(good: Sent, form: Mapping[str, str], chance: Random) -> Iterator[tuple[str, Sent]]:
    for part in PARTS:
        whole = _multipart(form, part)
        yield f"part {part[:60]!r}", _typed(good, whole, MULTIPART)
        yield "cut off", _typed(good, whole[: -chance.randrange(1, 9)], MULTIPART)
    yield "many parts", _typed(good, _multipart({f"f{n}": "1" for n in range(300)}, PARTS[0]), MULTIPART)


def _odd_fields(good: Sent, form: Mapping[str, str], chance: Random) -> Iterator[tuple[str, Sent]]:
    for value in VALUES:
        for name in chance.sample(sorted(form), min(3, len(form))):
            yield f"field {name} {value[:20]!a}", _typed(good, urlencode({**form, name: value}).encode(), FORM)
    twice = urlencode([*form.items(), *((name, "2") for name in form)]).encode()
    yield "every field twice", _typed(good, twice, FORM)
    for _ in range(10):
        damaged = bytearray(good.body or b"x")
        for _ in range(5):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        yield "damaged bytes", replace(good, body=bytes(damaged))


def _typed(good: Sent, body: bytes, content_type: str) -> Sent:
    return replace(good, body=body, headers={**good.headers, "content-type": content_type})


def _multipart(form: Mapping[str, str], part: bytes) -> bytes:
    """The odd part first: of two fields of one name the first counts."""
    fields = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode() for name, text in form.items()]
    return b"".join(b"--B\r\n" + one + b"\r\n" for one in (part, *fields)) + b"--B--\r\n"
