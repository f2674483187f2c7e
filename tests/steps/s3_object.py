"""One object as S3 serves it, to whoever asks for all of it or for a part."""

import re
from collections.abc import Mapping

from tests.steps.far_behaviours import an_answer
from tests.steps.far_end import Received


class S3Object:
    """`content` may be replaced at any time, and has another ETag then."""

    def __init__(self, content: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.content = content
        self._headers = {"etag": "", "x-amz-meta-by-user": "ana", "x-amz-version-id": "v1"} | dict(headers or {})

    def __call__(self, request: Received) -> bytes:
        etag = f'"{hash(self.content)}"'
        if request.headers.get("if-match", etag) != etag:
            return _refusal(412, "PreconditionFailed")
        headers = self._headers | {"etag": etag}
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("range", ""))
        if not asked:
            return an_answer(self.content, headers=headers)
        first, last = int(asked[1]), min(int(asked[2]), len(self.content) - 1)
        if first > last:
            return _refusal(416, "InvalidRange")
        span = {"content-range": f"bytes {first}-{last}/{len(self.content)}"}
        return an_answer(self.content[first : last + 1], 206, headers | span)


def _refusal(status: int, code: str) -> bytes:
    return an_answer(f"<Error><Code>{code}</Code><Message>No</Message></Error>".encode(), status)
