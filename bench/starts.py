"""S1, S2, S11: functions against the typical handler, in turns."""

import json
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from bench.files import a_file
from bench.results import Result
from bench.running import ROOT, Aws, cpu_of, run

_REACH = 0.6
_WARM_EVENTS = 300


def cold_starts(aws: Aws, times: int) -> Iterator[Result]:
    """User and system time of a new interpreter: start, import everything, answer one event."""
    aws.reset()
    aws.put_file("uploads/new.csv", a_file(1))
    run(aws, "seed", str(times + 1))
    for number, what, function, event in (
        ("S1", "cold start, first page: portal", "portal", lambda _: _page("/login")),
        ("S2", "cold start, first file: import_csv", "import_csv", _drop),
        ("S2", "cold start, first mail: send_invite", "send_invite", _mail),
    ):
        ours, typical = _cold(aws, function, event, times)
        detail = f"{ours * 1000:.0f} ms, typical page {typical * 1000:.0f} ms"
        yield Result(number, what, _REACH, ours / typical, detail)


def warm_pages(aws: Aws, times: int) -> Result:
    aws.reset()
    event = json.dumps(_page("/login"))
    names = ("portal", "typical")
    taken = [[run(aws, "invoke", name, event, str(_WARM_EVENTS)) for name in names] for _ in range(times)]
    ours, typical = (median(column) for column in zip(*taken, strict=True))
    detail = f"{ours / 1000:.2f} ms, typical {typical / 1000:.2f} ms"
    return Result("S11", "a warm page with one read, CPU", _REACH, ours / typical, detail)


def _cold(aws: Aws, function: str, event: Callable[[int], Any], times: int) -> tuple[float, float]:
    """Seconds, ours and typical. The first pair is not counted: it leaves .pyc files behind."""
    page = json.dumps(_page("/login"))
    taken = [
        (cpu_of(aws, "invoke", function, json.dumps(event(n))), cpu_of(aws, "invoke", "typical", page))
        for n in range(times + 1)
    ][1:]
    return median(ours for ours, _ in taken), median(typical for _, typical in taken)


def _event(name: str) -> Any:
    return json.loads((ROOT / "events" / f"{name}.json").read_text())


def _page(path: str) -> Any:
    event = _event("http_login")
    event["rawPath"] = path
    event["requestContext"]["http"] |= {"method": "GET", "path": path}
    return event


def _drop(number: int) -> Any:
    """Each a version of its own: the same one again would be finished already."""
    event = _event("s3_put")
    event["Records"][0]["s3"]["bucket"]["name"] = "uploads"
    event["Records"][0]["s3"]["object"] |= {"key": "uploads/new.csv", "versionId": f"v{number}"}
    return event


def _mail(number: int) -> Any:
    event = _event("invite_message")
    event["Records"][0]["body"] = json.dumps({"kind": "invite", "version": 1, "mails": [[f"i{number}", 1]]})
    return event
