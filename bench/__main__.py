"""`python -m bench [--quick] [--calls] [--office] [--million] [--peers]`: measure everything, print it as tables."""

import argparse
import platform
import sys
from collections.abc import Iterator

from bench.aws_calls import aws_calls
from bench.comparisons import compare_with_django
from bench.imports import importing, reading
from bench.long_runs import GOAL, long_runs
from bench.office import office
from bench.results import Peer, Result, calls_table, goals_table, peers_table
from bench.running import Aws, install_peers, stand_in
from bench.starts import cold_starts, warm_pages


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look in a minute; figures vary")
    parser.add_argument("--calls", action="store_true", help="only what a call to AWS costs")
    parser.add_argument("--office", action="store_true", help="only the office's pages and files of contacts")
    parser.add_argument("--million", action="store_true", help="memory with 1,000,000 rows: a quarter of an hour")
    parser.add_argument("--peers", action="store_true", help="what one would pick instead, fetched into .venv-bench")
    options = parser.parse_args()
    if options.peers:
        install_peers()
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}", flush=True)
    if options.office:
        office((600,) if options.quick else (600, 100_000))
        return
    peers: list[Peer] = []
    with stand_in() as aws:
        print(f"{calls_table(aws_calls(aws, 3 if options.quick else 9))}\n", flush=True)
        if options.calls:
            return
        results = []
        for result in _measure(aws, peers if options.peers else None, quick=options.quick, million=options.million):
            print(f"{result.number}: {result.value:.3g}{result.unit}", file=sys.stderr, flush=True)
            results.append(result)
    print(goals_table(sorted(results, key=lambda result: int(result.number[1:]))))
    print(f"\n{peers_table(peers)}" if peers else "\nS6, and what one would pick instead, is measured with --peers.")


def _measure(aws: Aws, peers: list[Peer] | None, *, quick: bool, million: bool) -> Iterator[Result]:
    times, rows = (3, 2_000) if quick else (9, 10_000)
    yield from cold_starts(aws, times)
    yield warm_pages(aws, 3 if quick else 5)
    yield reading(aws, rows * 2, times)
    yield from importing(aws, rows, 1 if quick else 3)
    if peers is not None:
        result, measured = compare_with_django(aws, rows, 1 if quick else 3)
        peers.extend(measured)
        yield result
    yield from long_runs(aws, rows, GOAL if million else rows * 5)


if __name__ == "__main__":
    main()
