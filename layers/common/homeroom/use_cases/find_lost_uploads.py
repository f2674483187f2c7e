"""Files whose event was lost, and imports that stopped half-way and were forgotten: ask for them again."""

from collections.abc import Iterable
from datetime import timedelta

from homeroom.domain.import_run import Upload
from homeroom.use_cases.ports import Outside

_OLD_ENOUGH = timedelta(hours=1)
"""What is younger may still be under way by itself."""
_RUNS_LOOKED_AT = 1000
"""The newest ones, checks among them: far more than a site has in a day, and each day comes this."""


def find_lost_uploads(outside: Outside) -> int:
    """How many were asked for whose import, or check, has never begun: somebody may sit before a page that waits. Of
    a file that was replaced only the newest version is worth it.
    """
    old = outside.clock() - _OLD_ENOUGH
    missed = (
        file.upload
        for file in outside.files.kept()
        if file.newest and outside.imports.get(file.upload.import_id) is None and file.since <= old
    )
    return _ask_for_all(missed, outside)


def find_forgotten_imports(outside: Outside) -> int:
    """How many were asked for that have begun and are not over, be their file replaced or gone by now: who was placed
    was promised a mail. One that is under way all the same goes on at its cursor, with two at it: so this comes once a
    day.
    """
    old = outside.clock() - _OLD_ENOUGH
    runs = outside.imports.newest(_RUNS_LOOKED_AT)
    return _ask_for_all((run.upload for run in reversed(runs) if not run.over and run.started_at <= old), outside)


def _ask_for_all(uploads: Iterable[Upload], outside: Outside) -> int:
    found = 0
    for upload in uploads:
        outside.import_queue.put(upload)
        found += 1
    return found
