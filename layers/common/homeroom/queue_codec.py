"""How a message is written into our own queues, and read from them."""

import json
from dataclasses import asdict
from typing import Any, TypeVar

from homeroom.queue_messages import QueueMessage

M = TypeVar("M", bound=QueueMessage)

_LONGEST_NAME = 40


class UnknownMessage(Exception):
    """`kind` and `version` as the message says them, cut short and empty where it says none; nothing else of it."""

    def __init__(self, kind: object, version: object) -> None:
        self.kind, self.version = str(kind)[:_LONGEST_NAME], str(version)[:_LONGEST_NAME]
        super().__init__(self.kind, self.version)


def encode(message: QueueMessage) -> str:
    return json.dumps(asdict(message))


def decode(body: str, *known: type[M]) -> M:
    """One of the `known` messages. Raises UnknownMessage for any other kind or version, and for whatever does not hold
    what its kind and version promise.
    """
    try:
        fields = json.loads(body)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise UnknownMessage("", "")
    kind, version = fields.get("kind", ""), fields.get("version", "")
    for candidate in known:
        if (kind, version) == (candidate.kind, candidate.version):
            return _validated(candidate, fields)
    raise UnknownMessage(kind, version)


def _validated(kind: type[M], fields: dict[str, Any]) -> M:
    from pydantic import TypeAdapter, ValidationError  # a dropped file comes without a message, and does not pay

    try:
        message: M = TypeAdapter(kind).validate_python(fields)
    except ValidationError:
        raise UnknownMessage(kind.kind, kind.version) from None
    return message
