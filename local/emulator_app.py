"""The emulator's own ASGI application behind a door that takes any credentials.

With IAM enforced the emulator knows only its own owner's key and the sessions it gave out. On a laptop whoever asks
is the owner, so a call whose key or signature the emulator does not know is signed anew as its owner's. Sessions of
roles, the functions' own, are known to it and judged by their policies.
"""

import os
import re
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from ministack.app import app as emulator

from local.mail.capture import MailCapture, is_sending
from local.settings import OWNER

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

CREDENTIAL = re.compile(rb"AWS4-HMAC-SHA256 Credential=[^/]+/\d+/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")
UNKNOWN_KEY = re.compile(rb"UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|InvalidToken")
UNKNOWN = re.compile(UNKNOWN_KEY.pattern + rb"|SignatureDoesNotMatch|InvalidSignatureException")
REFUSALS = (400, 403)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand a call to the emulator, and once more in the owner's name if it does not know who called."""
    if scope["type"] == "lifespan":
        threading.Thread(target=stop_with_parent, name="parent", daemon=True).start()
    credential = _credential(scope)
    if credential is None:
        await emulator(scope, receive, send)
        return
    body = await _whole_body(receive)
    if is_sending(scope):
        send = MailCapture(send, body).send
    answer = _HeldBack(send)
    await emulator(scope, _replay(body), answer.send)
    if answer.held and await _is_of_stranger(scope, answer):
        await emulator(_signed_by_owner(scope, body, credential), _replay(body), send)
    else:
        await answer.release()


def stop_with_parent() -> None:
    """Stop, with the data saved, when whoever started us is gone without a word: our standard input ends with it."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


class _HeldBack:
    """Lets answers through as they come, but holds one back that may be a refusal."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.held: list[Message] = []

    async def send(self, message: Message) -> None:
        if self.held or (message["type"] == "http.response.start" and message["status"] in REFUSALS):
            self.held.append(message)
        else:
            await self._send(message)

    async def release(self) -> None:
        for message in self.held:
            await self._send(message)

    def says(self, words: re.Pattern[bytes]) -> bool:
        return words.search(b"".join(message.get("body", b"") for message in self.held)) is not None


async def _is_of_stranger(scope: Scope, answer: _HeldBack) -> bool:
    """Whether a refusal is for want of a known key, token or signature."""
    if scope["method"] != "HEAD":
        return answer.says(UNKNOWN)
    asked_again = _HeldBack(_nowhere)  # an answer to HEAD has no words, but as GET the same call says what it lacks
    await emulator({**scope, "method": "GET"}, _replay(b""), asked_again.send)
    return asked_again.says(UNKNOWN_KEY)


async def _nowhere(_: Message) -> None:
    """Where an answer goes that nobody wants."""


def _credential(scope: Scope) -> re.Match[bytes] | None:
    if scope["type"] != "http":
        return None
    for name, value in scope["headers"]:
        if name == b"authorization":
            return CREDENTIAL.match(value)
    return None


async def _whole_body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _replay(body: bytes) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    return receive


def _signed_by_owner(scope: Scope, body: bytes, credential: re.Match[bytes]) -> Scope:
    from botocore.auth import S3SigV4Auth, SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    region, service = credential["region"].decode(), credential["service"].decode()
    headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
    headers.pop("x-amz-security-token", None)
    query = scope["query_string"].decode()
    url = f"http://{headers['host']}{scope['raw_path'].decode()}" + (f"?{query}" if query else "")
    request = AWSRequest(method=scope["method"], url=url, headers=headers, data=body)
    signer = S3SigV4Auth if service == "s3" else SigV4Auth
    signer(Credentials(OWNER, OWNER), service, region).add_auth(request)
    signed = [(name.lower().encode(), value.encode("latin-1")) for name, value in request.headers.items()]
    return {**scope, "headers": signed}
