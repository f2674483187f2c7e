"""One address for families that have nothing to do with each other: the school's own, or one that was made up.

What names connect is one family: siblings of one last name, and a parent's children of two. It goes by the file alone,
so that a check, the import and the same file dropped again all say the same.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from homeroom.domain.imports.spreadsheet import Doubt, Placement, SheetRow
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.kernel.text import sort_key, words
from homeroom.domain.roster.student_identity import address_digest, name_key, school_id_key

MOST = 200_000
"""Memory must not grow with the file: who stands behind so many others is not noted any more."""
MOST_SHARED = 1_000
"""Addresses that are kept, those of the most students first."""
_MOST_OF_AN_ADDRESS = 50
_FAMILIES, _FAMILIES_OF_AN_OFFICE = 3, 2

_NOBODY = frozenset(
    (
        *("none", "nomail", "noemail", "noemails", "nobody", "noone", "noaddress", "nocontact", "noparent"),
        *("noemailaddress", "noemailonfile", "noemailprovided", "noemailgiven", "noparentemail", "doesnothaveemail"),
        *("noreply", "donotreply", "donotemail", "donotcontact", "dontemail", "notprovided", "notavailable"),
        *("nothing", "unknown", "unavailable", "undefined", "null", "nil", "refused", "declined", "missing", "blank"),
        *("placeholder", "fakeemail", "invalid", "notanemail", "notapplicable"),
    )
)
"""What stands before the `@` of an address that is nobody's, without punctuation and digits."""
_OFFICE = frozenset(
    (
        *("na", "test", "tester", "testing", "example", "sample", "temp", "abc", "x", "xx", "xxx", "email", "mail"),
        *("office", "frontoffice", "mainoffice", "schooloffice", "frontdesk", "reception", "attendance", "registrar"),
        *("admin", "administrator", "administration", "admissions", "enrollment", "secretary", "principal", "school"),
        *("info", "contact", "hello", "help", "support", "webmaster", "postmaster", "parent", "parents", "guardian"),
        *("family", "families", "student", "students", "teacher", "staff", "user", "someone"),
    )
)
"""The same of one that may be an office's."""
_OF_STUDENTS = re.compile(
    r"@(?:[^@]*[.-])?(?:students?|stu|pupils?|alumnos?|alumnes?|estudiantes?|alunos?|eleves?|schueler|s)\.",
    re.IGNORECASE,
)
"""What the domain of such an account has in it."""
_LEAST = 3
_PARTICLES = frozenset(
    (
        *("de", "del", "la", "las", "los", "el", "al", "san", "da", "das", "do", "dos", "di", "van", "von", "der"),
        *("den", "ter", "ten", "bin", "ibn", "bint", "abu", "le", "st", "mac", "y", "e", "jr", "sr", "ii", "iii"),
    )
)
"""Parts of many last names, which connect nobody unless they are the whole of one."""
_NO_NAMES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "dr", "and", "the", "of", "parent", "parents", "guardian", "guardians", "family"),
        *("families", "mother", "father", "mom", "dad", "unknown", "none", "contact", "student", "school", "office"),
        *("admin", "test", "na"),
    )
)

_Noted = tuple[int, ...]
"""A student, and the names that connect; hashes take less memory."""


def is_nobodys(address: str) -> bool:
    """Whether the address itself says that there is none: `noemail@school.org`."""
    return _local_part(address) in _NOBODY


def is_students(address: str, placement: Placement) -> bool:
    """Whether it is an account that a school gives to its students, and of this one: with their first name or id."""
    if not _OF_STUDENTS.search(address):
        return False
    own = "".join(c for c in sort_key(address.partition("@")[0]) if c.isalnum())
    first = next(iter(words(placement.first_name)), "")
    return any(len(part) >= _LEAST and part in own for part in (first, placement.student_id.casefold()))


def _local_part(address: str) -> str:
    return "".join(c for c in address.partition("@")[0].casefold() if c.isalpha())


