"""Objects of S3, read part by part: always all of one version, or an error."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.lean_aws import objects
from tests.steps.far_behaviours import an_answer, closing, serving
from tests.steps.far_end import Connection, FarEnd, Received, a_far_end
from tests.steps.s3_object import S3Object
from tests.steps.transports import an_account, aws_by

PART = 1000
CONTENT = random.Random(1).randbytes(4 * PART + 7)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "_PART", PART)


@pytest.fixture
def lean(monkeypatch: pytest.MonkeyPatch) -> Callable[[FarEnd], Aws]:
    def make(far_end: FarEnd) -> Aws:
        an_account(monkeypatch, far_end.address)
        return aws_by("lean", monkeypatch)

    return make


def opened(aws: Aws) -> Any:
    return aws.objects.get_object(Bucket="uploads", Key="a.csv")


def ranges(far_end: FarEnd) -> list[str]:
    return [request.headers.get("range", "") for request in far_end.requests]


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 2 * PART, len(CONTENT)])
def test_an_object_of_any_size_is_read_whole(size: int, lean: Callable[[FarEnd], Aws]) -> None:
    with a_far_end(serving(S3Object(CONTENT[:size]))) as far_end:
        answer = opened(lean(far_end))
        assert (answer["ContentLength"], answer["Metadata"], answer["VersionId"]) == (size, {"by-user": "ana"}, "v1")
        assert answer["Body"].read() == CONTENT[:size]
        assert answer["Body"].read() == b""
        starts = range(0, size, PART) or [0]
        assert [asked for asked in ranges(far_end) if asked] == [f"bytes={at}-{at + PART - 1}" for at in starts]


def test_parts_are_asked_for_when_they_are_read(lean: Callable[[FarEnd], Aws]) -> None:
    with a_far_end(serving(S3Object(CONTENT))) as far_end:
        body = opened(lean(far_end))["Body"]
        for read, requests in [(PART, 1), (1, 2), (PART - 1, 2), (1, 3)]:
            assert len(body.read(read)) == read
            assert len(far_end.requests) == requests


def test_an_object_that_is_replaced_between_two_parts_is_never_mixed(lean: Callable[[FarEnd], Aws]) -> None:
    of_s3 = S3Object(CONTENT)
    with a_far_end(serving(of_s3)) as far_end:
        body = opened(lean(far_end))["Body"]
        assert body.read(PART) == CONTENT[:PART]
        of_s3.content = CONTENT[::-1]
        for _ in range(2):
            with pytest.raises(ClientError) as caught:
                body.read(1)
            assert caught.value.response["Error"]["Code"] == "PreconditionFailed"


def test_who_knows_no_parts_gives_all_of_it(lean: Callable[[FarEnd], Aws]) -> None:
    with a_far_end(serving(an_answer(CONTENT))) as far_end:
        answer = opened(lean(far_end))
        assert (answer["ContentLength"], answer["Metadata"], "VersionId" in answer) == (len(CONTENT), {}, False)
        assert answer["Body"].read() == CONTENT
        assert len(far_end.requests) == 1


def test_a_part_whose_answer_was_lost_is_asked_for_again(lean: Callable[[FarEnd], Aws]) -> None:
    of_s3 = S3Object(CONTENT)

    def in_half(connection: Connection) -> None:
        for whole in (True, True, False):
            request = connection.read()
            assert request
            answer = of_s3(request)
            connection.send(answer if whole else answer[:-1])

    with a_far_end(in_half, closing(), serving(of_s3)) as far_end:
        assert opened(lean(far_end))["Body"].read() == CONTENT
        third = f"bytes={2 * PART}-{3 * PART - 1}"
        assert ranges(far_end).count(third) == 3
        assert len(far_end.requests) == 7


WHOLE = an_answer(CONTENT)
SPAN = {"content-range": f"bytes {PART}-{2 * PART - 1}/{len(CONTENT)}", "etag": "e"}
FIRST = {"content-range": f"bytes 0-{PART - 1}/{len(CONTENT)}", "etag": "e"}


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(WHOLE, id="all of it"),
        pytest.param(an_answer(b""), id="nothing"),
        pytest.param(an_answer(CONTENT[:PART], 206, FIRST), id="the first"),
        pytest.param(an_answer(CONTENT[:9], 206, SPAN), id="less than it says"),
        pytest.param(an_answer(b"", 206, SPAN), id="nothing of what it says"),
        pytest.param(an_answer(CONTENT[PART:], 206, {"content-range": "parts"}), id="no span"),
    ],
)
def test_what_is_not_the_part_that_was_asked_for_is_an_error(second: bytes, lean: Callable[[FarEnd], Aws]) -> None:
    def answer(request: Received) -> bytes:
        return S3Object(CONTENT)(request) if request.headers["range"].startswith("bytes=0-") else second

    with a_far_end(serving(answer)) as far_end:
        body = opened(lean(far_end))["Body"]
        assert body.read(PART) == CONTENT[:PART]
        with pytest.raises(BotoCoreError):
            body.read(1)


def test_parts_of_what_has_no_etag_are_not_put_together(lean: Callable[[FarEnd], Aws]) -> None:
    first = {"content-range": f"bytes 0-{PART - 1}/{len(CONTENT)}"}
    with (
        a_far_end(serving(an_answer(CONTENT[:PART], 206, first))) as far_end,
        pytest.raises(BotoCoreError),
    ):
        opened(lean(far_end))


def test_what_would_be_left_out_is_refused(lean: Callable[[FarEnd], Aws]) -> None:
    with a_far_end(serving()) as far_end:
        aws = lean(far_end)
        with pytest.raises(TypeError, match="Metadata"):
            aws.objects.put_object(Bucket="uploads", Key="a.csv", Body=b"", Metadata={"by-user": "ana"})
        with pytest.raises(TypeError, match="Range"):
            aws.objects.get_object(Bucket="uploads", Key="a.csv", Range="bytes=0-1")
        assert far_end.requests == []
