"""moto, quicker and no kinder: most of its time goes into copies and look-ups that come to nothing.

Before a transaction it copies each table deeply, once for each item that is written, in case it must roll back: here
only the items that the transaction changes in place are copied. In every attribute value that it reads or writes it
looks for ten members, under several names each: here only for those that are there. It adds up an item's size anew for
each attribute: here once. tests/contract/test_quick_moto.py holds all of it to what moto does by itself.
"""

import copy
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from moto.backends import get_backend
from moto.core import responses
from moto.core.parse import BaseJSONParser
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table

_transact_write_items = DynamoDBBackend.transact_write_items
_make_item = Item.__init__
_serialize_type_structure: Any = BaseJSONSerializer._serialize_type_structure
_parse_structure: Any = BaseJSONParser._parse_structure

_responses: Any = responses
_underscores, _method_names = cache(_responses.camelcase_to_underscores), cache(_responses.method_names_from_class)

ACCOUNT = "123456789012"
"""moto's."""

_LARGEST = 400_000
"""Bytes of an item, with some room to where moto refuses it."""


_prepared: dict[str, dict[str, Any]] = {}


def copies_in_moto(service: str, region: str, make: Callable[[], None]) -> None:
    """Make what a service shall hold when a test begins, through its API; from the second time on, copy that."""
    backends: Any = get_backend
    backend = backends(service)[ACCOUNT][region]
    if service in _prepared:
        vars(backend).update(copy.deepcopy(_prepared[service]))
    else:
        make()
        _prepared[service] = copy.deepcopy(vars(backend))


def make_moto_quick() -> None:
    """For the whole process."""
    DynamoDBBackend.transact_write_items = _transact_write_items_once_copied  # type: ignore[method-assign, assignment]
    Item.__init__ = _make_item_and_measure_once  # type: ignore[method-assign]
    BaseJSONParser._parse_structure = _parse_what_is_there  # type: ignore[method-assign]
    BaseJSONSerializer._serialize_type_structure = _serialize_what_is_there  # type: ignore[method-assign]
    _responses.camelcase_to_underscores = _underscores
    _responses.method_names_from_class = _method_names


def make_moto_itself_again() -> None:
    DynamoDBBackend.transact_write_items = _transact_write_items  # type: ignore[method-assign]
    Item.__init__ = _make_item  # type: ignore[method-assign]
    BaseJSONParser._parse_structure = _parse_structure  # type: ignore[method-assign]
    BaseJSONSerializer._serialize_type_structure = _serialize_type_structure  # type: ignore[method-assign]


def _transact_write_items_once_copied(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    names = {operation.get("TableName") for item in transact_items for operation in item.values()}
    before = {name: _as_it_is_now(backend.tables[name]) for name in names if name in backend.tables}
    for item in transact_items:
        if "Update" in item:
            _replace_by_a_copy(backend, item["Update"])

    def deepcopy(thing: Any) -> Any:
        return before[thing.name] if isinstance(thing, Table) else copy.deepcopy(thing)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models, "copy", SimpleNamespace(deepcopy=deepcopy))
        _transact_write_items(backend, transact_items)


def _as_it_is_now(table: Table) -> Table:
    """Stays so when items are put or deleted; an item that is changed in place must be another one by then."""
    now = copy.copy(table)
    now.items = defaultdict(dict)
    for key, entry in table.items.items():
        now.items[key] = entry if isinstance(entry, Item) else dict(entry)
    return now


def _replace_by_a_copy(backend: DynamoDBBackend, update: dict[str, Any]) -> None:
    """An update changes the item itself."""
    table = backend.tables.get(update["TableName"])
    if table is None or not {table.hash_key_attr, table.range_key_attr or table.hash_key_attr} <= set(update["Key"]):
        return
    hash_key, range_key = backend.get_keys_value(table, update["Key"])
    item: Any = table.get_item(hash_key, range_key)
    if item is None:
        return
    if range_key is None:
        table.items[hash_key] = copy.deepcopy(item)
    else:
        table.items[hash_key][range_key] = copy.deepcopy(item)


def _make_item_and_measure_once(
    self: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]
) -> None:
    self.hash_key, self.range_key = hash_key, range_key
    self.attrs = LimitedSizeDict()
    dict.update(self.attrs, {name: DynamoType(value) for name, value in attrs.items()})
    if self.size() > _LARGEST:
        _make_item(self, hash_key, range_key, attrs)


def _parse_what_is_there(self: Any, shape: Any, value: Any) -> Any:
    if shape.name != "AttributeValue" or type(value) is not dict:
        return _parse_structure(self, shape, value)
    members = shape.members
    return {
        name: content if name in {"S", "N"} else self._parse_shape(members[name], content)
        for name, content in value.items()
        if content is not None and name in members
    }


def _serialize_what_is_there(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    if shape.name != "AttributeValue" or type(value) is not dict or not key:
        _serialize_type_structure(self, serialized, value, shape, key)
        return
    wrapper: dict[str, Any] = {}
    for name, content in value.items():
        if name in {"S", "N"}:
            wrapper[name] = str(content)
        elif content is not None:
            shape.members[name].parent = shape
            self._serialize(wrapper, content, shape.members[name], name)
    self._default_serialize(serialized, wrapper, shape, key)
