"""Reading and checking rows, against csv.DictReader alone: in turns, in one process; prints seconds."""

import csv
import io
import json
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date

from bench.files import a_file
from homeroom.domain.imports.spreadsheet import open_sheet

_TODAY = date(2026, 9, 1)


def main(rows: int, times: int) -> None:
    body = a_file(rows)
    taken = [(_seconds(lambda: _alone(body)), _seconds(lambda: _checked(body))) for _ in range(times)]
    print(json.dumps({"alone": [a for a, _ in taken], "checked": [c for _, c in taken]}))


def _seconds(read: Callable[[], Iterator[object]]) -> float:
    start = time.process_time()
    deque(read(), maxlen=0)
    return time.process_time() - start


def _alone(body: bytes) -> Iterator[object]:
    return csv.DictReader(io.TextIOWrapper(io.BytesIO(body), encoding="utf-8", newline=""))


def _checked(body: bytes) -> Iterator[object]:
    return open_sheet(io.BytesIO(body), default_year="2026-2027", today=_TODAY).rows()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
