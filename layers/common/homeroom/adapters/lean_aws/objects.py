"""Objects of S3: read in parts, written whole."""

import io
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from homeroom.adapters import aws_errors
from homeroom.adapters.lean_aws.messages import Body, HttpResponse
from homeroom.adapters.lean_aws.service import AwsRequest, Service

if TYPE_CHECKING:
    from typing import Unpack

    from mypy_boto3_s3 import type_defs as s3

_PART = 1024 * 1024
"""Bytes that are asked for at a time."""
_META = "x-amz-meta-"
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_NO_SUCH_RANGE = 416


class LeanObjects:
    def __init__(self, service: Service) -> None:
        self._service = service

    def get_object(self, **kwargs: "Unpack[s3.GetObjectRequestTypeDef]") -> "s3.GetObjectOutputTypeDef":
        """The body is read part by part, each in a request of its own: however long its reader takes, no connection
        waits for it, and a part whose answer was lost is asked for again.
        """
        _know(kwargs, ("Bucket", "Key", "VersionId"))
        first, size = self._first_part(kwargs)
        headers = first.headers()
        unchanged = {"If-Match": headers.get("etag", "")}

        def part_from(start: int) -> bytes:
            return self._part(kwargs, start, unchanged)[0].body

        answer: dict[str, Any] = {
            "Body": _PartByPart(first.body, size, part_from),
            "ContentLength": size,
            "Metadata": {name[len(_META) :]: value for name, value in headers.items() if name.startswith(_META)},
            **_version(first),
        }
        return cast("s3.GetObjectOutputTypeDef", answer)

    def put_object(self, **kwargs: "Unpack[s3.PutObjectRequestTypeDef]") -> "s3.PutObjectOutputTypeDef":
        """The body is bytes, or a file that can be sought in."""
        _know(kwargs, ("Bucket", "Key", "Body", "ContentType"))
        content: Any = kwargs.get("Body", b"")
        body = Body.of_bytes(content) if isinstance(content, bytes) else Body.of_file(content)
        headers = {"Content-Type": kwargs["ContentType"]} if "ContentType" in kwargs else {}
        request = AwsRequest("PutObject", "PUT", _path(kwargs["Key"]), "", headers, body, kwargs["Bucket"])
        return cast("s3.PutObjectOutputTypeDef", _version(self._service.send(request)))

    def _first_part(self, kwargs: "s3.GetObjectRequestTypeDef") -> tuple[HttpResponse, int]:
        """An empty object has no first byte, so S3 refuses to give a part of it."""
        try:
            return self._part(kwargs, 0, {})
        except aws_errors.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != _NO_SUCH_RANGE:
                raise
        return _checked(self._service.send(_get(kwargs, {})), 0)

    def _part(
        self, kwargs: "s3.GetObjectRequestTypeDef", start: int, headers: dict[str, str]
    ) -> tuple[HttpResponse, int]:
        """And the size of the whole object."""
        request = _get(kwargs, {"Range": f"bytes={start}-{start + _PART - 1}", **headers})
        return _checked(self._service.send(request), start)


class _PartByPart(io.RawIOBase):
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


def _checked(part: HttpResponse, start: int) -> tuple[HttpResponse, int]:
    """A part, and the size of the whole object, which is the only part where parts are not known. Raises
    HTTPClientError for anything but the part that begins at `start`, and where no other could be asked for.
    """
    span = _RANGE.fullmatch(part.header("content-range"))
    if span:
        first, last, size = map(int, span.groups())
        whole = len(part.body) == last - first + 1 and (len(part.body) == size or part.header("etag"))
    else:
        first, size, whole = 0, len(part.body), part.header("content-length")
    if first != start or not whole:
        raise aws_errors.HTTPClientError(error="another part")
    return part, size


def _version(response: HttpResponse) -> dict[str, Any]:
    version = response.header("x-amz-version-id")
    return {"VersionId": version} if version else {}


def _know(kwargs: Any, known: Iterable[str]) -> None:
    """Raises TypeError: what is not sent may not be left out in silence."""
    if unknown := kwargs.keys() - set(known):
        raise TypeError(f"not known here: {sorted(unknown)}")
