"""`import_file <key> [seconds]`: import a file that lies in the bucket, or as much of it as there is time for.

Prints what it took. As on Lambda, nothing new is begun when the time is over: the next process goes on.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from homeroom.bootstrap import services
from homeroom.domain.imports.upload import Upload
from homeroom.use_cases.imports.import_csv import import_csv

WARM_UP = "uploads/warm-up.csv"


def main(key: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    import_csv(Upload(bucket="uploads", key=WARM_UP), services())  # clients are made and connected
    urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/-/calls").close()  # noqa: S310  count from here
    before = resource.getrusage(resource.RUSAGE_SELF)
    run = import_csv(Upload(bucket="uploads", key=key), services(), lambda: time.monotonic() < end)
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert run  # noqa: S101  narrows the type
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cpu": cpu, "mb": most_mb(), "counts": dict(run.counts), "state": run.state.value}))


def most_mb() -> float:
    """The largest memory of this program. `ru_maxrss` also counts what its parent had when it was started."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else float("inf"))
