"""S7, S10: many rows, over as many invocations as it takes: each is a process of its own and has so many seconds."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from bench.files import a_file
from bench.results import Result
from bench.running import Aws, cpu_until_killed, run

GOAL = 1_000_000
_SECONDS = 60
_FILE = "uploads/long.csv"
_MOST_MB = 256


class LongRun(NamedTuple):
    """CPU in microseconds a row, the largest memory of a process in MB, calls to AWS and processes altogether."""

    cpu: float
    mb: float
    calls: int
    invocations: int


def long_runs(aws: Aws, few: int, many: int) -> Iterator[Result]:
    """The goals ask for a million rows. Fewer are imported in one process, which says what can be known of memory."""
    is_goal = many == GOAL
    small = _import(aws, few)
    large = _over_invocations(aws, many, _SECONDS) if is_goal else _import(aws, many)
    unasked = "" if is_goal else "asked of a million: --million"
    detail = f"{small.mb:.0f} MB and {large.mb:.0f} MB"
    yield Result("S7", f"memory, {few:,} and {many:,} rows", 1.2, large.mb / small.mb, detail, unasked=unasked)
    yield Result("S7", f"memory at most, {many:,} rows", _MOST_MB, large.mb, detail, " MB", unasked)
    detail = f"{large.cpu * many / 1_000_000:.0f} s of CPU, {large.calls:,} calls, " + (
        f"{large.invocations} invocations of {_SECONDS} s, one of them killed" if is_goal else "one process"
    )
    what = f"{many:,} rows finish, CPU a row against {few:,}"
    yield Result("S10", what, 1.2, large.cpu / small.cpu, detail, unasked=unasked)


def _import(aws: Aws, rows: int) -> LongRun:
    _put(aws, rows)
    figures = run(aws, "import_file", _FILE)
    calls = sum(aws.calls().values())
    _check(aws, rows, figures)
    return LongRun(figures["cpu"] / rows * 1_000_000, figures["mb"], calls, 1)


def _over_invocations(aws: Aws, rows: int, seconds: float) -> LongRun:
    """The second one is killed half-way. The next one finds what that stored, and each row has to be there once."""
    _put(aws, rows)
    cpu, mb, calls, invocations = 0.0, 0.0, 0, 0
    figures: Any = {"state": "placing"}
    while figures["state"] in ("placing", "queueing"):
        invocations += 1
        if invocations == 2:
            cpu += cpu_until_killed(aws, seconds / 2, "import_file", _FILE)
        else:
            figures = run(aws, "import_file", _FILE, str(seconds))
            cpu, mb = cpu + figures["cpu"], max(mb, figures["mb"])
        calls += sum(aws.calls().values())
    _check(aws, rows, figures)
    return LongRun(cpu / rows * 1_000_000, mb, calls, invocations)


def _put(aws: Aws, rows: int) -> None:
    aws.reset(forgets=True)
    aws.put_file(_FILE, a_file(rows))


def _check(aws: Aws, rows: int, figures: Any) -> None:
    """Every row has its outcome once, and every parent's mail is queued, beside the one of the warm-up."""
    mails = {invitation for message in aws.messages() for invitation, _ in json.loads(message)["mails"]}
    if figures["state"] != "finished" or figures["counts"] != {"invited": rows} or len(mails) != rows + 1:
        raise RuntimeError(f"the import went wrong: {figures}, {len(mails)} mails")
