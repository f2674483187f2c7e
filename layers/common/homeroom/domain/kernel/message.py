"""What a person is to be told, as a code with values. The catalogues in messages/ turn it into a sentence, in the
language of whoever reads it; nothing in the domain or in the store is a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Union

Value = Union[str, int, tuple[str, ...], "Message"]
"""What stands in a sentence: text as it was typed, a number, a list of texts, or what another message says."""


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

    def is_(self, code: Code) -> bool:
        """Whether it says this, whatever the values."""
        return self.id == code.value


def message(code: Code, **values: Value) -> Message:
    return Message(code.value, values)
