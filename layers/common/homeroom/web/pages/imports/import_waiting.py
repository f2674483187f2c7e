"""The page of an import that has not begun yet. It loads itself anew, and says so when that takes long.

Nothing is stored about a file before its import begins: since when somebody waits stands in the page's own address.
"""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from homeroom.domain.imports.outcome import Outcome
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page

REFRESH = "2"
"""Seconds until the page of something that runs loads itself anew."""
_REFRESH_LATE = "15"
_LONG = timedelta(minutes=2)
_MOST_DIGITS = 10


def waiting_page(request: Request, now: datetime) -> Page | None:
    """None where nobody was sent here with a file."""
    name = request.query.get("name") or request.query.get("key", "").rpartition("/")[2]
    if not name:
        return None
    since = _since(request, now)
    late = now.timestamp() - since >= _LONG.total_seconds()
    address = f"/imports/{request.params['id']}?{urlencode({'name': name, 'since': since})}"
    return Page("imports/import.html", _context(request.params["id"], name, address, late=late))


def _since(request: Request, now: datetime) -> int:
    """In seconds since 1970; of our own redirect, and of that of S3, nothing is said, and the page begins to count."""
    told, this_moment = request.query.get("since", ""), int(now.timestamp())
    return min(int(told), this_moment) if told.isdecimal() and len(told) <= _MOST_DIGITS else this_moment


def _context(import_id: str, name: str, address: str, *, late: bool) -> dict[str, object]:
    imp = {
        "id": import_id,
        "name": name,
        "when": "",
        "by": "",
        "state": "waiting",
        "state_label": "Waiting",
        "rows": 0,
        "done": 0,
        "percent": 0,
        "counts": {outcome.value: 0 for outcome in Outcome},
        "detected": "",
        "notices": [],
        "problems": [],
        "half_way": False,
        "results_url": "",
    }
    return {
        "imp": imp,
        "rows": [],
        "outcome": "",
        "refresh": f"{_REFRESH_LATE if late else REFRESH};url={address}",
        "late": late,
        "mail_out": "",
        "attention": [],
        "can_stop": False,
        "can_withdraw": False,
        "next_url": "",
        "last_row": 0,
    }
