"""What makes moto quicker changes nothing that it does."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from tests.steps.aws_clients import client
from tests.steps.quick_moto import make_moto_itself_again, make_moto_quick

EVERY_TYPE: dict[str, Any] = {
    "text": {"S": "a"},
    "empty": {"S": ""},
    "number": {"N": "12.50"},
    "bytes": {"B": b"\x00\xff"},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "many bytes": {"BS": [b"a", b"b"]},
    "yes": {"BOOL": True},
    "no": {"BOOL": False},
    "nothing": {"NULL": True},
    "list": {"L": [{"S": "a"}, {"M": {"in it": {"N": "1"}, "deep": {"L": [{"BOOL": False}]}}}, {"L": []}]},
    "map": {"M": {"S": {"S": "named as a type"}, "empty": {"M": {}}}},
}
KEY = {"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}


@pytest.fixture
def nothing_stays_slow() -> Iterator[None]:
    yield
    make_moto_quick()


def key(of: str, table: str) -> dict[str, Any]:
    return {"pk": {"S": of}} | ({"sk": {"S": "s"}} if table == "Pairs" else {})


def put(table: str, of: str, **more: Any) -> dict[str, Any]:
    return {"Put": {"TableName": table, "Item": key(of, table) | more}}


def add(table: str, of: str) -> dict[str, Any]:
    update = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
    return {"Update": {"TableName": table, "Key": key(of, table), **update}}


def delete(table: str, of: str) -> dict[str, Any]:
    return {"Delete": {"TableName": table, "Key": key(of, table)}}


def is_there(table: str, of: str) -> dict[str, Any]:
    return {
        "ConditionCheck": {"TableName": table, "Key": key(of, table), "ConditionExpression": "attribute_exists(pk)"}
    }


def everything_tried() -> list[Any]:
    """What moto says to a number of writes and reads, and holds after each of them."""
    seen: list[Any] = []
    with mock_aws():
        database = client("dynamodb")
        for table, parts in (("Singles", 1), ("Pairs", 2)):
            names = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")[:parts]]
            database.create_table(
                TableName=table, KeySchema=KEY[:parts], AttributeDefinitions=names, BillingMode="PAY_PER_REQUEST"
            )
            for writes in (
                [put(table, "a", **EVERY_TYPE), put(table, "b", n={"N": "1"}), put(table, "c")],
                [add(table, "b"), delete(table, "c"), put(table, "d"), is_there(table, "a")],
                [add(table, "b"), add(table, "new"), delete(table, "d"), put(table, "a"), is_there(table, "gone")],
                [put(table, "e"), put(table, "f", big={"S": "x" * 410_000})],
                [put(table, "a", big={"S": "x" * 390_000})],
                [add(table, "b"), add(table, "b")],
                [{"Update": add(table, "b")["Update"] | {"Key": {"wrong": {"S": "x"}}}}],
                [put("Nowhere", "a"), add("Nowhere", "a")],
            ):
                seen.append(tried(lambda writes=writes: database.transact_write_items(TransactItems=writes)))  # type: ignore[misc]
                seen.append(sorted(database.scan(TableName=table)["Items"], key=str))
            seen.append(database.get_item(TableName=table, Key=key("a", table))["Item"])
    return seen


def tried(call: Callable[[], Any]) -> Any:
    try:
        call()
    except ClientError as error:
        return error.response["Error"], error.response.get("CancellationReasons")
    return "done"


def test_it_answers_and_holds_the_same(nothing_stays_slow: None) -> None:
    make_moto_quick()
    quick = everything_tried()
    make_moto_itself_again()
    assert quick == everything_tried()
    assert [answer for answer in quick if answer == "done"] == ["done"] * 6
