"""Between the domain's dataclasses and DynamoDB's attribute values, in one step and in both directions.

An attribute has the name of its field. None is not stored, and a field that an item lacks gets its default:
a new field with a default needs no migration, a new name for a field does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")
Item = dict[str, Any]
"""Attribute values by name, as DynamoDB's client takes and gives them: `{"pk": {"S": "SITE"}}`."""


class _Codec(NamedTuple):
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


def encode(thing: object) -> Item:
    """The attributes of a dataclass instance."""
    codecs = _field_codecs(type(thing))
    values = ((name, codec, getattr(thing, name)) for name, codec in codecs)
    return {name: codec.encode(value) for name, codec, value in values if value is not None}


def decode(kind: type[T], item: Mapping[str, Any]) -> T:
    """The instance of a dataclass; attributes that are no fields, such as keys, are passed over."""
    return kind(**{name: codec.decode(item[name]) for name, codec in _field_codecs(kind) if name in item})


_KNOWN: dict[type, list[tuple[str, _Codec]]] = {}


def _field_codecs(kind: type) -> list[tuple[str, _Codec]]:
    if kind not in _KNOWN:
        types = get_type_hints(kind)
        _KNOWN[kind] = [(field.name, _codec(types[field.name])) for field in fields(kind)]
    return _KNOWN[kind]


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


def _moment(moment: datetime) -> dict[str, str]:
    """Always as long, always UTC, so that moments sort as text."""
    return {"S": moment.astimezone(UTC).isoformat(timespec="microseconds")}


_SCALARS = {
    str: _Codec(lambda text: {"S": text}, lambda stored: stored["S"]),
    bool: _Codec(lambda truth: {"BOOL": truth}, lambda stored: stored["BOOL"]),
    int: _Codec(lambda number: {"N": str(number)}, lambda stored: int(stored["N"])),
    datetime: _Codec(_moment, lambda stored: datetime.fromisoformat(stored["S"])),
    timedelta: _Codec(
        lambda span: {"N": str(int(span.total_seconds()))}, lambda stored: timedelta(seconds=int(stored["N"]))
    ),
}
