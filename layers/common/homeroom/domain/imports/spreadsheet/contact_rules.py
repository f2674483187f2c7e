"""Whom of a row's contacts a file allows to be invited: one set of rules for files of every format.

A flag against contact beats everything else; then custody and guardianship count, then the relationship. What nobody
can know from the words is a doubt.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from homeroom.domain.imports.detected_file import FileFormat
from homeroom.domain.imports.spreadsheet.codes import NotInvited
from homeroom.domain.imports.spreadsheet.columns import STUDENTS_EMAILS, folded
from homeroom.domain.imports.spreadsheet.contact_columns import (
    ContactColumn,
    Person,
    Says,
    contact_columns,
    plain_cells,
)
from homeroom.domain.imports.spreadsheet.doubts import Doubt
from homeroom.domain.imports.spreadsheet.header import Header
from homeroom.domain.imports.spreadsheet.parsed_row import NamedParent, Placement
from homeroom.domain.imports.spreadsheet.relationship_words import (
    Tie,
    forbids,
    forbids_anywhere,
    says_rights,
    says_yes,
    tie_of,
)
from homeroom.domain.imports.spreadsheet.said_nothing import says_nothing
from homeroom.domain.kernel.email_address import email_key, parse_email
from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import one_line

_LONGEST_SHOWN = 40
_OF_PERSON = {
    Person.FIRST: ("parent_email", "parent_first_name", "parent_last_name", "relationship", "language"),
    Person.SECOND: ("parent2_email", "parent2_first_name", "parent2_last_name"),
}
"""What is said of each by texts of one parent only; the address first."""
_STUDENTS_EMAILS = frozenset(map(folded, STUDENTS_EMAILS))
CLEVER_INVITES = ("primary", "secondary", "parent/guardian")  # and nobody else, so no contact without a type either


class _Verdict(NamedTuple):
    """`why` a contact is not to be invited; or the doubt whether they are."""

    why: Message | None = None
    forbidden: bool = False
    doubt: Message | None = None


_INVITED = _Verdict()


class Contacts(NamedTuple):
    """`texts` of a row without the contacts who are not to be invited, and what is said of them. `no_contact` are
    those who must not be told of the student, whatever else the file says.
    """

    texts: tuple[str, ...]
    not_invited: Message | None = None
    no_contact: tuple[NamedParent, ...] = ()
    doubts: tuple[Message, ...] = ()

    def applied_to(self, placement: Placement) -> Placement:
        """Somebody else's row may name the same address: who must not be told is told by neither."""
        forbidden = {parent.key for parent in self.no_contact}
        parents = tuple(parent for parent in placement.parents if parent.key not in forbidden)
        return placement._replace(parents=parents, not_invited=self.not_invited, no_contact=self.no_contact)

    def forbids(self, texts: Mapping[str, str]) -> Placement:
        """No place of the student whom these texts name, but who must not be told."""
        last, first, student_id = (texts[name] for name in ("student_last_name", "student_first_name", "student_id"))
        return Placement("", "", "", student_id, first, last, no_contact=self.no_contact)


