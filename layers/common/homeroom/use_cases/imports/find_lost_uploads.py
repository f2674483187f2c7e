"""Files whose event was lost, and imports that stopped half-way and were forgotten: ask for them again."""

from collections.abc import Iterable
from datetime import timedelta

from homeroom.domain.imports.upload import Upload
from homeroom.use_cases.ports.services import Services

_OLD_ENOUGH = timedelta(hours=1)
"""What is younger may still be under way by itself."""
_RUNS_LOOKED_AT = 1000
"""The newest ones, checks among them: far more than a site has in a day, and each day comes this."""


def find_lost_uploads(services: Services) -> int:
    """How many were asked for whose import, or check, has never begun: somebody may sit before a page that waits. Of
    a file that was replaced only the newest version is worth it, and what nobody dropped is not.
    """
    old = services.clock() - _OLD_ENOUGH
    files = (file for file in services.files.kept() if file.newest and not file.upload.is_passed_over)
    missed = (
        file.upload for file in files if services.imports.get(file.upload.import_id) is None and file.since <= old
    )
    return _ask_for_all(missed, services)


def find_forgotten_imports(services: Services) -> int:
    """How many were asked for that have begun and are to go on by themselves, be their file replaced or gone by now:
    who was placed was promised a mail. One that is under way all the same goes on at its cursor, with two at it: so
    this comes once a day.
    """
    old = services.clock() - _OLD_ENOUGH
    runs = services.imports.newest(_RUNS_LOOKED_AT)
    forgotten = (run.upload for run in reversed(runs) if not run.at_rest and run.started_at <= old)
    return _ask_for_all(forgotten, services)


def _ask_for_all(uploads: Iterable[Upload], services: Services) -> int:
    count = 0
    for upload in uploads:
        services.import_queue.put(upload)
        count += 1
    return count
