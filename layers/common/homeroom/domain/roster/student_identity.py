"""How students are known: by names, by school-issued ids, and by the ids that are made of either."""

from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b, sha256

from homeroom.domain.kernel.text import sort_key


@dataclass(frozen=True, kw_only=True)
class Namesakes:
    """The students of a school year who share one name, case and accents aside."""

    year: str
    name_key: str
    student_ids: tuple[str, ...] = ()
    version: int = 0

    @property
    def identity(self) -> str:
        return namesakes_identity(self.year, self.name_key)

    def left_by(self, student_id: str) -> "Namesakes":
        return replace(self, student_ids=tuple(i for i in self.student_ids if i != student_id))

    def joined_by(self, student_id: str) -> "Namesakes":
        if student_id in self.student_ids:
            return self
        return replace(self, student_ids=(*self.student_ids, student_id))


@dataclass(frozen=True, kw_only=True)
class SchoolId:
    """Whose a school-issued id is, where the student's own id does not tell: it was made of the name, before the
    school issued one.
    """

    school_id: str
    student_id: str
    version: int = 0

    @property
    def identity(self) -> str:
        return school_id_key(self.school_id)


def address_digest(email_key: str) -> str:
    return sha256(email_key.encode()).hexdigest()[:32]


def school_id_key(school_id: str) -> str:
    """Identity of a school-issued id; case does not matter."""
    return school_id.casefold()


def namesakes_identity(year: str, name_key: str) -> str:
    return f"{year}|{name_key}"


@lru_cache(maxsize=1024)  # an import needs that of each row ten times
def name_key(first_name: str, last_name: str) -> str:
    """Identity of a full name, case and accents aside."""
    return f"{sort_key(last_name)}|{sort_key(first_name)}"


def student_id(secret: bytes, *, year: str, school_id: str, first_name: str, last_name: str) -> str:
    """The same student gets the same id in every import, so that a second run of a file is a no-op.

    With a school-issued id that id alone decides, otherwise name and school year do: that of the first placement, as
    somebody of that name in another year may be another child. Keyed with a secret of the site: an id that stands in a
    URL must not tell whose it is.
    """
    by_name = f"name:{year}:{name_key(first_name, last_name)}"
    natural = f"school-id:{school_id_key(school_id)}" if school_id else by_name
    return blake2b(natural.encode(), key=secret, digest_size=12).hexdigest()
