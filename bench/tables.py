"""DynamoDB's tables in memory: as much of them as an import asks for, with its conditions."""

import json
from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import Any, NamedTuple

PAGE_BYTES = 1_000_000
_KNOWN_CONDITIONS = ("attribute_not_exists(pk)", "#version = :before")

Key = tuple[str, str]


class Refused(Exception):
    """What DynamoDB answers with status 400."""

    def __init__(self, code: str, more: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.answer = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code, **(more or {})}


class Stored(NamedTuple):
    """An item as its JSON, which takes a fifth of the memory, and the version that conditions ask for."""

    version: str
    json: str


class Tables:
    """`forgets`: keeps only what a run of a million new students reads again, so that they fit into memory."""

    def __init__(self) -> None:
        self.forgets = False
        self._items: dict[str, dict[Key, Stored]] = {}
        self._sorts: dict[tuple[str, str], list[str]] = {}
        self._homerooms: dict[str, dict[Key, None]] = {}

    def get(self, table: str, key: dict[str, Any]) -> str | None:
        item = self._items.get(table, {}).get(_key(key))
        return item.json if item else None

    def put(self, table: str, item: dict[str, Any], condition: dict[str, Any] | None = None) -> None:
        self.check(table, item, condition or {})
        key = _key(item)
        if self.forgets and key[1] not in ("IMPORT", "") and not key[1].startswith(("ROWS#", "HOMEROOM#")):
            return
        items = self._items.setdefault(table, {})
        if key not in items:
            insort(self._sorts.setdefault((table, key[0]), []), key[1])
        if homeroom := item.get("homeroom_key"):
            self._homerooms.setdefault(homeroom["S"], {})[key] = None
        items[key] = Stored(item.get("version", {}).get("N", ""), json.dumps(item, separators=(",", ":")))

    def delete(self, table: str, key: dict[str, Any], condition: dict[str, Any]) -> None:
        self.check(table, key, condition)
        pk, sk = _key(key)
        if self._items.get(table, {}).pop((pk, sk), None):
            self._sorts[table, pk].remove(sk)

    def check(self, table: str, key: dict[str, Any], condition: dict[str, Any]) -> None:
        """Raises Refused when the condition does not hold."""
        expression = condition.get("ConditionExpression")
        if not expression:
            return
        if expression not in _KNOWN_CONDITIONS:
            raise Refused("ValidationException")
        standing = self._items.get(table, {}).get(_key(key))
        if expression == _KNOWN_CONDITIONS[0]:
            holds = standing is None
        else:
            before = condition["ExpressionAttributeValues"][":before"]["N"]
            holds = standing is not None and standing.version == before
        if not holds:
            raise Refused("ConditionalCheckFailedException")

    def transact(self, actions: Iterable[dict[str, Any]]) -> None:
        """All or none."""
        requests = [(kind, what) for action in actions for kind, what in action.items()]
        reasons = [self._reason(what) for _, what in requests]
        if any(reasons):
            codes = [{"Code": reason or "None"} for reason in reasons]
            raise Refused("TransactionCanceledException", {"CancellationReasons": codes})
        for kind, what in requests:
            if kind == "Put":
                self.put(what["TableName"], what["Item"])
            elif kind == "Delete":
                self.delete(what["TableName"], what["Key"], {})

    def _reason(self, what: dict[str, Any]) -> str:
        try:
            self.check(what["TableName"], what.get("Item") or what["Key"], what)
        except Refused:
            return "ConditionalCheckFailed"
        return ""

    def in_homeroom(self, table: str, homeroom_key: str) -> str:
        """The items of one key of the index by_homeroom, as JSON, in no order: a homeroom fills no page."""
        return ",".join(self._items[table][key].json for key in self._homerooms.get(homeroom_key, ()))

    def query(self, table: str, pk: str, first: str = "", last: str = "\uffff", *, after: str = "") -> tuple[str, str]:
        """A page of items as JSON, and the sort key to go on after; empty at the end."""
        sorts, size, end = self._sorts.get((table, pk), []), 0, ""
        page: list[str] = []
        for sk in sorts[bisect_left(sorts, max(first, after)) :]:
            if sk == after:
                continue
            if sk > last:
                break
            if size > PAGE_BYTES:
                return ",".join(page), end
            page.append(self._items[table][pk, sk].json)
            size, end = size + len(page[-1]), sk
        return ",".join(page), ""


def _key(item: dict[str, Any]) -> Key:
    return item["pk"]["S"], item["sk"]["S"] if "sk" in item else ""
