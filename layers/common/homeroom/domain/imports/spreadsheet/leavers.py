"""Rows that say that the student has left: they place nobody, and nobody is emailed because of them.

Only what stands in the tables here says so. Any other word is named in a notice, and its row is read like all others.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import lru_cache

from homeroom.domain.imports.detected_file import FileFormat
from homeroom.domain.imports.spreadsheet.codes import FileNotice, HasLeft
from homeroom.domain.imports.spreadsheet.columns import folded
from homeroom.domain.imports.spreadsheet.header import Header
from homeroom.domain.imports.spreadsheet.header_cells import meanings
from homeroom.domain.imports.spreadsheet.relationship_words import says_yes
from homeroom.domain.imports.spreadsheet.said_nothing import says_nothing
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import one_line

_LONGEST_SHOWN = 40
_MOST_WORDS = 10  # that a notice names
_OLDEST_YEAR = 2000  # programs write 1900-01-01 where there is no date
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[t ].*)?")
_OTHER = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?: .*)?")


class _Says(Enum):
    HERE = "here"
    LEFT = "left"
    UNKNOWN = "unknown"


_Rule = Callable[[str, date], _Says]
"""Of a text that is not empty, in small letters without spaces around it, and the present day."""


def _words(left: str, here: str) -> _Rule:
    words = dict.fromkeys(left.split(","), _Says.LEFT) | dict.fromkeys(here.split(","), _Says.HERE)
    return lambda text, _today: words.get(text, _Says.UNKNOWN)


@lru_cache(maxsize=10_000)
def _date(text: str, today: date) -> _Says:
    """Where day and month may be either, both readings must say the same."""
    readings = [reading for reading in _readings(text) if reading.year >= _OLDEST_YEAR]
    passed = {reading < today for reading in readings}
    if len(passed) != 1:
        return _Says.UNKNOWN
    return _Says.LEFT if True in passed else _Says.HERE


def _readings(text: str) -> Iterator[date]:
    numbers: list[tuple[int, int, int]] = []
    if iso := _ISO.fullmatch(text):
        numbers = [(int(iso[1]), int(iso[2]), int(iso[3]))]
    elif other := _OTHER.fullmatch(text):
        first, second, year = int(other[1]), int(other[3]), int(other[4])
        year += _OLDEST_YEAR if len(other[4]) < len("2026") else 0
        numbers = [(year, second, first), *([] if other[2] == "." else [(year, first, second)])]
    for year, month, day in numbers:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


_LEFT = (
    "withdrawn,inactive,transferred,transferred out,graduated,left,tobedeleted"
    ",withdrew,withdrawal,transfer out,transferred-out,moved,moved away,moved out,exited,leaver,former,alumni,alumnus"
    ",alumna,dropped,dropped out,dropout,expelled,discharged,unenrolled,not enrolled,no longer enrolled,not returning"
    ",archived,deleted,deceased"
    ",baja,de baja,inactivo,inactiva,retirado,retirada,trasladado,trasladada,inactif,inactive,parti,partie,radié,radiée"
    ",inativo,inativa,transferido,transferida,inaktiv,abgemeldet,ausgetreten,abgegangen"
)
_HERE = (
    "active,enrolled,current,registered,pre-registered,preregistered"
    ",activo,activa,alta,actif,ativo,ativa,aktiv,inscrit,inscrite,matriculado,matriculada,angemeldet"
)
_STATUS = _words(_LEFT, _HERE)
_POWERSCHOOL_STATUS = _words(f"{_LEFT},1,1.0,2,2.0,3,3.0", f"{_HERE},0,0.0,-1,-1.0")


def _yes_or_no(left_if: bool) -> _Rule:
    """Whether a yes says that they have left, or a no. A date there says from when on, unless they are here by it."""

    def rule(text: str, today: date) -> _Says:
        yes = says_yes(text)
        if yes is None:
            return _STATUS(text, today) if not any(_readings(text)) else _date(text, today) if left_if else _Says.HERE
        return _Says.LEFT if yes is left_if else _Says.HERE

    return rule


_ENABLED, _GONE = _yes_or_no(left_if=False), _yes_or_no(left_if=True)

_COLUMNS: Mapping[str, _Rule] = {
    **dict.fromkeys(map(folded, ("status", "student_status", "enrollment_status", "enrolment_status")), _STATUS),
    folded("enroll_status"): _POWERSCHOOL_STATUS,
    **dict.fromkeys(
        map(
            folded,
            (
                *("enabledUser", "active", "is_active", "student_active", "active_student", "currently_enrolled"),
                *("enrolled", "is_enrolled", "activo", "actif", "ativo", "aktiv"),
            ),
        ),
        _ENABLED,
    ),
    **dict.fromkeys(
        map(
            folded,
            (
                *("inactive", "is_inactive", "student_inactive", "withdrawn", "is_withdrawn", "leaver", "is_leaver"),
                *("left", "has_left", "left_school", "exited", "transferred", "graduated", "no_longer_enrolled"),
            ),
        ),
        _GONE,
    ),
    **dict.fromkeys(
        map(
            folded,
            (
                *("exit_date", "withdraw_date", "withdrawal_date", "withdrawn_date", "leave_date", "leaving_date"),
                *("end_date", "enrollment_end_date", "enrolment_end_date", "date_left", "date_of_leaving"),
                *("date_withdrawn", "date_of_withdrawal", "date_exited", "date_of_exit", "departure_date", "dol"),
                *("fecha_de_baja", "fecha_baja", "date_de_sortie", "date_de_départ", "data_de_saída", "abgang"),
                *("abgangsdatum", "austritt", "austrittsdatum"),
            ),
        ),
        _date,
    ),
}
"""Header, folded -> what its cells say. A file may have several of them, also two with one name."""


def leaver_positions(header: Header) -> Mapping[int, _Rule]:
    """Where the columns that tell leavers stand."""
    if header.format.name is FileFormat.HOMEROOMS:
        return {}
    rules = ((at, next(filter(None, map(_COLUMNS.get, meanings(cell))), None)) for at, cell in enumerate(header.cells))
    return {at: rule for at, rule in rules if rule}


class Leavers:
    """Of a file with this header, looked at on the day `today`."""

    def __init__(self, header: Header, today: date) -> None:
        self._columns = [
            (at, rule, one_line(header.cells[at], _LONGEST_SHOWN)) for at, rule in leaver_positions(header).items()
        ]
        self._today = today
        self._rows = 0
        self._unknown: dict[str, dict[str, str]] = {}

    def __bool__(self) -> bool:
        """Whether the file has any column that tells them."""
        return bool(self._columns)

    def why(self, cells: Sequence[str]) -> Message | None:
        """What says that the student of this row has left; None where nothing does. Counts those who have."""
        found = None
        for at, rule, column in self._columns:
            text = cells[at].strip()
            says = _Says.HERE if not text or says_nothing(text) else rule(text.casefold(), self._today)
            if says is _Says.LEFT:
                found = found or message(HasLeft.SAYS, column=column, text=one_line(text, _LONGEST_SHOWN))
            elif says is _Says.UNKNOWN and folded(text) not in _COLUMNS:  # unless it is the header once more
                words = self._unknown.setdefault(column, {})
                if len(words) < _MOST_WORDS:
                    words.setdefault(text.casefold(), one_line(text, _LONGEST_SHOWN))
        self._rows += found is not None
        return found

    @property
    def notices(self) -> tuple[Message, ...]:
        """Of the rows that were looked at."""
        leavers = [message(FileNotice.LEAVERS, count=self._rows)] if self._rows else []
        unknown = [
            message(FileNotice.UNKNOWN_STATUS, count=len(words), column=column, words=tuple(words.values()))
            for column, words in self._unknown.items()
        ]
        return (*leavers, *unknown)
