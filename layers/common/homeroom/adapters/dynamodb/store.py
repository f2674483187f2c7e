"""The one way anything is written: changes, all of them together or none."""

from collections.abc import Collection, Mapping
from typing import Any

from homeroom.adapters import aws_errors
from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.backoff import tries
from homeroom.adapters.dynamodb.codec import Item
from homeroom.adapters.dynamodb.counters import CountedOf, CountItem, differences, update_of
from homeroom.adapters.dynamodb.items import LAYOUTS, Layout, Table, key_of, to_item
from homeroom.adapters.errors import ServiceFailed
from homeroom.domain.kernel.change import Change, Conflict, Stored
from homeroom.settings import Settings
from homeroom.use_cases.ports.store import MOST_ITEMS

# Why DynamoDB cancels a transaction. Anything else is a mistake of ours and stays what it is.
_SOMEBODY_ELSE = frozenset({"ConditionalCheckFailed", "TransactionConflict"})
_TOO_FAST = frozenset({"ThrottlingError", "ProvisionedThroughputExceeded"})
# Answers about the whole call that mean the same as a conflict: another call about these items is under way.
_UNDER_WAY = frozenset({"TransactionInProgressException", "TransactionConflictException"})
_IS_NEW = {"ConditionExpression": "attribute_not_exists(pk)"}


class DynamoStore:
    """Always a transaction, also for a single item: it has a token, so that a try repeated after a lost answer
    is not taken for somebody else's change.
    """

    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._aws = aws
        self._tables = {
            Table.ROSTER: settings.roster_table,
            Table.INVITATIONS: settings.invitations_table,
            Table.IMPORTS: settings.imports_table,
            Table.ACCESS: settings.access_table,
            Table.SITE: settings.site_table,
            Table.AUDIT: settings.audit_table,
        }

    def save(self, *changes: Change) -> None:
        actions = [action for change in changes for action in self._actions(change)]
        counted = _counted(changes)
        if len(actions) + len(counted) > MOST_ITEMS:
            raise ValueError(f"{len(actions) + len(counted)} items in one save, at most {MOST_ITEMS}")
        if not actions:
            return
        for _ in tries():
            counts = [update_of(self._tables[table], item, numbers) for table, item, numbers in counted]
            if self._written([*actions, *counts], len(counts)):
                return
        raise ServiceFailed("DynamoDB: every try of a transaction was throttled")

    def weight(self, changes: Collection[Change]) -> int:
        return sum(1 + sum(map(len, _index_items(change))) for change in changes) + len(_counted(changes))

    def _written(self, actions: list[Any], counts: int) -> bool:
        """False when DynamoDB asks for a pause, or somebody else was just adding to the same counts: as many stand
        last. Raises Conflict.
        """
        try:
            self._aws.dynamodb.transact_write_items(TransactItems=actions)
        except aws_errors.ClientError as error:
            reasons = _reasons(error)
            if counts and _only_the_last(counts, error):
                return False
            if reasons & _SOMEBODY_ELSE or aws_errors.code_of(error) in _UNDER_WAY:
                raise Conflict from error
            if reasons and reasons <= _TOO_FAST:
                return False
            raise
        return True

    def _actions(self, change: Change) -> list[Item]:
        thing = change.after or change.before
        if thing is None:
            return []
        layout = LAYOUTS[type(thing)]
        if layout.append_only and change.before:
            raise ValueError("what is only added to is never changed")
        table = self._tables[layout.table]
        condition = _IS_NEW if layout.append_only else {}
        new, gone = _index_items(change)
        actions = [_main(change, layout, table)]
        actions += [{"Put": _action(table, condition, Item=item)} for item in new]
        actions += [{"Delete": {"TableName": table, "Key": key}} for key in gone]
        return actions


def _main(change: Change, layout: Layout, table: str) -> Item:
    before, after = change.before, change.after
    if before is None:
        assert after is not None  # noqa: S101  narrows the type: a change has one of them
        return {"Put": _action(table, _IS_NEW, Item=to_item(after, 1))}
    key = key_of(layout.key(before))
    if after == before:
        return {"ConditionCheck": _action(table, _is_still(before), Key=key)}
    if after is None:
        return {"Delete": _action(table, _is_still(before), Key=key)}
    if layout.key(after) != layout.key(before):
        raise ValueError("a change keeps the key; what gets another one is a new thing")
    return {"Put": _action(table, _is_still(before), Item=to_item(after, before.version + 1))}


def _action(table: str, condition: Mapping[str, object], **what: Item) -> Any:
    return {"TableName": table, **what, **condition}


def _is_still(before: Stored) -> Mapping[str, object]:
    """The condition that nobody has changed it since it was read."""
    return {
        "ConditionExpression": "#version = :before",
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":before": {"N": str(before.version)}},
    }


def _index_items(change: Change) -> tuple[list[Item], list[Item]]:
    """Of the index items of a thing: those that are new or have changed, and the keys of those that
    are gone.
    """
    of = LAYOUTS[type(change.after or change.before)].index_items
    if of is None:
        return [], []
    before = of(change.before) if change.before else {}
    after = of(change.after) if change.after else {}
    new = [item for key, item in after.items() if before.get(key) != item]
    return new, [key_of({"pk": pk, "sk": sk}) for pk, sk in before.keys() - after.keys()]


def _counted(changes: Collection[Change]) -> list[tuple[Table, CountItem, Mapping[str, int]]]:
    """The items in which these changes change numbers that the store keeps, and by how much."""
    by_table: dict[Table, list[tuple[CountedOf, Stored | None, Stored | None]]] = {}
    for change in changes:
        layout = LAYOUTS[type(change.after or change.before)]
        if layout.counted and change.before is not change.after:
            by_table.setdefault(layout.table, []).append((layout.counted, change.before, change.after))
    return [(table, *one) for table, changed in by_table.items() for one in differences(changed).items()]


def _only_the_last(counts: int, error: "aws_errors.ClientError") -> bool:
    """Whether, of the actions of a cancelled transaction, some of the last ones met another transaction, and all others
    were all right.
    """
    codes = [reason["Code"] for reason in error.response.get("CancellationReasons", [])]
    others, last = set(codes[:-counts]), set(codes[-counts:])
    return others <= {"None"} and "TransactionConflict" in last and last <= {"TransactionConflict", "None"}


def _reasons(error: "aws_errors.ClientError") -> set[str]:
    """Of a cancelled transaction: what its actions ran into, without those that were all right."""
    reasons = error.response.get("CancellationReasons", [])
    return {reason["Code"] for reason in reasons} - {"None"}
