"""Files to import: made up, the same each time, and like those of a school office."""

from collections.abc import Iterator

HEADER = (
    "year,class_code,grade,student_id,student_last_name,student_first_name,"
    "parent_email,parent_first_name,parent_last_name\n"
)
_FIRST = ("Ana", "Ben", "Chloé", "Dana", "Emil", "Fatima", "Gus", "Hana", "Ivan", "Júlia", "Kai", "Lina", "Mei")
_LAST = ("García", "Smith", "Nguyen", "Müller", "Rossi", "Johnson", "Kim", "Silva", "Okafor", "Novák", "Brown")
_SYLLABLES = ("ba", "do", "fe", "gi", "ka", "lu", "me", "no", "pi", "ra", "su", "to", "va", "we", "zi")
_HOMEROOM = 25


def lines(rows: int, year: str = "2026-2027", domain: str = "family") -> Iterator[str]:
    """Each row a new student with a parent of their own, sorted by homeroom as offices do."""
    yield HEADER
    for n in range(rows):
        room, grade = n // _HOMEROOM, n // _HOMEROOM % 12 + 1
        first, last = _FIRST[n % len(_FIRST)], _LAST[n % len(_LAST)]
        surname = f"{last}{_syllables(n)}"
        yield (
            f"{year},{grade}-{room},{grade},{year[:4]}{n:07},{surname},{first},"
            f"parent{n}@{domain}{n % 97}.example.org,{_FIRST[(n + 5) % len(_FIRST)]},{surname}\n"
        )


def a_file(rows: int, *like: str) -> bytes:
    return "".join(lines(rows, *like)).encode()


def _syllables(n: int) -> str:
    base = len(_SYLLABLES)
    return _SYLLABLES[n % base] + _SYLLABLES[n // base % base] + _SYLLABLES[n // base**2 % base]
