"""What running an import and checking a file have in common."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from homeroom.domain.imports.import_run import ImportRun, Upload
from homeroom.domain.imports.row_import import ImportContext
from homeroom.domain.imports.spreadsheet import FileProblem, Sheet, SheetRow
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports.files import UploadedFile
from homeroom.use_cases.ports.services import Services

ROWS_IN_A_PART = 100
TEXT_IN_A_PART = 50_000
"""Characters. An item of DynamoDB has an end, some rows have long messages, and a check keeps cells."""

_ROWS_AT_ONCE = 300
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}

EnoughTime = Callable[[], bool]
"""Whether this invocation may begin another stretch of rows."""


class Counted:
    """A file's body that knows how much of it was read, in bytes."""

    def __init__(self, body: BinaryIO) -> None:
        self._body = body
        self.count = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._body.read(size)
        self.count += len(data)
        return data


def read_so_far(sheet: Sheet, body: Counted, run: ImportRun) -> int:
    """In bytes of the file. An archive is copied before its first row is read."""
    share = sheet.share_read
    return body.count if share is None else int(share * run.size)


def stretches(rows: Iterator[SheetRow], at_once: int = _ROWS_AT_ONCE) -> Iterator[list[SheetRow]]:
    """As many rows as are read for and looked at together. Raises FileProblem where the file is damaged, after the
    rows before that.
    """
    stretch: list[SheetRow] = []
    try:
        for row in rows:
            stretch.append(row)
            if len(stretch) == at_once:
                yield stretch
                stretch = []
    except FileProblem:
        if stretch:
            yield stretch
        raise
    if stretch:
        yield stretch


def begin(upload: Upload, file: UploadedFile, services: Services) -> ImportRun:
    return ImportRun(
        upload=upload,
        started_at=services.clock(),
        by_user=file.by_user,
        new_homerooms=file.new_homerooms,
        size=file.size,
    )


def import_context(run: ImportRun, settings: SiteSettings, services: Services) -> ImportContext:
    return ImportContext(
        import_id=run.id,
        inviter=settings.school_name,
        now=services.clock(),
        link_days=settings.link_days,
        by_user=run.by_user,
        secret=services.site.secret(),
        any_homerooms=settings.new_homerooms or run.new_homerooms,
        new_years=run.new_years,
    )


def detected(sheet: Sheet) -> str:
    delimiter = _DELIMITERS.get(sheet.delimiter, sheet.delimiter)
    written = [sheet.kind] if sheet.kind else [sheet.encoding, delimiter]
    return ", ".join([*filter(None, [sheet.format]), *written, f"{len(sheet.header)} columns"])


def save_run(before: ImportRun, after: ImportRun, services: Services) -> ImportRun:
    """Store the run's next state, or take over what another delivery of the same event has stored."""
    change = Change(before if before.version else None, after)
    try:
        services.store.save(change)
    except Conflict:
        stored = services.imports.get(before.id)
        if stored is None:
            raise
        return stored
    return as_run(change)


def as_run(change: Change) -> ImportRun:
    stored = as_stored(change)
    assert isinstance(stored, ImportRun)  # noqa: S101  narrows the type
    return stored
