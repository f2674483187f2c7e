"""Pauses between tries: of a whole request, and of what a service left undone of a batch."""

import random
import time
from collections.abc import Iterator

TRIES = 8
_FIRST_SECONDS = 0.05
_LONGEST_SECONDS = 2.0


def tries(most: int = TRIES, first_seconds: float = _FIRST_SECONDS) -> Iterator[int]:
    """Numbers of the tries, with a pause before each but the first: longer each time, and never in step
    with others who were refused at the same moment. About four seconds altogether.
    """
    for number in range(most):
        if number:
            longest = min(_LONGEST_SECONDS, first_seconds * 2**number)
            time.sleep(random.uniform(longest / 2, longest))  # noqa: S311  not a secret
        yield number
