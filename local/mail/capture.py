"""Sees each mail that the emulator's SES accepts, whoever sent it, and hands it to the post office.

The emulator drops a mail's tags, its configuration set and, at the end, the mail itself. So this stands in front of it
(local/emulator_app.py), in its process: an answer of SES is held until the post office has the mail, and then given
as it was.
"""

import asyncio
import http.client
import json
import os
from collections.abc import Awaitable, Callable
from typing import Any

POST_OFFICE = "HOMEROOM_LOCAL_POST_OFFICE"
"""Names the variable that tells the emulator's process where the post office is, as host:port."""

SECONDS = 10
Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]


def is_sending(scope: dict[str, Any]) -> bool:
    """Whether an ASGI request is SESv2's SendEmail."""
    return (scope["method"], scope["path"]) == ("POST", "/v2/email/outbound-emails")


class MailCapture:
    """Takes the place of an ASGI request's `send`."""

    def __init__(self, send: Send, request: bytes) -> None:
        """`request` is the body of the SendEmail request."""
        self._send = send
        self._request = request
        self._held: list[Message] = []

    async def send(self, message: Message) -> None:
        self._held.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            if self._held[0]["status"] == http.client.OK:
                await asyncio.to_thread(self._hand_over)
            for held in self._held:
                await self._send(held)

    def _hand_over(self) -> None:
        answer = b"".join(message.get("body", b"") for message in self._held)
        mail = {"id": json.loads(answer)["MessageId"], "request": json.loads(self._request)}
        connection = http.client.HTTPConnection(os.environ[POST_OFFICE], timeout=SECONDS)
        try:
            connection.request("POST", "/", json.dumps(mail))
            connection.getresponse().read()
        finally:
            connection.close()
