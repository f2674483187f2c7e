"""The page of an import that has not begun yet. It loads itself anew, and says so when that takes long.

Nothing is stored about a file before its import begins: since when somebody waits stands in the page's own address.
What the file is called does not, for it may be a family's name, and addresses stay in histories.
"""

from datetime import datetime, timedelta

from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.pages.imports.contexts import BeforeImport, ImportPage, ShownImport

REFRESH = "2"
"""Seconds until the page of something that runs loads itself anew."""
_REFRESH_LATE = "15"
_LONG = timedelta(minutes=2)
_MOST_DIGITS = 10


def to_page_of(import_id: str) -> Redirect:
    """To the page of an import that may not have begun yet."""
    return Redirect(f"/imports/{import_id}?since=now")


def from_bucket(request: Request) -> Redirect | None:
    """S3 sends the browser here with the file's key in the address."""
    return to_page_of(request.params["id"]) if "key" in request.query else None


def waiting_page(request: Request, now: datetime) -> Page | None:
    """None where nobody was sent here with a file."""
    if "since" not in request.query:
        return None
    import_id, since = request.params["id"], _since(request, now)
    late = now.timestamp() - since >= _LONG.total_seconds()
    address = f"/imports/{import_id}?since={since}"
    waiting = BeforeImport.WAITING
    return Page(
        ImportPage(
            imp=ShownImport(id=import_id, name="", state=waiting.label, badge=waiting.value),
            refresh=f"{_REFRESH_LATE if late else REFRESH};url={address}",
            late=late,
        )
    )


def _since(request: Request, now: datetime) -> int:
    """In seconds since 1970; our own redirect says no number, and the page begins to count."""
    since, this_moment = request.query.get("since", ""), int(now.timestamp())
    return min(int(since), this_moment) if since.isdecimal() and len(since) <= _MOST_DIGITS else this_moment
