"""Homerooms, students and parent contacts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from heapq import merge
from itertools import islice

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.codec import Item, moment_text
from homeroom.adapters.dynamodb.items import from_item
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.families.contact_log import ContactLog
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.families.parent_search import is_like, typed_digits, typed_email
from homeroom.domain.kernel.text import words
from homeroom.domain.people.deletion import Deletion
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.merging import MergedStudent
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_count import NOBODY, StudentCount
from homeroom.domain.roster.student_identity import Namesakes, SchoolId, school_id_key
from homeroom.settings import Settings

_FEW_HOMEROOMS = 3
_WORDS_A_PAGE = 250
_MOST_WORDS_LOOKED_AT = 5_000
_STUDENTS_A_PORTION = 60
_PARENTS_A_PAGE = 100
_MOST_PARENTS_LOOKED_AT = 200


class DynamoRoster:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.roster_table)

    def students(self, ids: Collection[str]) -> dict[str, Student]:
        return {s.id: s for s in self._table.many(Student, map(keys.student, ids))}

    def students_now(self, ids: Collection[str]) -> dict[str, Student]:
        found = self.students(ids)
        merged = self.merged(set(ids) - found.keys())
        stayed = self.students({m.into for m in merged.values()})
        return found | {m.id: stayed[m.into] for m in merged.values() if m.into in stayed}

    def namesakes(self, identities: Collection[str]) -> dict[str, Namesakes]:
        return {n.identity: n for n in self._table.many(Namesakes, map(keys.namesakes, identities))}

    def school_ids(self, identities: Collection[str]) -> dict[str, SchoolId]:
        return {s.identity: s for s in self._table.many(SchoolId, map(keys.school_id, identities))}

    def merged(self, ids: Collection[str]) -> dict[str, MergedStudent]:
        return {m.id: m for m in self._table.many(MergedStudent, map(keys.merged_student, ids))}

    def homerooms(self, year: str) -> list[Homeroom]:
        return [homeroom for homeroom in self._homerooms(year) if not homeroom.is_over]

    def all_homerooms(self, year: str) -> list[Homeroom]:
        return list(self._homerooms(year))

    def has_homerooms(self, year: str) -> bool:
        """The first one is one, but where somebody has renamed or removed it."""
        return any(not homeroom.is_over for homeroom in self._homerooms(year, page=_FEW_HOMEROOMS))

    def homerooms_called(self, wanted: Collection[tuple[str, str]]) -> list[Homeroom]:
        return self._table.many(Homeroom, (keys.homeroom(year, class_code_key(code)) for year, code in wanted))

    def students_in(self, year: str, code: str) -> list[Student]:
        key = keys.homeroom_students(year, class_code_key(code))
        items = list(self._table.query_index(keys.BY_HOMEROOM, "homeroom_key = :homeroom", {"homeroom": key}))
        students = {s.id: s for s in (from_item(Student, item) for item in items if "student_id" not in item)}
        students |= self.students([item["student_id"]["S"] for item in items if "student_id" in item])
        return sorted(students.values(), key=lambda student: student.order)

    def student_counts(self, year: str) -> Mapping[str, StudentCount]:
        shards = (self._table.query("pk = :counts", {"counts": key}) for key in keys.all_student_counts(year))
        counts = {item["about"]["S"]: StudentCount(**_numbers(item)) for items in shards for item in items}
        return {key: count for key, count in counts.items() if count != NOBODY}

    def search(self, year: str, text: str, limit: int) -> list[Student]:
        """Goes by the longest word typed. Of a beginning that thousands of names share, the first count."""
        ids = list(islice(self._ids_like(year, text), limit))
        return sorted(self.students(ids).values(), key=lambda student: student.order)

    def called_like(self, year: str, text: str) -> Iterator[Sequence[Student]]:
        ids = self._ids_like(year, text)
        while portion := list(islice(ids, _STUDENTS_A_PORTION)):
            yield list(self.students(portion).values())

    def school_ids_like(self, key: str, limit: int) -> list[Student]:
        beginning = keys.school_id_beginning(key)
        condition = "pk = :ids AND begins_with(sk, :beginning)"
        shards = [
            islice(self._table.query(condition, {"ids": shard, "beginning": beginning}, page=limit), limit)
            for shard in keys.school_ids_listed()
        ]
        items = islice(merge(*shards, key=lambda item: item["sk"]["S"]), limit)
        students = self.students([item["student_id"]["S"] for item in items])
        return [s for s in students.values() if school_id_key(s.school_id).startswith(key)]

    def deletion(self, asked_at: datetime, contact_id: str) -> Deletion | None:
        key = keys.deletion(Deletion(contact_id=contact_id, asked_at=asked_at).identity)
        return next(iter(self._table.many(Deletion, [key])), None)

    def deletions(self, asked_before: datetime, limit: int) -> list[Deletion]:
        items = self._table.query(
            "pk = :deletions AND sk < :before",
            {"deletions": keys.DELETIONS, "before": moment_text(asked_before)},
            page=limit,
        )
        return [from_item(Deletion, item) for item in islice(items, limit)]

    def contacts(self, ids: Collection[str]) -> dict[str, ParentContact]:
        return {c.id: c for c in self._table.many(ParentContact, map(keys.contact, ids))}

    def contact_logs(self, contact_ids: Collection[str]) -> dict[str, ContactLog]:
        return {log.contact_id: log for log in self._table.many(ContactLog, map(keys.contact_log, contact_ids))}

    def changed_contacts(self, since: datetime, before: str, limit: int) -> list[tuple[str, str]]:
        values = {"changes": keys.CONTACT_CHANGES, "since": moment_text(since), "before": before or "~"}
        if values["before"] < values["since"]:  # which DynamoDB takes for a mistake
            return []
        condition = "pk = :changes AND sk BETWEEN :since AND :before"
        items = self._table.query(condition, values, page=limit + 1, backwards=True)
        found = ((item["sk"]["S"], item["contact_id"]["S"]) for item in items if item["sk"]["S"] != before)
        return list(islice(found, limit))

    def contacts_like(self, text: str, limit: int) -> list[ParentContact]:
        """The items lead to who may be meant; what is stored of them says whether they are."""
        digits, email, name = typed_digits(text), typed_email(text), sorted(words(text), key=len)
        beginning = keys.phone_ending(digits) or email or (name[-1] if name else "")
        if not beginning:
            return []
        condition = "pk = :parents AND begins_with(sk, :beginning)"
        values = {"parents": keys.parents_like(beginning), "beginning": keys.parent_beginning(beginning)}
        items = islice(self._table.query(condition, values, page=_PARENTS_A_PAGE), _MOST_PARENTS_LOOKED_AT)
        ids = list(dict.fromkeys(item["contact_id"]["S"] for item in items))
        return [contact for contact in self.contacts(ids).values() if is_like(contact, text)][:limit]

    def relation_turns(self, first: date, last: date) -> list[tuple[str, str]]:
        values = {"turns": keys.RELATION_TURNS, "first": first.isoformat(), "after": f"{last.isoformat()}~"}
        items = self._table.query("pk = :turns AND sk BETWEEN :first AND :after", values)
        return [(item["student_id"]["S"], item["contact_id"]["S"]) for item in items]

    def _homerooms(self, year: str, page: int = 0) -> Iterator[Homeroom]:
        items = self._table.query("pk = :year", {"year": keys.homerooms(year)}, page=page)
        return (from_item(Homeroom, item) for item in items)

    def _ids_like(self, year: str, text: str) -> Iterator[str]:
        """Ids of students of whose names some word begins with each word typed, each id once."""
        typed = sorted(words(text), key=len)
        if not typed:
            return
        beginning = keys.word_beginning(typed[-1])
        shards = [self._words(key, beginning) for key in keys.words_like(year, beginning)]
        items = merge(*shards, key=lambda item: item["sk"]["S"])
        seen = set()
        for item in islice(items, _MOST_WORDS_LOOKED_AT):
            student_id, name = item["student_id"]["S"], item["name_key"]["S"]
            if student_id not in seen and _is_like(name, typed):
                seen.add(student_id)
                yield student_id

    def _words(self, key: str, beginning: str) -> Iterator[Item]:
        condition, values = "pk = :words AND begins_with(sk, :beginning)", {"words": key, "beginning": beginning}
        return self._table.query(condition, values, page=_WORDS_A_PAGE)


def _numbers(item: Item) -> dict[str, int]:
    return {name: int(value["N"]) for name, value in item.items() if "N" in value}


def _is_like(name_key: str, typed: list[str]) -> bool:
    name_words = name_key.replace("|", " ").split()
    return all(any(word.startswith(beginning) for word in name_words) for beginning in typed)
