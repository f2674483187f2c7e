"""Pauses between tries, where a service hands back a part of a batch and botocore does not try again."""

import random
import time
from collections.abc import Iterator

TRIES = 8
_FIRST_SECONDS = 0.05
_LONGEST_SECONDS = 2.0


def tries() -> Iterator[int]:
    """Numbers of the tries, with a pause before each but the first: longer each time, and never in step
    with others who were refused at the same moment. About four seconds altogether.
    """
    for number in range(TRIES):
        if number:
            longest = min(_LONGEST_SECONDS, _FIRST_SECONDS * 2**number)
            time.sleep(random.uniform(longest / 2, longest))  # noqa: S311  not a secret
        yield number
