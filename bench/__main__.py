"""`python -m bench [--quick] [--million]`: measure everything, print one table."""

import argparse
import platform
import sys
from collections.abc import Iterator

from bench.imports import importing, memory, reading
from bench.results import Result, as_table
from bench.running import Aws, stand_in
from bench.starts import cold_starts, warm_pages


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look in half a minute; figures vary")
    parser.add_argument("--million", action="store_true", help="memory with 1,000,000 rows: a quarter of an hour")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}", flush=True)
    with stand_in() as aws:
        results = []
        for result in _measure(aws, quick=options.quick, million=options.million):
            print(f"{result.number}: {result.value:.3g}{result.unit}", file=sys.stderr, flush=True)
            results.append(result)
    print(as_table(sorted(results, key=lambda result: int(result.number[1:]))))


def _measure(aws: Aws, *, quick: bool, million: bool) -> Iterator[Result]:
    times, rows = (3, 2_000) if quick else (9, 10_000)
    yield from cold_starts(aws, times)
    yield warm_pages(aws, 3 if quick else 5)
    yield reading(aws, rows * 2, times)
    yield from importing(aws, rows, 1 if quick else 3)
    yield from memory(aws, rows, 1_000_000 if million else rows * 5)


if __name__ == "__main__":
    main()
