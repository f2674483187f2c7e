"""S4, S5, S8, S9: reading and importing files."""

from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple

from bench.files import a_file
from bench.results import Result
from bench.running import Aws, run


class Taken(NamedTuple):
    """CPU in microseconds a row, calls to AWS altogether."""

    cpu: float
    calls: int


def reading(aws: Aws, rows: int, times: int) -> Result:
    taken = run(aws, "read_rows", str(rows), str(times))
    alone, checked = (median(taken[name]) / rows * 1_000_000 for name in ("alone", "checked"))
    detail = f"{checked:.2f} µs a row, csv.DictReader {alone:.2f} µs"
    return Result("S4", "read and check a row", 2.5, checked / alone, detail)


def importing(aws: Aws, rows: int, times: int) -> Iterator[Result]:
    """First import, the unchanged file again, and BatchWriteItem without checks, in turns."""
    first, again, plain = [], [], []
    for _ in range(times):
        fresh(aws, rows)
        first.append(import_all(aws, "uploads/first.csv", rows, "invited"))
        again.append(import_all(aws, "uploads/again.csv", rows, "unchanged"))
        plain.append(per_row(run(aws, "batch_write", "uploads/first.csv"), aws, rows))
    cpu, cpu_again, cpu_plain = (median(t.cpu for t in taken) for taken in (first, again, plain))
    calls, calls_again = first[0].calls, again[0].calls
    per_thousand = calls / rows * 1000
    detail = f"{cpu:.0f} µs a row, csv + BatchWriteItem {cpu_plain:.0f} µs"
    yield Result("S5", f"import, CPU a row ({rows:,} rows)", 1.5, cpu / cpu_plain, detail)
    yield Result("S8", "calls for 1,000 new invitations", 150, per_thousand, f"{calls:,} calls, {rows:,} rows", "")
    yield Result("S9", "the unchanged file again, CPU", 0.4, cpu_again / cpu, f"{cpu_again:.0f} µs a row")
    yield Result("S9", "the unchanged file again, calls", 0.4, calls_again / calls, f"{calls_again:,} calls")


def fresh(aws: Aws, rows: int) -> None:
    """A file, and the same one under another name."""
    aws.reset()
    for name in ("first", "again"):
        aws.put_file(f"uploads/{name}.csv", a_file(rows))


def import_all(aws: Aws, key: str, rows: int, outcome: str) -> Taken:
    """In one process, to the end."""
    figures = run(aws, "import_file", key)
    if figures["state"] != "finished" or figures["counts"] != {outcome: rows}:
        raise RuntimeError(f"the import went wrong: {figures}")
    return per_row(figures, aws, rows)


def per_row(figures: Any, aws: Aws, rows: int) -> Taken:
    return Taken(figures["cpu"] / rows * 1_000_000, sum(aws.calls().values()))
