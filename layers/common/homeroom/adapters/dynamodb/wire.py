"""The large calls of DynamoDB, written and read as the JSON that they are.

Botocore looks up the type of each value of each item, both ways: 60 µs an item, ten times what the import does with
it. Our items have the wire's form already, so it is given one item of a call to look at, as a sample, and the others
are put beside it afterwards. Names, signatures, tries, errors stay botocore's; this hangs in by its public events.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WHOLE = "homeroom.whole"
_BYTES = b'"B":'
"""How the only values that look otherwise in JSON than in Python announce themselves; within a text, `"` is escaped."""


def speed_up(client: "DynamoDBClient") -> None:
    """Have this client's large calls go by here."""
    events = client.meta.events
    for call, field in (("TransactWriteItems", "TransactItems"), ("BatchGetItem", "RequestItems")):
        events.register(f"before-parameter-build.dynamodb.{call}", _sample_of(field))
        events.register(f"before-call.dynamodb.{call}", _put_whole)
    for call in ("BatchGetItem", "Query"):
        events.register(f"before-parse.dynamodb.{call}", _read)


def _sample_of(field: str) -> Any:
    def keep_a_sample(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        context[_WHOLE] = {field: params[field]}
        params[field] = _sample(params[field])

    return keep_a_sample


def _sample(asked: Any) -> Any:
    """One of many, in the same form. The last thing of a transaction is seldom the largest."""
    if isinstance(asked, Mapping):
        return {table: {**wanted, "Keys": wanted["Keys"][:1]} for table, wanted in asked.items()}
    return asked[-1:]


def _put_whole(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    if whole := context.pop(_WHOLE, None):
        params["body"] = json.dumps({**json.loads(params["body"]), **whole}, separators=(",", ":")).encode()


def _read(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any) -> None:
    body = response_dict["body"]
    if response_dict["status_code"] == 200 and _BYTES not in body:
        customized_response_dict.update(json.loads(body))
        response_dict["body"] = b"{}"
