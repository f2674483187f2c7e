"""A browser without a browser: keeps cookies, sends forms, and turns both into API Gateway's events."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode

from tests.steps.gateway import http_event


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    html: str

    @property
    def heading(self) -> str:
        heading = re.search(r"<h1>(.*?)</h1>", self.html, re.DOTALL)
        return unescape(heading[1]) if heading else ""

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def leads_to(self) -> str:
        """The path alone."""
        return self.location.partition("?")[0]


class Visitor:
    def __init__(self, invoke: Callable[[str, dict[str, Any]], Any]) -> None:
        """`invoke` calls the function of a folder with an event."""
        self._invoke = invoke
        self.cookies: dict[str, str] = {}

    @property
    def form_cookies(self) -> dict[str, str]:
        """Of the forms behind links that were begun here."""
        return {name: value for name, value in self.cookies.items() if name.startswith("__Host-form-")}

    def get(self, path: str, method: str = "GET") -> Answer:
        return self._send(method, path)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        kind = "application/x-www-form-urlencoded"
        return self._send("POST", path, urlencode(form).encode(), {"content-type": kind} | headers)

    def post_body(self, path: str, body: bytes, content_type: str) -> Answer:
        return self._send("POST", path, body, {"content-type": content_type})

    def submit(self, page: str, action: str, form: dict[str, str]) -> Answer:
        """Open the page with the form, then send it with the proof that stands in the page."""
        return self.post(action, {"csrf": self.csrf(page), **form})

    def submit_form(self, page: str, typed: dict[str, str]) -> Answer:
        """As a browser does: with all that stands hidden in the page's form, and to the same address."""
        return self.post(page, hidden_fields(self.get(page).html) | typed)

    def csrf(self, page: str) -> str:
        field = re.search(r'name="csrf" value="(\w+)"', self.get(page).html)
        assert field, f"no form on {page}"
        return field[1]

    def _send(self, method: str, target: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        cookies = [f"{name}={value}" for name, value in self.cookies.items()]
        return self._read(self._invoke(*http_event(method, target, body=body, headers=headers, cookies=cookies)))

    def _read(self, answer: dict[str, Any]) -> Answer:
        for cookie in answer.get("cookies", []):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in cookie:
                del self.cookies[name]
        headers = {name.lower(): str(value) for name, value in answer["headers"].items()}
        body = answer.get("body") or ""
        html = base64.b64decode(body).decode(errors="replace") if answer.get("isBase64Encoded") else body
        return Answer(answer["statusCode"], headers, html)


def hidden_fields(html: str) -> dict[str, str]:
    """Of the page's forms."""
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', html)
    return {unescape(name): unescape(value) for name, value in fields}


def multipart(csrf: str, *parts: tuple[str, bytes]) -> tuple[bytes, str]:
    """A form with files, by name: its body and its content type."""
    body = f'--B\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{csrf}\r\n'.encode()
    for filename, content in parts:
        body += f'--B\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n'.encode()
        body += content + b"\r\n"
    return body + b"--B--\r\n", "multipart/form-data; boundary=B"