@dataclass(frozen=True)
class SharedAddresses:
    """Of a whole file. `students` leads from the digest of an address that families share to how many students it
    stands with.
    """

    students: Mapping[str, int] = field(default_factory=dict)

    def doubt(self, placement: Placement) -> Message | None:
        """What to say of the first parent whose address is perhaps not theirs."""
        for parent in placement.parents:
            if is_nobodys(parent.email):
                return message(Doubt.NOBODYS_ADDRESS, email=parent.email)
            if is_students(parent.email, placement):
                return message(Doubt.STUDENTS_ADDRESS, email=parent.email)
            if count := self.students.get(address_digest(parent.key)) if self.students else None:
                return message(Doubt.SHARED_ADDRESS, email=parent.email, count=count)
        return None


def doubts_of(row: SheetRow, shared: SharedAddresses) -> tuple[Message, ...]:
    """What the row itself is in doubt about, and whose address stands in it."""
    about_address = shared.doubt(row.placement) if row.placement and row.placement.parents else None
    return (*row.doubts, about_address) if about_address else row.doubts


class SeenAddresses:
    """Which families stand with each address, noted while a file is read."""

    def __init__(self, site_admins: Collection[str] = ()) -> None:
        """`site_admins` are email keys: who fills in a form for others may type their own address."""
        self._site_admins = frozenset(map(address_digest, site_admins))
        self._offices: set[str] = set()
        self._seen: dict[str, tuple[_Noted, ...]] = {}
        self._left = MOST

    def note(self, rows: Iterable[SheetRow]) -> None:
        """May be called again with the same rows."""
        for row in rows:
            if placement := row.placement:
                for email in dict.fromkeys(parent.email for parent in placement.parents):
                    self._note(email, placement)

    def _note(self, email: str, placement: Placement) -> None:
        noted = _noted(email_key(email), placement)
        if not noted:
            return
        digest = address_digest(email_key(email))
        seen = self._seen.get(digest, ())
        if not self._left or len(seen) >= _MOST_OF_AN_ADDRESS or noted in seen:
            return
        self._seen[digest] = (*seen, noted)
        self._left -= 1
        if _local_part(email) in _OFFICE:
            self._offices.add(digest)

    @property
    def shared(self) -> SharedAddresses:
        """Of the rows that were noted."""
        found = {
            digest: len({student for student, *_ in noted})
            for digest, noted in self._seen.items()
            if len(noted) > 1 and self._families(noted) >= self._too_many(digest)
        }
        most = sorted(found, key=lambda digest: (-found[digest], digest))[:MOST_SHARED]
        return SharedAddresses({digest: found[digest] for digest in most})

    def _too_many(self, digest: str) -> int:
        return _FAMILIES_OF_AN_OFFICE if digest in self._offices or digest in self._site_admins else _FAMILIES

    @staticmethod
    def _families(noted: Iterable[_Noted]) -> int:
        """How many groups there are without a name in common."""
        families: list[set[int]] = []
        for names in noted:
            family = set(names)
            apart = [other for other in families if other.isdisjoint(family)]
            for other in families:
                if not other.isdisjoint(family):
                    family |= other
            families = [*apart, family]
        return len(families)


def _noted(key: str, placement: Placement) -> _Noted:
    """The student first, then whatever connects them with others who have this address. Empty where nobody is named:
    then no family can be told from another.
    """
    names = _connecting(placement.last_name)
    for parent in placement.parents:
        if parent.key == key:
            full = [word for word in words(parent.name) if word not in _NO_NAMES]
            names |= _connecting(parent.last_name) | ({f"={' '.join(full)}"} if full else set())
    if placement.name:
        names.add(name_key(placement.first_name, placement.last_name))
    if not names:
        return ()
    student = (
        f"#{school_id_key(placement.student_id)}"
        if placement.student_id
        else name_key(placement.first_name, placement.last_name)
    )
    return (hash(student), *sorted(map(hash, names)))


def _connecting(last_name: str) -> set[str]:
    parts = set(words(last_name)) - _NO_NAMES
    return parts - _PARTICLES or parts
