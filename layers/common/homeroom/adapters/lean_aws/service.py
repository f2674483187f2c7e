"""One service of AWS: its requests tried again where that helps, its refusals told from its answers."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from zlib import crc32

from homeroom.adapters import aws_errors
from homeroom.adapters.backoff import tries
from homeroom.adapters.lean_aws.account import Account
from homeroom.adapters.lean_aws.http import Http
from homeroom.adapters.lean_aws.messages import Body, HttpRequest, HttpResponse
from homeroom.adapters.limits import Limits

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
_IN_XML = re.compile(rb"<(Code|Message)>([^<]*)</")


class AwsRequest(NamedTuple):
    """`operation` is named as AWS names it, such as `GetItem`. `bucket` is S3's, which has an address for each."""

    operation: str
    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] | None = None
    body: Body | None = None
    bucket: str = ""


@dataclass(frozen=True)
class Service:
    """`base` is such as `https://sqs.eu-west-1.amazonaws.com`, and `signed_for` the name in signatures."""

    http: Http
    account: Account
    base: str
    is_emulated: bool
    signed_for: str
    limits: Limits

    def send(self, request: AwsRequest) -> HttpResponse:
        """Raises ClientError for a refusal, or as botocore does where no answer came, after the last attempt."""
        for number in tries(self.limits.attempts, _FIRST_SECONDS):
            try:
                return self._once(request)
            except (aws_errors.ConnectionError, aws_errors.HTTPClientError, aws_errors.ChecksumError):
                if number == self.limits.attempts - 1:
                    raise
            except aws_errors.ClientError as error:
                if number == self.limits.attempts - 1 or not _may_go_better(error):
                    raise
        raise AssertionError

    def call(
        self, target: str, parameters: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> HttpResponse:
        """In AWS' JSON protocol, with the operation in a header, as in `AmazonSQS.SendMessage`. Raises like `send`."""
        body = Body.of_bytes(_TO_JSON(parameters).encode())
        named = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": target, **(headers or {})}
        return self.send(AwsRequest(target.rpartition(".")[2], "POST", "/", headers=named, body=body))

    def _once(self, request: AwsRequest) -> HttpResponse:
        response = self.http.send(self._request(request))
        if response.status >= _REFUSED:
            raise _refusal(response, request.operation)
        if checksum := response.header("x-amz-crc32"):
            actual = str(crc32(response.body))
            if actual != checksum:
                raise aws_errors.ChecksumError(
                    checksum_type="crc32", expected_checksum=checksum, actual_checksum=actual
                )
        return response

    def _request(self, request: AwsRequest) -> HttpRequest:
        """Raises NoCredentialsError."""
        url = self._address(request)
        return HttpRequest(
            method=request.method,
            url=f"{url}?{request.query}" if request.query else url,
            headers=request.headers or {},
            signed_for=self.signed_for,
            region=self.account.region,
            credentials=self.account.credentials(),
            body=request.body,
            read_seconds=self.limits.read_seconds,
            idle_seconds=self.limits.idle_seconds,
        )

    def _address(self, request: AwsRequest) -> str:
        """Where an emulator stands in for AWS, a bucket is part of the path, and so is one whose name has dots: no
        certificate is made out to those.
        """
        if not request.bucket:
            return self.base + request.path
        if self.is_emulated or "." in request.bucket:
            return f"{self.base}/{request.bucket}{request.path}"
        return self.base.replace("https://", f"https://{request.bucket}.", 1) + request.path


def read_json(response: HttpResponse, object_hook: Callable[[dict[str, Any]], Any] | None = None) -> Any:
    """Raises HTTPClientError: an answer that is no object in JSON is none of AWS'."""
    content = _object(response.body, object_hook)
    if content is None:
        raise aws_errors.HTTPClientError(error="not JSON")
    return content


def _object(body: bytes, object_hook: Callable[[dict[str, Any]], Any] | None = None) -> dict[str, Any] | None:
    try:
        content = json.loads(body.decode(), object_hook=object_hook)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _may_go_better(error: "aws_errors.ClientError") -> bool:
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    return status in _BROKEN or error.response["Error"]["Code"] in _NOT_NOW


def _text_of_bytes(value: object) -> str:
    """Bytes are the only values that look otherwise in JSON than in Python."""
    from base64 import b64encode

    if not isinstance(value, bytes):
        raise TypeError(type(value))
    return b64encode(value).decode()


_TO_JSON = json.JSONEncoder(separators=(",", ":"), default=_text_of_bytes, check_circular=False).encode


def _refusal(response: HttpResponse, operation: str) -> "aws_errors.ClientError":
    """With everything that a JSON answer says beside its code, such as why a transaction was cancelled."""
    content = _object(response.body) or {}
    in_xml = _in_xml(response.body)
    code = _code(response, content) or in_xml.get("Code") or str(response.status)
    message = content.get("message") or content.get("Message") or in_xml.get("Message") or ""
    headers = response.headers()
    metadata = {
        "HTTPStatusCode": response.status,
        "RequestId": headers.get("x-amzn-requestid") or headers.get("x-amz-request-id") or "",
        "HTTPHeaders": headers,
        "RetryAttempts": 0,
    }
    error_response: Any = {**content, "Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}
    return aws_errors.ClientError(error_response, operation)


def _in_xml(body: bytes) -> dict[str, str]:
    """What S3 says of an error: its `Code` and `Message`."""
    from html import unescape  # it knows two thousand names of letters, and most events need none

    return {name.decode(): unescape(text.decode(errors="replace")) for name, text in _IN_XML.findall(body)}


def _code(response: HttpResponse, content: Mapping[str, Any]) -> str:
    """Without what stands around it in some protocols: `namespace#Code:address`. Of SQS it is the older name, which
    boto3 gives, too.
    """
    if older := response.header("x-amzn-query-error"):
        return older.partition(";")[0]
    code = response.header("x-amzn-errortype") or content.get("__type") or content.get("code") or ""
    return str(code).partition(":")[0].rpartition("#")[2]
