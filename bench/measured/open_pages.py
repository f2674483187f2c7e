"""`open_pages <path>...`: what a Site Admin's pages take, warm: calls, bytes of HTML and CPU of each."""

import json
import os
import sys
import time
from typing import Any
from urllib.request import urlopen

from bench.measured.invoke import FUNCTIONS, Context, load
from bench.measured.seed_school import YEAR
from homeroom.bootstrap import services
from homeroom.domain.accounts.user import User
from homeroom.domain.kernel.change import Change
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.sessions import start_log_in

_TIMES = 10


def main(paths: list[str]) -> None:
    world = services()
    if world.site.settings() is None:
        world.store.save(Change.new(SiteSettings(school_year=YEAR)))
    admin = User(id="admin", email="admin@example.org", name="A", is_admin=True, has_password=True)
    world.store.save(Change.new(admin))
    cookie = f"__Host-session={start_log_in(admin, world).token}"
    handler = load("portal").handler
    figures = {}
    for path in paths:
        event = _event(path, cookie)
        size = len(_opened(handler, event))
        _calls()
        _opened(handler, event)
        calls, started = _calls(), time.process_time()
        for _ in range(_TIMES):
            _opened(handler, event)
        figures[path] = {"calls": calls, "bytes": size, "cpu": (time.process_time() - started) / _TIMES}
    print(json.dumps(figures))


def _event(path: str, cookie: str) -> Any:
    event = json.loads((FUNCTIONS.parent / "events" / "http_login.json").read_text())
    event["rawPath"], event["cookies"] = path, [cookie]
    event["requestContext"]["http"] |= {"method": "GET", "path": path}
    return event


def _opened(handler: Any, event: Any) -> str:
    answer = handler(event, Context())
    if answer["statusCode"] != 200:
        raise RuntimeError(f"{event['rawPath']} answers {answer['statusCode']} {answer['headers']}")
    body: str = answer["body"]
    return body


def _calls() -> int:
    """Since this was last asked."""
    with urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/-/calls") as answer:  # noqa: S310
        return sum(json.load(answer).values())


if __name__ == "__main__":
    main(sys.argv[1:])
