"""Calls of every operation that the product uses, with arguments and answers of all kinds: the same at each run."""

import json
import random
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from tests.steps.far_behaviours import an_answer
from tests.steps.far_end import Received
from tests.steps.s3_object import S3Object

_LETTERS = "abcXYZ019 -_.,:;/\\\"'<>&+%~?#=@$^{}[]|`*()!\t\n\r\x00\x7fñéß€漢字🎒\u2028\u202e\ufeff"
_SEGMENTS = [
    "a",
    ".",
    "..",
    "",
    "b c",
    "+",
    "%2F",
    "~",
    "?",
    "#",
    "&=",
    "é",
    "e\u0301",
    "🎒",
    "'\"",
    "*()!$,;:@",
    "a.csv",
]
_NAMES = ["pk", "sk", "S", "N", "B", "BS", "M", "L", "NULL", "Item", "né", "a.b", "#x"]
_KINDS = ["S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M"]


@dataclass(frozen=True)
class Call:
    """`service` is its name in `Aws`. What the far end answers depends on the request only where it asks for a part."""

    service: str
    method: str
    arguments: dict[str, Any]
    answer: Callable[[Received], bytes] = field(repr=False)


class Calls:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def of_every_operation(self, times: int) -> Iterator[Call]:
        for _ in range(times):
            for make in (self._get, self._batch_get, self._query, self._put, self._update, self._transact):
                yield make()
            for make in (self._message, self._batch, self._mail, self._account, self._suppressed, self._secret):
                yield make()
            for make in (self._read, self._write):
                yield make()

    # -------------------------------------------------------- DynamoDB
    def _get(self) -> Call:
        more = {"ConsistentRead": True, "ProjectionExpression": "#a", "ExpressionAttributeNames": {"#a": self._text()}}
        return self._dynamodb("get_item", {"Key": self._item(), **self._some_of(more)}, {"Item": self._item()})

    def _batch_get(self) -> Call:
        keys = [self._item() for _ in range(self._random.randint(1, 5))]
        left = {"Roster": {"Keys": keys[:1], "ConsistentRead": True}} if self._random.random() < 0.5 else {}
        answer = {"Responses": {"Roster": [self._item() for _ in keys], "Bsides": []}, "UnprocessedKeys": left}
        arguments = {"RequestItems": {"Roster": {"Keys": keys}, "Bsides": {"Keys": keys[:1]}}}
        return Call("dynamodb", "batch_get_item", arguments, _answer(answer, self._random.random() < 0.5))

    def _query(self) -> Call:
        items = [self._item() for _ in range(self._random.randint(0, 4))]
        more = {"Limit": 7, "ScanIndexForward": False, "ExclusiveStartKey": self._item(), "IndexName": "ByYear"}
        arguments = {"KeyConditionExpression": "pk = :a", "ExpressionAttributeValues": {":a": self._value()}}
        answer = {
            "Items": items,
            "Count": len(items),
            "ScannedCount": 9,
            **self._some_of({"LastEvaluatedKey": self._item()}),
        }
        return self._dynamodb("query", arguments | self._some_of(more), answer)

    def _put(self) -> Call:
        condition = self._some_of({"ConditionExpression": "attribute_not_exists(pk)"})
        return self._dynamodb("put_item", {"Item": self._item(), **condition}, {})

    def _update(self) -> Call:
        arguments = {
            "Key": self._item(),
            "UpdateExpression": "SET #a = :a",
            "ExpressionAttributeNames": {"#a": self._text()},
            "ExpressionAttributeValues": {":a": self._value(), ":b": self._value()},
            "ReturnValues": "ALL_NEW",
        }
        return self._dynamodb("update_item", arguments, {"Attributes": self._item()})

    def _transact(self) -> Call:
        put = {"Put": {"TableName": "Roster", "Item": self._item(), "ConditionExpression": "version = :v"}}
        delete = {"Delete": {"TableName": "Roster", "Key": self._item()}}
        items = [self._random.choice([put, delete]) for _ in range(self._random.randint(1, 9))]
        token = self._some_of({"ClientRequestToken": "0123456789abcdef"})
        return Call("dynamodb", "transact_write_items", {"TransactItems": items, **token}, _answer({}))

    def _dynamodb(self, method: str, arguments: dict[str, Any], answer: dict[str, Any]) -> Call:
        checked = self._random.random() < 0.5
        return Call("dynamodb", method, {"TableName": "Roster", **arguments}, _answer(answer, checked))

    # -------------------------------------------------------- SQS and SES
    def _message(self) -> Call:
        arguments = {"QueueUrl": self._queue(), "MessageBody": self._text(), **self._some_of({"DelaySeconds": 900})}
        return Call("sqs", "send_message", arguments, _answer({"MessageId": "m-1", "SequenceNumber": "7"}))

    def _batch(self) -> Call:
        numbers = range(self._random.randint(1, 10))
        entries = [{"Id": str(n), "MessageBody": self._text(), "DelaySeconds": n} for n in numbers]
        failed = [{"Id": "9", "SenderFault": False, "Code": "InternalError", "Message": self._text()}]
        answer = {
            "Successful": [{"Id": str(n), "MessageId": f"m-{n}"} for n in numbers],
            **self._some_of({"Failed": failed}),
        }
        return Call("sqs", "send_message_batch", {"QueueUrl": self._queue(), "Entries": entries}, _answer(answer))

    def _queue(self) -> str:
        return f"https://sqs.eu-west-1.amazonaws.com/123456789012/{self._random.choice(['invites', 'imports'])}"

    def _mail(self) -> Call:
        parts = {part: {"Data": self._text(), "Charset": "UTF-8"} for part in ("Text", "Html")}
        simple = {"Subject": {"Data": self._text()}, "Body": parts, "Headers": [{"Name": "X-A", "Value": self._text()}]}
        arguments = {
            "FromEmailAddress": self._text(),
            "Destination": {"ToAddresses": [self._text()]},
            "Content": {"Simple": simple},
            "EmailTags": [{"Name": "mail", "Value": "i1-3"}],
        }
        more = {"ReplyToAddresses": [self._text()], "ConfigurationSetName": "homeroom-mail"}
        return Call("ses", "send_email", arguments | self._some_of(more), _answer({"MessageId": self._text()}))

    def _secret(self) -> Call:
        more = {"VersionStage": "AWSCURRENT"}
        answer = {"ARN": self._text(), "SecretString": self._text(), "VersionStages": ["AWSCURRENT"]}
        return Call("secrets", "get_secret_value", {"SecretId": self._text()} | self._some_of(more), _answer(answer))

    def _account(self) -> Call:
        quota = {"Max24HourSend": 5e4, "MaxSendRate": self._random.choice([1, 14.5, 0.0]), "SentLast24Hours": 3.0}
        return Call("ses", "get_account", {}, _answer({"SendQuota": quota, "SendingEnabled": True}))

    def _suppressed(self) -> Call:
        return Call("ses", "delete_suppressed_destination", {"EmailAddress": f"a+{self._text()}/b@x.org"}, _answer({}))

    # -------------------------------------------------------- S3
    def _read(self) -> Call:
        version = {"VersionId": self._random.choice(["null", "a/b+c=", "3HL4kqtJvjVBH40Nrjfkd", "~._-é"])}
        headers = {"x-amz-version-id": self._random.choice(["", "null", "v1"]), "x-amz-meta-new-homerooms": "yes"}
        content = self._random.randbytes(self._random.choice([0, 1, 900, 70_000]))
        return Call("objects", "get_object", {**self._object(), **self._some_of(version)}, S3Object(content, headers))

    def _write(self) -> Call:
        body = self._random.randbytes(self._random.choice([0, 1, 900, 70_000]))
        headers = {"x-amz-version-id": self._random.choice(["", "v1"]), "etag": '"e"'}
        arguments = {**self._object(), "Body": body, **self._some_of({"ContentType": "text/csv; charset=utf-8"})}
        return Call("objects", "put_object", arguments, lambda _: an_answer(b"", headers=headers))

    def _object(self) -> dict[str, str]:
        segments = self._random.choices(_SEGMENTS, k=self._random.randint(1, 5))
        return {"Bucket": "uploads", "Key": "/".join(segments) or "a"}

    # -------------------------------------------------------- values
    def _item(self) -> dict[str, Any]:
        return {name: self._value() for name in self._random.sample(_NAMES, self._random.randint(1, 5))}

    def _value(self, depth: int = 0) -> dict[str, Any]:
        kind = self._random.choice(_KINDS[:8] if depth > 2 else _KINDS)
        some = range(self._random.randint(1, 3))
        values: dict[str, Callable[[], Any]] = {
            "S": self._text,
            "N": self._number,
            "B": self._bytes,
            "SS": lambda: [self._text() for _ in some],
            "NS": lambda: [self._number() for _ in some],
            "BS": lambda: [self._bytes() for _ in some],
            "BOOL": lambda: self._random.random() < 0.5,
            "NULL": lambda: True,
            "L": lambda: [self._value(depth + 1) for _ in some],
            "M": lambda: {name: self._value(depth + 1) for name in self._random.sample(_NAMES, len(some) - 1)},
        }
        return {kind: values[kind]()}

    def _text(self) -> str:
        return "".join(self._random.choices(_LETTERS, k=self._random.choice([1, 5, 30, 30, 2000])))

    def _number(self) -> str:
        return self._random.choice(["0", "-1", "12.50", "1E+30", "9" * 38, "-0.000000000001"])

    def _bytes(self) -> bytes:
        return self._random.randbytes(self._random.choice([0, 1, 2, 3, 500]))

    def _some_of(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in arguments.items() if self._random.random() < 0.5}


def _answer(content: dict[str, Any], checked: bool = False) -> Callable[[Received], bytes]:
    body = json.dumps(content, default=lambda value: b64encode(value).decode()).encode()
    headers = {"x-amz-crc32": str(crc32(body))} if checked else {}
    return lambda _: an_answer(body, headers={"x-amzn-requestid": "r-1", **headers})
