"""One service of AWS: its requests signed, tried again where that helps, its refusals told from its answers."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from typing import Any, BinaryIO
from zlib import crc32

from homeroom.adapters.aws_http.account import Account
from homeroom.adapters.aws_http.connections import Transport
from homeroom.adapters.aws_http.messages import AnswerLost, AwsResponse, HttpRequest, NothingSent, ServiceError
from homeroom.adapters.aws_http.signature import Signer
from homeroom.adapters.backoff import tries
from homeroom.adapters.clock import utc_now

_FIRST_SECONDS = 0.2
_REFUSED = 300
_BROKEN = frozenset({500, 502, 503, 504})
_NOT_NOW = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestTimeout",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
_CODE_IN_XML = re.compile(rb"<Code>([^<]+)</Code>")


@dataclass(frozen=True)
class AwsRequest:
    """Of a service. `bucket` is S3's, which has an address for each."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] | None = None
    body: bytes | BinaryIO = b""
    streamed: bool = False
    bucket: str = ""


@dataclass(frozen=True)
class Service:
    """`name` is as endpoints are named in the environment, `host` what stands before the region, and `signs_as` the
    name in signatures. A request goes out `attempts` times at most.
    """

    transport: Transport
    account: Account
    name: str
    host: str
    signs_as: str
    attempts: int
    read_seconds: float

    def send(self, request: AwsRequest) -> AwsResponse:
        """Raises ServiceError, NothingSent or AnswerLost, after the last attempt."""
        for number in tries(self.attempts, _FIRST_SECONDS):
            try:
                return self._once(request)
            except (NothingSent, AnswerLost):
                if number == self.attempts - 1:
                    raise
            except ServiceError as error:
                if number == self.attempts - 1 or not (error.status in _BROKEN or error.code in _NOT_NOW):
                    raise
        raise AssertionError

    def call(self, action: str, parameters: Mapping[str, Any]) -> Any:
        """As AWS' JSON protocol has it: the name of the action in a header. Raises like `send`."""
        body = json.dumps(parameters, separators=(",", ":"), default=_text_of_bytes).encode()
        headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": action}
        return json.loads(self.send(AwsRequest("POST", "/", headers=headers, body=body)).body)

    def _once(self, request: AwsRequest) -> AwsResponse:
        answer = self.transport(self._request(request))
        if answer.status >= _REFUSED:
            raise _error(answer)
        checksum = answer.headers.get("x-amz-crc32")
        if checksum and int(checksum) != crc32(answer.body):
            raise AnswerLost("it came with a mistake")
        return answer

    def _request(self, request: AwsRequest) -> HttpRequest:
        """Raises NothingSent."""
        origin, path = self._address(request)
        digest = _digest(request.body)
        headers = {**(request.headers or {}), "x-amz-content-sha256": digest}
        signer = Signer(self.account.credentials(), self.account.region, self.signs_as)
        url = (origin.partition("://")[2], path, request.query)
        signed = signer.sign(request.method, url, headers, digest, utc_now())
        target = f"{path}?{request.query}" if request.query else path
        return HttpRequest(request.method, origin, target, signed, request.body, self.read_seconds, request.streamed)

    def _address(self, request: AwsRequest) -> tuple[str, str]:
        """Where an emulator stands in for AWS, a bucket is part of the path, and so is one whose name has dots: no
        certificate is made out to those.
        """
        endpoint = self.account.endpoint(self.name)
        host = f"{self.host}.{self.account.region}.{self.account.domain}"
        if request.bucket and not endpoint and "." not in request.bucket:
            return f"https://{request.bucket}.{host}", request.path
        path = f"/{request.bucket}{request.path}" if request.bucket else request.path
        return endpoint or f"https://{host}", path


def _text_of_bytes(value: object) -> str:
    """Bytes are the only values that look otherwise in JSON than in Python."""
    from base64 import b64encode

    if not isinstance(value, bytes):
        raise TypeError(type(value))
    return b64encode(value).decode()


def _digest(body: bytes | BinaryIO) -> str:
    """Of a file all of it, which is then ready to be read (again)."""
    if isinstance(body, bytes):
        return sha256(body).hexdigest()
    body.seek(0)
    digest = file_digest(body, "sha256").hexdigest()  # type: ignore[arg-type]
    body.seek(0)
    return digest


def _error(answer: AwsResponse) -> ServiceError:
    details: Mapping[str, Any] = {}
    code = answer.headers.get("x-amzn-errortype", "")
    if in_xml := _CODE_IN_XML.search(answer.body):
        code = in_xml[1].decode()
    elif answer.body.startswith(b"{"):
        try:
            details = json.loads(answer.body)
        except ValueError:
            details = {}
        code = code or details.get("__type") or details.get("code") or ""
    return ServiceError(answer.status, code.rpartition("#")[2].partition(":")[0], details)
