"""Uploads whose event was lost, and imports that stopped half-way and were forgotten: ask for them again."""

from datetime import timedelta

from homeroom.use_cases.ports import Outside

_OLD_ENOUGH = timedelta(hours=1)
"""What is younger may still be under way by itself."""


def find_lost_uploads(outside: Outside) -> int:
    """How many imports were asked for. One that is under way all the same goes on at its cursor."""
    found = 0
    for upload, since in outside.files.uploads():
        run = outside.imports.get(upload.import_id)
        if (run is None or not run.over) and outside.clock() - since >= _OLD_ENOUGH:
            outside.import_queue.put(upload)
            found += 1
    return found
