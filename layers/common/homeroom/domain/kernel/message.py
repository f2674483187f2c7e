"""What a person is to be told, as a code with values. The catalogues in messages/ turn it into a sentence, in the
language of whoever reads it; nothing in the domain or in the store is a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Union

Value = Union[str, int, tuple[Union[str, "Message"], ...], "Message"]
"""What stands in a sentence: text as it was typed, a number, what another message says, or a list of such."""


_AROUND_A_VALUE, _AROUND_A_MESSAGE = 6, 20
"""Quotation marks, a colon and a comma where they are stored; of a message within one, the names of its fields, too."""


class Code(StrEnum):
    """Message ids. Each member of a subclass has an entry of its own in every catalogue, found by its value."""


class Labeled(StrEnum):
    """Values with a word for people. The entry in the catalogues is found by class and value: `Status.waiting`."""

    @property
    def label(self) -> "Message":
        return Message(f"{type(self).__name__}.{self.value}")


@dataclass(frozen=True)
class Message:
    """`id` is a Code's or a label's. The names of `values` are those in the catalogues' sentences; a sentence that
    depends on a number takes it from `count`.
    """

    id: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)

    @property
    def length(self) -> int:
        """Characters that it takes where it is stored, about."""
        length = len(self.id)
        for name, value in self.values.items():
            length += len(name) + _AROUND_A_VALUE + _length(value)
        return length

    def is_(self, code: Code) -> bool:
        """Whether it says this, whatever the values."""
        return self.id == code.value


def _length(value: Value) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Message):
        return _AROUND_A_MESSAGE + value.length
    if isinstance(value, tuple):
        return _AROUND_A_VALUE * len(value) + sum(map(_length, value))
    return len(str(value))


def message(code: Code, **values: Value) -> Message:
    return Message(str(code), values)
