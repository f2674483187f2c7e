"""S4, S5, S7, S8, S9, S10: reading and importing files."""

from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple

from bench.files import a_file
from bench.results import Result
from bench.running import Aws, run

_MOST_MB = 256


class Taken(NamedTuple):
    """CPU in microseconds a row, calls to AWS altogether, largest memory in MB."""

    cpu: float
    calls: int
    mb: float


def reading(aws: Aws, rows: int, times: int) -> Result:
    taken = run(aws, "read_rows", str(rows), str(times))
    alone, checked = (median(taken[name]) / rows * 1_000_000 for name in ("alone", "checked"))
    told = f"{checked:.2f} µs a row, csv.DictReader {alone:.2f} µs"
    return Result("S4", "read and check a row", 2.5, checked / alone, told)


def importing(aws: Aws, rows: int, times: int) -> Iterator[Result]:
    """First import, the unchanged file again, and BatchWriteItem without checks, in turns."""
    first, again, plain = [], [], []
    for _ in range(times):
        _fresh(aws, rows)
        first.append(_import(aws, "uploads/first.csv", rows, "invited"))
        again.append(_import(aws, "uploads/again.csv", rows, "unchanged"))
        plain.append(_taken(run(aws, "batch_write", "uploads/first.csv"), aws, rows))
    cpu, cpu_again, cpu_plain = (median(t.cpu for t in taken) for taken in (first, again, plain))
    calls, calls_again = first[0].calls, again[0].calls
    per_thousand = calls / rows * 1000
    told = f"{cpu:.0f} µs a row, csv + BatchWriteItem {cpu_plain:.0f} µs"
    yield Result("S5", f"import, CPU a row ({rows:,} rows)", 1.5, cpu / cpu_plain, told)
    yield Result("S8", "calls for 1,000 new invitations", 150, per_thousand, f"{calls:,} calls, {rows:,} rows", "")
    yield Result("S9", "the unchanged file again, CPU", 0.4, cpu_again / cpu, f"{cpu_again:.0f} µs a row")
    yield Result("S9", "the unchanged file again, calls", 0.4, calls_again / calls, f"{calls_again:,} calls")


def memory(aws: Aws, few: int, many: int) -> Iterator[Result]:
    small, large = (_memory_of(aws, rows) for rows in (few, many))
    told = f"{small.mb:.0f} MB and {large.mb:.0f} MB"
    yield Result("S7", f"memory, {few:,} and {many:,} rows", 1.2, large.mb / small.mb, told)
    yield Result("S7", "memory at most", _MOST_MB, large.mb, told, " MB")
    told = f"{large.cpu * many / 1_000_000:.0f} s of CPU in one process, {large.calls:,} calls"
    yield Result("S10", f"{many:,} rows finish, CPU a row against {few:,}", 1.2, large.cpu / small.cpu, told)


def _memory_of(aws: Aws, rows: int) -> Taken:
    aws.reset(forgets=True)
    aws.put_file("uploads/first.csv", a_file(rows))
    return _import(aws, "uploads/first.csv", rows, "invited")


def _fresh(aws: Aws, rows: int) -> None:
    aws.reset()
    for name in ("first", "again"):
        aws.put_file(f"uploads/{name}.csv", a_file(rows))


def _import(aws: Aws, key: str, rows: int, outcome: str) -> Taken:
    told = run(aws, "import_file", key)
    if told["state"] != "finished" or told["counts"] != {outcome: rows}:
        raise RuntimeError(f"the import went wrong: {told}")
    return _taken(told, aws, rows)


def _taken(told: Any, aws: Aws, rows: int) -> Taken:
    return Taken(told["cpu"] / rows * 1_000_000, sum(aws.calls().values()), told["mb"])
