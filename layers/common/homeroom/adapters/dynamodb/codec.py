"""Between the domain's dataclasses and DynamoDB's attribute values, in one step and in both directions.

An attribute has the name of its field. None and defaults are not stored, and a field that an item lacks gets its
default: a new field with a default needs no migration; a new name for a field does, and so does another default.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from operator import itemgetter
from types import NoneType, UnionType
from typing import Any, NamedTuple, TypeVar, cast, get_args, get_origin, get_type_hints

from homeroom.domain.kernel.message import Message, Value

T = TypeVar("T")
Item = dict[str, Any]
"""Attribute values by name, as DynamoDB's client takes and gives them: `{"pk": {"S": "SITE"}}`."""


class _Codec(NamedTuple):
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


class _Field(NamedTuple):
    name: str
    default: Any
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


def encode(thing: object) -> Item:
    """The attributes of a dataclass instance, without those that have their default."""
    values = thing.__dict__
    return {
        name: encode_value(value)
        for name, default, encode_value, _ in _fields(type(thing))
        if (value := values[name]) is not None and value != default
    }


def decode(kind: type[T], item: Mapping[str, Any]) -> T:
    """The instance of a dataclass; attributes that are no fields, such as keys, are passed over. Made past its
    `__init__`, which sets each field of a frozen one by a call of its own. Raises KeyError for what has no default.
    """
    instance = object.__new__(kind)
    values = instance.__dict__
    for name, default, _, decode_value in _fields(kind):
        stored = item.get(name)
        if stored is not None:
            values[name] = decode_value(stored)
        elif default is MISSING:
            raise KeyError(name)
        else:
            values[name] = default
    return instance


_KNOWN: dict[type, list[_Field]] = {}


def _fields(kind: type) -> list[_Field]:
    if kind not in _KNOWN:
        types = get_type_hints(kind)
        _KNOWN[kind] = [_Field(f.name, _default(f), *_codec(types[f.name])) for f in fields(kind)]
    return _KNOWN[kind]


def _default(field: Any) -> Any:
    """MISSING, which no value is equal to, where a field has none: then it is always stored. One for all, as whatever
    is stored is never changed.
    """
    return field.default if field.default_factory is MISSING else field.default_factory()


def _codec(kind: Any) -> _Codec:
    """Raises TypeError for a type that no stored thing has had so far."""
    if kind in _SCALARS:
        return _SCALARS[kind]
    if isinstance(kind, UnionType):
        (some,) = (option for option in get_args(kind) if option is not NoneType)
        return _codec(some)
    if get_origin(kind) in (tuple, Sequence):
        return _list_codec(get_args(kind))
    if get_origin(kind) is Mapping:
        return _map_codec(get_args(kind)[1])
    if isinstance(kind, type) and is_dataclass(kind):
        return _Codec(lambda thing: {"M": encode(thing)}, lambda stored: decode(kind, stored["M"]))
    if issubclass(kind, Enum):
        return _Codec(lambda member: {"S": member.value}, lambda stored: kind(stored["S"]))
    raise TypeError(f"no attribute value for {kind}")


def _list_codec(kinds: tuple[Any, ...]) -> _Codec:
    """Of many alike, such as `tuple[str, ...]`, or of one each, such as `tuple[str, int]`."""
    if len(kinds) == 1 or kinds[1] is Ellipsis:
        each = _codec(kinds[0])
        return _Codec(
            lambda values: {"L": [each.encode(value) for value in values]},
            lambda stored: tuple(each.decode(value) for value in stored["L"]),
        )
    codecs = [_codec(kind) for kind in kinds]
    return _Codec(
        lambda values: {"L": [codec.encode(value) for codec, value in zip(codecs, values, strict=True)]},
        lambda stored: tuple(codec.decode(value) for codec, value in zip(codecs, stored["L"], strict=True)),
    )


def _map_codec(kind: Any) -> _Codec:
    """Of texts to values alike."""
    each = _codec(kind)
    return _Codec(
        lambda values: {"M": {key: each.encode(value) for key, value in values.items()}},
        lambda stored: {key: each.decode(value) for key, value in stored["M"].items()},
    )


@lru_cache(maxsize=256)  # a whole import has one
def moment_text(moment: datetime) -> str:
    """Always as long, always UTC, so that moments sort as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _nested(value: Message) -> dict[str, object]:
    return {"id": value.id, "values": value.values}


_write_values = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_nested).encode
_read_values = json.JSONDecoder().raw_decode  # `decode` looks for spaces around it, too


def _encode_message(message: Message) -> Item:
    """As one text, `id` or `id {"name": value}`: an import stores one or two for each of its rows."""
    return {"S": f"{message.id} {_write_values(message.values)}" if message.values else message.id}


def _decode_message(stored: Item) -> Message:
    message_id, _, written = stored["S"].partition(" ")
    if not written:
        return Message(message_id)
    values, _ = _read_values(written)
    return Message(message_id, {name: _value(value) for name, value in values.items()})


def _value(stored: Any) -> Value:
    if isinstance(stored, list):
        return tuple(cast("str | Message", _value(item)) for item in stored)
    if isinstance(stored, dict):
        return Message(stored["id"], {name: _value(value) for name, value in stored["values"].items()})
    return cast("str | int", stored)


_SCALARS = {
    Message: _Codec(_encode_message, _decode_message),
    str: _Codec(lambda text: {"S": text}, itemgetter("S")),
    bytes: _Codec(lambda octets: {"B": octets}, itemgetter("B")),
    bool: _Codec(lambda truth: {"BOOL": truth}, itemgetter("BOOL")),
    int: _Codec(lambda number: {"N": str(number)}, lambda stored: int(stored["N"])),
    datetime: _Codec(lambda moment: {"S": moment_text(moment)}, lambda stored: datetime.fromisoformat(stored["S"])),
    date: _Codec(lambda day: {"S": day.isoformat()}, lambda stored: date.fromisoformat(stored["S"])),
    timedelta: _Codec(
        lambda span: {"N": str(int(span.total_seconds()))}, lambda stored: timedelta(seconds=int(stored["N"]))
    ),
}
