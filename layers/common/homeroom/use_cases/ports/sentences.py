"""Putting messages into sentences, for a file that people read."""

from collections.abc import Sequence
from typing import Protocol

from homeroom.domain.kernel.message import Message


class Sentences(Protocol):
    def __call__(self, messages: Sequence[Message]) -> str:
        """What they say, one after another; empty where there are none."""
