"""Files whose event was lost, and imports that stopped half-way and were forgotten: ask for them again."""

from collections.abc import Callable
from datetime import timedelta

from homeroom.domain.import_run import ImportRun
from homeroom.use_cases.ports import KeptFile, Outside

_OLD_ENOUGH = timedelta(hours=1)
"""What is younger may still be under way by itself."""


def find_lost_uploads(outside: Outside) -> int:
    """How many were asked for whose import, or check, has never begun: somebody may sit before a page that waits. Of
    a file that was replaced only the newest version is worth it.
    """
    return _ask_for_all(lambda file, run: file.newest and run is None, outside)


def find_forgotten_imports(outside: Outside) -> int:
    """How many were asked for that have begun and are not over, be their file replaced by now: who was placed was
    promised a mail. One that is under way all the same goes on at its cursor, with two at it: so this comes once a day.
    """
    return _ask_for_all(lambda _, run: run is not None and not run.over, outside)


def _ask_for_all(missed: Callable[[KeptFile, ImportRun | None], bool], outside: Outside) -> int:
    found = 0
    for file in outside.files.kept():
        run = outside.imports.get(file.upload.import_id)
        if missed(file, run) and outside.clock() - file.since >= _OLD_ENOUGH:
            outside.import_queue.put(file.upload)
            found += 1
    return found
