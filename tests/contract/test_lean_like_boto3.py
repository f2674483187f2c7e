"""The lean clients send what boto3's send, are signed as botocore signs, and give their callers the same.

Different on purpose: boto3's writes of objects carry a checksum of their own beside the signature's, and wait for leave
to send their bodies; the lean client reads objects in parts, and sends a digest of its body to every service.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.session import Session

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.botocore_clients import BotocoreClients
from tests.steps.aws_answers import answering
from tests.steps.aws_calls import Call, Calls
from tests.steps.checked_signature import signature_of_botocore
from tests.steps.far_behaviours import an_answer, serving
from tests.steps.far_end import FarEnd, Received, a_far_end
from tests.steps.figures import Recorder
from tests.steps.transports import BOTH, Transport, an_account, aws_by

ACCOUNTS = [("eu-west-1", ""), ("us-east-1", "IQoJb3JpZ2luX2VjEJr//////////wEaCWV1=="), ("cn-north-1", "a+token")]
TIMES = 48
"""Calls of each operation with each account."""
SIGNED_FOR = {"dynamodb": "dynamodb", "sqs": "sqs", "ses": "ses", "secrets": "secretsmanager", "objects": "s3"}
OF_AN_OBJECT = ("Body", "ContentLength", "Metadata", "VersionId")
OF_ONE_ALONE = {
    "x-amz-date",
    "x-amz-content-sha256",
    "x-amz-checksum-crc32",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-checksum-mode",
}


def result_of(aws: Aws, call: Call) -> Any:
    """What the caller gets, without what is about the answer itself."""
    try:
        answer = getattr(getattr(aws, call.service), call.method)(**call.arguments)
    except ClientError as error:
        response: Any = error.response
        said = response["Error"]["Code"], response["Error"]["Message"]
        return *said, response["ResponseMetadata"]["HTTPStatusCode"], response.get("CancellationReasons")
    answer.pop("ResponseMetadata", None)
    if "Body" in answer:
        answer["Body"] = answer["Body"].read()
    return answer


@dataclass(frozen=True)
class Seen:
    requests: list[Received]
    result: Any


def digest(request: Received) -> str:
    return sha256(request.body).hexdigest()


def known(call: Call, result: Any) -> Any:
    """Of objects only what the product reads; all of anything else."""
    return {name: result.get(name) for name in OF_AN_OBJECT} if call.service == "objects" else result


class Both:
    """The same call over each transport, to one far end."""

    def __init__(self) -> None:
        self._call: Call | None = None

    def answer(self, request: Received) -> bytes:
        assert self._call
        return self._call.answer(request)

    def do(self, call: Call, far_end: FarEnd, clients: dict[Transport, Aws]) -> dict[Transport, Seen]:
        self._call, seen = call, {}
        for transport, aws in clients.items():
            far_end.requests.clear()
            result = result_of(aws, call)
            seen[transport] = Seen(far_end.requests.copy(), result)
        return seen


@contextmanager
def clients_of(far_end: FarEnd, region: str, token: str) -> Iterator[dict[Transport, Aws]]:
    clients = {}
    with pytest.MonkeyPatch.context() as environment:
        an_account(environment, far_end.address, AWS_REGION=region, AWS_SESSION_TOKEN=token)
        for transport in BOTH:
            clients[transport] = aws_by(transport, environment)
            for service in SIGNED_FOR:
                getattr(clients[transport], service)
        yield clients


def significant(request: Received, call: Call) -> dict[str, Any]:
    headers = request.headers
    aws_own = {name: value for name, value in headers.items() if name.startswith(("x-amz", "content-type"))}
    body: Any = json.loads(request.body) if request.body and call.service != "objects" else request.body
    if call.method == "transact_write_items" and "ClientRequestToken" not in call.arguments:
        assert len(body.pop("ClientRequestToken")) == 36
    return {
        "target": (request.method, request.target),
        "headers": {name: value for name, value in aws_own.items() if name not in OF_ONE_ALONE},
        "body": body,
        "length": headers.get("content-length", "0") == str(len(request.body)),
    }


def test_the_same_is_sent_signed_and_given_back(record_figure: Recorder) -> None:
    both, calls = Both(), 0
    with a_far_end(serving(both.answer)) as far_end:
        for seed, (region, token) in enumerate(ACCOUNTS):
            with clients_of(far_end, region, token) as clients:
                for call in Calls(seed).of_every_operation(TIMES):
                    seen = both.do(call, far_end, clients)
                    assert_alike(call, seen["lean"], seen["boto3"], region)
                    calls += 1
    assert calls >= 1_700
    record_figure("calls over both transports", calls)


def assert_alike(call: Call, lean: Seen, boto3: Seen, region: str) -> None:
    expected = significant(boto3.requests[-1], call)
    for request in lean.requests:  # of an empty object there are two
        assert significant(request, call) == expected, call
        signature = signature_of_botocore(request, SIGNED_FOR[call.service], region)
        assert request.headers["authorization"] == signature, call
        assert request.headers.get("x-amz-content-sha256", digest(request)) == digest(request), call
    assert known(call, lean.result) == known(call, boto3.result), call


# ------------------------------------------------------------ what is refused
def refused(method: str, status: int, body: object, **headers: str) -> Call:
    """The first call of this method there is, and this answer to it."""
    call = next(call for call in Calls(0).of_every_operation(1) if call.method == method)
    answer = an_answer(body, status, {name.replace("_", "-"): value for name, value in headers.items()})
    return replace(call, answer=lambda _: answer)


def in_xml(code: str, message: str) -> bytes:
    return f'<?xml version="1.0"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>'.encode()


DYNAMODB = "com.amazonaws.dynamodb.v20120810#"
REASONS = [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}]
CANCELLED = {"__type": f"{DYNAMODB}TransactionCanceledException", "Message": "No", "CancellationReasons": REASONS}
GONE = {"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "No"}
OLDER = "AWS.SimpleQueueService.NonExistentQueue;Sender"
REFUSALS = [
    refused("get_item", 400, {"__type": f"{DYNAMODB}ResourceNotFoundException", "message": "No é"}),
    refused("get_item", 400, {"__type": "ValidationException:http://a.example/#b", "Message": "No"}),
    refused("put_item", 400, {"__type": f"{DYNAMODB}ConditionalCheckFailedException", "message": "No"}),
    refused("query", 400, {"__type": f"{DYNAMODB}ProvisionedThroughputExceededException", "message": "No"}),
    refused("query", 500, {"__type": f"{DYNAMODB}InternalServerError", "message": "No"}),
    refused("transact_write_items", 400, CANCELLED),
    refused("transact_write_items", 400, {"__type": f"{DYNAMODB}TransactionInProgressException", "Message": "No"}),
    refused("send_email", 400, {"message": "No"}, x_amzn_errortype="MessageRejected:http://a.example/#b"),
    refused("send_email", 429, {"message": "No"}, x_amzn_errortype="TooManyRequestsException"),
    refused("send_email", 400, {"code": "a#BadRequestException:b", "message": "No"}),
    refused("send_email", 403, {"Message": "No"}, x_amzn_errortype="AccessDeniedException"),
    refused("get_account", 500, {"__type": "InternalFailure"}, x_amzn_errortype="InternalFailure"),
    refused("send_message", 400, GONE),
    refused("send_message", 400, GONE, x_amzn_query_error=OLDER),
    refused("send_message_batch", 403, {"__type": "com.amazon.coral.service#AccessDeniedException", "Message": "No"}),
    refused("get_object", 404, in_xml("NoSuchKey", "A &quot;key&quot; &amp; &#233;")),
    refused("get_object", 405, in_xml("MethodNotAllowed", "No")),
    refused("get_object", 403, in_xml("AccessDenied", "Access Denied")),
    refused("put_object", 503, in_xml("SlowDown", "No")),
]
NOT_THEIR_WORDS = [
    refused(method, status, body)
    for method in ("get_item", "send_email", "send_message", "get_object", "put_object")
    for status, body in ((400, b""), (404, b""), (413, b"plain"), (502, b"<html>No</html>"), (503, b""))
]
"""Of somebody between. Only their status is known, and boto3 makes up words."""


@pytest.mark.parametrize("call", [*REFUSALS, *NOT_THEIR_WORDS])
def test_the_same_is_refused(call: Call, refusing: tuple[Both, FarEnd, dict[Transport, Aws]]) -> None:
    both, far_end, clients = refusing
    seen = both.do(call, far_end, clients)
    ours, theirs = seen["lean"].result, seen["boto3"].result
    if call in NOT_THEIR_WORDS:
        ours, theirs = ours[::2], theirs[::2]
    assert ours == theirs
    assert len(seen["lean"].requests) == len(seen["boto3"].requests)


@pytest.fixture(scope="module")
def refusing() -> Iterator[tuple[Both, FarEnd, dict[Transport, Aws]]]:
    both = Both()
    with a_far_end(serving(both.answer)) as far_end, clients_of(far_end, "eu-west-1", "") as clients:
        yield both, far_end, clients


# ------------------------------------------------------------ where it is sent
PLACES: list[tuple[str, str, Any]] = [
    ("dynamodb", "get_item", {"TableName": "Roster", "Key": {"pk": {"S": "a"}}}),
    ("sqs", "send_message", {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/1/q", "MessageBody": "a"}),
    ("ses", "get_account", {}),
    ("objects", "get_object", {"Bucket": "uploads", "Key": "a/../b c", "VersionId": "a/b"}),
    ("objects", "get_object", {"Bucket": "up.loads", "Key": "a"}),
]


def all_regions() -> list[str]:
    partitions = Session().get_component("data_loader").load_data("partitions")["partitions"]
    return [name for one in partitions for name in one["regions"] if not name.endswith("-global")]


def test_every_region_has_the_hosts_that_botocore_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Asked(Exception):
        pass

    def ask(request: Any) -> Any:
        asked.append(request.url)
        raise Asked

    an_account(monkeypatch)
    monkeypatch.setattr("homeroom.adapters.lean_aws.clients.Http", lambda _: SimpleNamespace(send=ask))
    clients_of_boto3 = BotocoreClients()  # one session for all: it is what takes long
    regions = all_regions()
    assert {"us-east-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1"} < set(regions)
    for region in regions:
        monkeypatch.setenv("AWS_REGION", region)
        hosts = []
        for transport in BOTH:
            aws = aws_by(transport, monkeypatch)
            vars(aws)["_botocore"] = clients_of_boto3
            for service, method, arguments in PLACES:
                with pytest.raises(Asked), answering(ask):
                    getattr(getattr(aws, service), method)(**arguments)
            hosts.append(asked.copy())
            asked.clear()
        lean, boto3 = hosts
        if region == "us-east-1":  # where boto3 takes an older host of S3's, which is the region's as well
            boto3 = [url.replace("s3.amazonaws.com", "s3.us-east-1.amazonaws.com") for url in boto3]
        assert lean == boto3
