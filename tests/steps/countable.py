"""Chance that comes out alike each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest


class Countable:
    """Stands for the module `secrets`: ids and tokens that come out alike in every run."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def token_hex(self, size: int) -> str:
        return f"{next(self._numbers):0{size * 2}x}"

    def randbelow(self, below: int) -> int:
        return next(self._numbers) % below

    def token_urlsafe(self, size: int) -> str:
        return f"{next(self._numbers):0{(size * 4 + 2) // 3}}"


@contextmanager
def countable_ids() -> Iterator[None]:
    """Until the end of the block, beginning with the first one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("homeroom.domain.kernel.token.secrets", Countable())
        yield
