"""Files whose event was lost, and imports that stopped half-way and were forgotten: ask for them again."""

from collections.abc import Callable
from datetime import timedelta

from homeroom.domain.import_run import ImportRun
from homeroom.use_cases.ports import Outside

_OLD_ENOUGH = timedelta(hours=1)
"""What is younger may still be under way by itself."""


def find_lost_uploads(outside: Outside) -> int:
    """How many were asked for whose import, or check, has never begun: somebody may sit before a page that waits."""
    return _ask_for_all(lambda run: run is None, outside)


def find_forgotten_imports(outside: Outside) -> int:
    """How many were asked for that have begun and are not over. One that is under way all the same goes on at its
    cursor, with two at it: so this is for once a day.
    """
    return _ask_for_all(lambda run: run is not None and not run.over, outside)


def _ask_for_all(missed: Callable[[ImportRun | None], bool], outside: Outside) -> int:
    found = 0
    for upload, since in outside.files.uploads():
        if missed(outside.imports.get(upload.import_id)) and outside.clock() - since >= _OLD_ENOUGH:
            outside.import_queue.put(upload)
            found += 1
    return found
