"""Reads of one table. What is read by key is always the newest state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.backoff import tries
from homeroom.adapters.dynamodb.codec import Item
from homeroom.adapters.dynamodb.items import from_item, key_of
from homeroom.adapters.dynamodb.keys import Key
from homeroom.adapters.errors import ServiceFailed
from homeroom.domain.kernel.change import Stored

T = TypeVar("T", bound=Stored)

Values = Mapping[str, str | int]
"""Of an expression, by their names in it without the colon."""

_KEYS_IN_A_CALL = 100


class Reader:
    def __init__(self, aws: Aws, table: str) -> None:
        self._aws = aws
        self._table = table

    def item(self, key: Key) -> Item | None:
        answer = self._aws.dynamodb.get_item(TableName=self._table, Key=key_of(key), ConsistentRead=True)
        item: Item | None = answer.get("Item")
        return item

    def one(self, kind: type[T], key: Key) -> T | None:
        item = self.item(key)
        return from_item(kind, item) if item else None

    def items(self, keys: Sequence[Key]) -> list[Item]:
        """As they are, in no order; at most 100."""
        return list(self._slice([key_of(key) for key in keys]))

    def how_many(self, index: str, condition: str, values: Values) -> tuple[int, bool]:
        """How many items of an index meet the condition, and whether that is all: one call counts a megabyte."""
        answer = self._aws.dynamodb.query(
            TableName=self._table,
            IndexName=index,
            Select="COUNT",
            KeyConditionExpression=condition,
            ExpressionAttributeValues={f":{name}": _value(value) for name, value in values.items()},
        )
        return answer["Count"], "LastEvaluatedKey" not in answer

    def many(self, kind: type[T], keys: Iterable[Key]) -> list[T]:
        """In the order asked, each once, without those that do not exist. Raises ServiceFailed rather than
        leave out one that DynamoDB did not come to.
        """
        wanted = {tuple(key.values()): key_of(key) for key in keys}
        wanted_keys = list(wanted.values())
        things = {}
        for start in range(0, len(wanted_keys), _KEYS_IN_A_CALL):
            for item in self._slice(wanted_keys[start : start + _KEYS_IN_A_CALL]):
                things[tuple(item[name]["S"] for name in wanted_keys[0])] = from_item(kind, item)
        return [things[key] for key in wanted if key in things]

    def _slice(self, keys: Sequence[Any]) -> Iterator[Item]:
        left: Item = {self._table: {"Keys": keys, "ConsistentRead": True}}
        for _ in tries():
            answer = self._aws.dynamodb.batch_get_item(RequestItems=left)
            yield from answer["Responses"].get(self._table, [])
            left = answer.get("UnprocessedKeys")
            if not left:
                return
        raise ServiceFailed("DynamoDB: keys of a batch were left unread by every try")

    def query(self, condition: str, values: Values, *, page: int = 0, backwards: bool = False) -> Iterator[Item]:
        """The items under one key, in the order of their sort keys. `page` is how many to fetch at a time,
        when only the first few may be needed.
        """
        return self._query(condition, values, page, {"ConsistentRead": True, "ScanIndexForward": not backwards})

    def query_index(
        self,
        index: str,
        condition: str,
        values: Values,
        *,
        page: int = 0,
        backwards: bool = False,
        only: str = "",
    ) -> Iterator[Item]:
        """The same from an index, which may lag a moment behind. `only` is a condition on what the index holds besides
        its keys: what does not meet it is read and left out.
        """
        how = {"IndexName": index, "ScanIndexForward": not backwards, **({"FilterExpression": only} if only else {})}
        return self._query(condition, values, page, how)

    def first_of_index(
        self, index: str, condition: str, values: Values, *, backwards: bool = False, page: int = 0, only: str = ""
    ) -> tuple[list[Item], Item | None]:
        """What one call reads: a `page` if that is given, at most a megabyte. And the key of the last that was read,
        whether or not it met `only`; None where nothing is left.
        """
        how = {"IndexName": index, "ScanIndexForward": not backwards, **({"FilterExpression": only} if only else {})}
        answer = self._aws.dynamodb.query(**self._request(condition, values, page, how))
        return list(answer["Items"]), answer.get("LastEvaluatedKey") or None

    def _query(self, condition: str, values: Values, page: int, how: Any) -> Iterator[Item]:
        request = self._request(condition, values, page, how)
        while True:
            answer = self._aws.dynamodb.query(**request)
            yield from answer["Items"]
            if not answer.get("LastEvaluatedKey"):
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _request(self, condition: str, values: Values, page: int, how: Any) -> Any:
        return {
            "TableName": self._table,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": {f":{name}": _value(value) for name, value in values.items()},
            **how,
            **({"Limit": page} if page else {}),
        }


def _value(value: str | int) -> Item:
    return {"N": str(value)} if isinstance(value, int) else {"S": value}
