"""How long a call to AWS may take, and how often it is tried."""

from typing import NamedTuple


class Limits(NamedTuple):
    """Of one service: attempts at a call, the first one included; seconds to wait for an answer; and seconds after
    which an idle connection is not used any more.
    """

    attempts: int
    read_seconds: float
    idle_seconds: float = 60


CONNECT_SECONDS = 2
