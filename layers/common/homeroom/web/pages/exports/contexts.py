"""What the pages of files of contacts show. Times are in UTC."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.domain.kernel.message import Message


@dataclass(frozen=True, kw_only=True, repr=False)
class ShownExport:
    """`options` is what was asked for as the form sends it. `badge` is the state in one word, for its style: `making`,
    `late`, `ready`, `gone`, `empty` or `too_large`. `shape`, `file_type` and `students` are words for what it is.
    """

    id: str
    shape: Message
    file_type: Message
    students: Message
    options: Mapping[str, str]
    state: Message
    badge: str
    by: str
    started_at: datetime
    kept_until: datetime
    rows: int
    percent: int
    without_id: int
    import_ran: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class ContactsPage:
    """`export_id` is made for this form: pressed twice, it asks for one file. `grades` and `homerooms` are those to
    choose from; of very many homerooms none is offered. `exports` are those that are still known, the newest first.
    """

    template: ClassVar[str] = "exports/contacts.html"

    export_id: str
    year: str
    grades: Sequence[str]
    homerooms: Sequence[str]
    shapes: Sequence[tuple[str, Message]]
    file_types: Sequence[tuple[str, Message]]
    whom: Sequence[tuple[str, Message]]
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    exports: Sequence[ShownExport]


@dataclass(frozen=True, kw_only=True, repr=False)
class ExportPage:
    """`again_id` is that of the file that its form makes anew. `refresh` is in seconds, empty where nothing goes on."""

    template: ClassVar[str] = "exports/export.html"

    export: ShownExport
    again_id: str
    refresh: str


@dataclass(frozen=True, repr=False)
class ExportColumnLine:
    name: str
    meaning: Message


@dataclass(frozen=True, repr=False)
class ExportColumnsPage:
    """`columns` are those of a row for each student and contact, `more` is the one that a row for each student adds."""

    template: ClassVar[str] = "exports/export_columns.html"

    columns: Sequence[ExportColumnLine]
    more: ExportColumnLine
    powerschool: Sequence[str]
