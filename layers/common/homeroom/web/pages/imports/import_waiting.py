"""The page of an import that has not begun yet. It loads itself anew, and says so when that takes long.

Nothing is stored about a file before its import begins: since when somebody waits stands in the page's own address.
"""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page
from homeroom.web.pages.imports.contexts import BeforeImport, ImportPage, ShownImport

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
    import_id, since = request.params["id"], _since(request, now)
    late = now.timestamp() - since >= _LONG.total_seconds()
    address = f"/imports/{import_id}?{urlencode({'name': name, 'since': since})}"
    waiting = BeforeImport.WAITING
    return Page(
        ImportPage(
            imp=ShownImport(id=import_id, name=name, state=waiting.label, badge=waiting.value),
            refresh=f"{_REFRESH_LATE if late else REFRESH};url={address}",
            late=late,
        )
    )


def _since(request: Request, now: datetime) -> int:
    """In seconds since 1970; our own redirect, and that of S3, say nothing, and the page begins to count."""
    since, this_moment = request.query.get("since", ""), int(now.timestamp())
    return min(int(since), this_moment) if since.isdecimal() and len(since) <= _MOST_DIGITS else this_moment
