"""How long a call to AWS may take, and how often it is tried."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Of one service: attempts at a call, the first one included; seconds to wait for an answer; and seconds after
    which an idle connection is not used any more.
    """

    attempts: int
    read_seconds: float
    idle_seconds: float = 60


CONNECT_SECONDS = 2
