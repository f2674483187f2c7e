"""Objects of S3: read in parts, written whole."""

import io
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from botocore.exceptions import ClientError

from homeroom.adapters.lean_aws.http import FileBody, HttpResponse
from homeroom.adapters.lean_aws.service import AwsRequest, Service

if TYPE_CHECKING:
    from typing import Unpack

    from mypy_boto3_s3 import type_defs as s3

_PART = 1024 * 1024
"""Bytes that are asked for at a time."""
_META = "x-amz-meta-"


class LeanObjects:
    def __init__(self, service: Service) -> None:
        self._service = service

    def get_object(self, **kwargs: "Unpack[s3.GetObjectRequestTypeDef]") -> "s3.GetObjectOutputTypeDef":
        """The body is read part by part, each in a request of its own: however long its reader takes, no connection
        waits for it, and a part whose answer was lost is asked for again.
        """
        first = self._first_part(kwargs)
        headers = first.headers()
        size = int(headers.get("content-range", "").rpartition("/")[2] or len(first.body))
        unchanged = {"If-Match": headers.get("etag", "")}

        def part_from(start: int) -> bytes:
            return self._part(kwargs, start, unchanged).body

        answer: dict[str, Any] = {
            "Body": _Body(first.body, size, part_from),
            "ContentLength": size,
            "Metadata": {name[len(_META) :]: value for name, value in headers.items() if name.startswith(_META)},
            "VersionId": headers.get("x-amz-version-id", ""),
        }
        return cast("s3.GetObjectOutputTypeDef", answer)

    def put_object(self, **kwargs: "Unpack[s3.PutObjectRequestTypeDef]") -> "s3.PutObjectOutputTypeDef":
        """The body is bytes, or a file that can be sought in."""
        body, digest = _body_and_digest(kwargs.get("Body", b""))
        headers = {"Content-Type": kwargs.get("ContentType", "binary/octet-stream"), "x-amz-content-sha256": digest}
        request = AwsRequest("PutObject", "PUT", _path(kwargs["Key"]), "", headers, body, kwargs["Bucket"])
        answer: Any = {"VersionId": self._service.send(request).header("x-amz-version-id")}
        return cast("s3.PutObjectOutputTypeDef", answer)

    def _first_part(self, kwargs: "s3.GetObjectRequestTypeDef") -> HttpResponse:
        """An empty object has no first byte, so S3 refuses to give a part of it."""
        try:
            return self._part(kwargs, 0, {})
        except ClientError as error:
            if error.response["Error"]["Code"] != "InvalidRange":
                raise
        return self._service.send(_get(kwargs, {}))

    def _part(self, kwargs: "s3.GetObjectRequestTypeDef", start: int, headers: dict[str, str]) -> HttpResponse:
        return self._service.send(_get(kwargs, {"Range": f"bytes={start}-{start + _PART - 1}", **headers}))


class _Body(io.RawIOBase):
    def __init__(self, first: bytes, size: int, part_from: Callable[[int], bytes]) -> None:
        self._part, self._size, self._part_from = memoryview(first), size, part_from
        self._next = len(first)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Raises like `Service.send`."""
        if not self._part and self._next < self._size:
            self._part = memoryview(self._part_from(self._next))
            self._next += len(self._part)
        count = min(len(buffer), len(self._part))
        buffer[:count] = self._part[:count]
        self._part = self._part[count:]
        return count


def _get(kwargs: "s3.GetObjectRequestTypeDef", headers: dict[str, str]) -> AwsRequest:
    version = kwargs.get("VersionId")
    query = f"versionId={quote(version, safe='')}" if version else ""
    return AwsRequest("GetObject", "GET", _path(kwargs["Key"]), query, headers, bucket=kwargs["Bucket"])


def _path(key: str) -> str:
    return "/" + quote(key, safe="/~")


def _body_and_digest(body: Any) -> tuple[bytes | FileBody, str]:
    """A file is read once for its digest: hashlib's own way to do that leaves open where the file stands then."""
    if isinstance(body, bytes):
        return body, sha256(body).hexdigest()
    start, length, digest = body.tell(), 0, sha256()
    while some := body.read(_PART):
        length += len(some)
        digest.update(some)
    return FileBody(body, start, length), digest.hexdigest()
