"""Speaking to AWS: what a call costs through the lean transport, and what it costs through boto3, in turns."""

from collections.abc import Iterator
from statistics import median

from bench.results import Call
from bench.running import Aws, run, secure_stand_in

_TRANSPORTS = ("lean", "boto3")
_RUNS = 20


def aws_calls(aws: Aws, times: int) -> Iterator[Call]:
    """Calls that go out again and again, over plain HTTP, and the first one of a process, over TLS."""
    aws.reset()
    yield from _in_turns(aws, times, "aws_calls", str(_RUNS))
    with secure_stand_in() as secure:
        names = {"made": "importing and making the first client", "called": "its first call, over TLS"}
        yield from (call._replace(what=names[call.what]) for call in _in_turns(secure, times, "first_call"))


def _in_turns(aws: Aws, times: int, module: str, *arguments: str) -> list[Call]:
    taken = [[run(aws, module, transport, *arguments) for transport in _TRANSPORTS] for _ in range(times)]
    return [
        Call(name, *(median(figures[name] for figures in runs) for runs in zip(*taken, strict=True)))
        for name in taken[0][0]
    ]