class ContactRules:
    """Of the rows below `header`; `wanted` are the canonical names of the texts that are read."""

    def __init__(self, header: Header, wanted: Sequence[str]) -> None:
        self._columns = contact_columns(header)
        self._shown = [one_line(cell, _LONGEST_SHOWN) for cell in header.cells]
        self._wanted = wanted
        self._students_own = [at for at, cell in enumerate(header.cells) if folded(cell) in _STUDENTS_EMAILS]
        self._of_clever = header.format.name is FileFormat.CLEVER
        self._of_powerschool = header.format.name is FileFormat.POWERSCHOOL
        at_ids = header.columns.get("contact_id", ())
        self._lists_contacts = any("contact" in header.cells[at].casefold() for at in at_ids)  # not all are parents
        address = header.columns.get("parent_email", ())
        self._names_a_contact = self._of_powerschool or any("contact" in header.cells[at].casefold() for at in address)

    def __bool__(self) -> bool:
        """Whether the file says anything of contacts but who they are."""
        return bool(self._columns) or self._lists_contacts

    @property
    def plain(self) -> Mapping[int, str] | None:
        """Position -> a pattern of cells of which nothing follows; None where each row is looked at."""
        return None if self._lists_contacts or self._students_own else plain_cells(self._columns)

    def look(self, cells: Sequence[str], texts: tuple[str, ...]) -> Contacts:
        """At both parents of a row; `texts` are those that were read of the cells."""
        named = dict(zip(self._wanted, texts, strict=True))
        why: list[Message] = []
        no_contact: list[NamedParent] = []
        doubts: list[Message] = []
        for person, names in _OF_PERSON.items():
            address, first, last, *_ = (named.get(name, "").strip() for name in names)
            if not address:
                continue
            verdict = self._verdict(person, cells)
            if verdict.doubt:
                doubts.append(verdict.doubt)
            if not verdict.why and self._is_students_own(address, cells):
                doubts.append(message(Doubt.STUDENTS_ADDRESS, email=_shown(address)))
            if verdict.why:
                why.append(verdict.why)
                named |= dict.fromkeys(names, "")
            if verdict.forbidden and (email := _address(address)):
                no_contact.append(NamedParent(email, first, last))
        left = tuple(named[name] for name in self._wanted)
        return Contacts(left, why[0] if why else None, tuple(no_contact), tuple(dict.fromkeys(doubts)))

    def _is_students_own(self, address: str, cells: Sequence[str]) -> bool:
        """Whether the same stands in a column for the student's own address."""
        own = [email for at in self._students_own if (email := _address(cells[at]))]
        return bool(own) and email_key(_address(address)) in map(email_key, own)

    def _verdict(self, person: Person, cells: Sequence[str]) -> _Verdict:
        said = list(self._said(person, cells))
        if forbidden := self._forbidden(said):
            return _Verdict(forbidden, forbidden=True)
        kind = next((text for _, column, text in said if column.says is Says.TYPE), "")
        if self._of_clever and person is Person.FIRST:
            if not kind:
                return _Verdict(message(NotInvited.NO_TYPE))
            if "".join(kind.split()).casefold() not in CLEVER_INVITES:
                return _Verdict(message(NotInvited.TYPE, kind=_shown(kind)))
        return self._of_rights(person, said) or self._of_relation(person, said)

    def _said(self, person: Person, cells: Sequence[str]) -> Iterator[tuple[int, ContactColumn, str]]:
        """Position, column and text of cells that say anything of this person."""
        for at, column in self._columns.items():
            text = cells[at].strip()
            is_empty = says_nothing(text) and not (column.says is Says.RIGHTS and text.casefold() == "none")
            if text and column.person in (person, Person.ALL) and not is_empty:
                yield at, column, text

    def _forbidden(self, said: Sequence[tuple[int, ContactColumn, str]]) -> Message | None:
        for at, column, text in said:
            if _forbids(column.says, text):
                return message(NotInvited.NO_CONTACT, column=self._shown[at], text=_shown(text))
        return None

    def _of_rights(self, person: Person, said: Sequence[tuple[int, ContactColumn, str]]) -> _Verdict | None:
        """Custody or guardianship settles it. PowerSchool leaves nothing open there: what is empty is no."""
        rights = [(at, text, says_rights(text)) for at, column, text in said if column.says is Says.RIGHTS]
        guardian = [(at, text, says_rights(text)) for at, column, text in said if column.says is Says.GUARDIAN]
        rights += [(at, text, yes) for at, text, yes in guardian if yes is not None]
        if any(yes for _, _, yes in rights):
            return _INVITED
        unknown = next((f"{self._shown[at]}: {_shown(text)}" for at, text, yes in rights if yes is None), "")
        if unknown:
            return _Verdict(doubt=message(Doubt.UNKNOWN_RELATIONSHIP, relationship=unknown))
        is_no = self._of_powerschool and any(
            column.says is Says.RIGHTS and column.person is person for column in self._columns.values()
        )
        return _Verdict(message(NotInvited.NO_RIGHTS)) if rights or is_no else None

    def _of_relation(self, person: Person, said: Sequence[tuple[int, ContactColumn, str]]) -> _Verdict:
        relations = [text for _, column, text in said if column.says in (Says.RELATION, Says.TYPE)]
        ties = [(tie_of(text), text) for text in relations]
        if other := next((text for tie, text in ties if tie is Tie.OTHER), ""):
            return _Verdict(message(NotInvited.RELATIONSHIP, kind=_shown(other)))
        if unknown := next((text for tie, text in ties if tie is Tie.UNKNOWN), ""):
            return _Verdict(doubt=message(Doubt.UNKNOWN_RELATIONSHIP, relationship=_shown(unknown)))
        if ties:
            return _INVITED
        for at, column, text in said:
            if column.says is Says.EMERGENCY and self._names_a_contact and says_yes(text):
                return _Verdict(message(NotInvited.RELATIONSHIP, kind=self._shown[at]))
        is_needed = self._lists_contacts and person is Person.FIRST
        return _Verdict(message(NotInvited.NO_RELATIONSHIP)) if is_needed else _INVITED


def _forbids(says: Says, text: str) -> bool:
    if says in (Says.RELATION, Says.TYPE):
        return tie_of(text) is Tie.NO_CONTACT
    if says is Says.NOTES:
        return forbids(text)
    if says is Says.UNKNOWN:
        return forbids_anywhere(text)
    if says is Says.ALLOWS:
        return says_yes(text) is False or forbids(text)
    return says is Says.FORBIDS and says_yes(text) is not False


class Flag(Enum):
    """What the flags of one contact come to, in a table that has a row for each."""

    NONE = ""
    NO_RIGHTS = "no rights"
    NO_CONTACT = "no contact"
    """A word for a relationship, too."""


def flag_of(said: Sequence[tuple[Says, str]]) -> Flag:
    """`said` are columns of a contact with their texts, but for relationship and type."""
    if any(_forbids(says, text) for says, text in said if text and not says_nothing(text)):
        return Flag.NO_CONTACT
    rights = [says_rights(text) for says, text in said if says in (Says.RIGHTS, Says.GUARDIAN) and text]
    return Flag.NO_RIGHTS if False in rights and True not in rights else Flag.NONE


def _shown(text: str) -> str:
    return one_line(text, _LONGEST_SHOWN)


def _address(text: str) -> str:
    """As it is compared with others; empty where it is none."""
    try:
        return parse_email(text) if text else ""
    except Refused:
        return ""
