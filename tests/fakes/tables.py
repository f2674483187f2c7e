"""What reads from the store: the roster, imports, users and the site."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from homeroom.adapters.dynamodb.items import YEARS_SEARCHED
from homeroom.domain.accounts.known_devices import KnownDevices
from homeroom.domain.accounts.second_factor import SecondFactor
from homeroom.domain.accounts.session import Session, SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditEntry
from homeroom.domain.exports.changes_taken import ChangesTaken
from homeroom.domain.exports.export import Export
from homeroom.domain.families.contact_log import ContactLog, order_from
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.families.parent_search import is_like
from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.header_answers import HeaderAnswers
from homeroom.domain.imports.import_part import ImportPart
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.waiting import WaitingImport
from homeroom.domain.kernel.limits import Limit, TooManyTries
from homeroom.domain.kernel.text import words
from homeroom.domain.people.deletion import Deletion
from homeroom.domain.roster.homeroom import Homeroom, homeroom_identity
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.merging import MergedStudent
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_count import StudentCount, count_of
from homeroom.domain.roster.student_identity import Namesakes, SchoolId, school_id_key
from homeroom.domain.site.logo import Logo
from homeroom.domain.site.site_settings import SiteSettings
from tests.fakes.store import FakeStore

_LAST_ROW = 9_999_999_999


@dataclass
class FakeRoster:
    store: FakeStore

    def students(self, ids: Collection[str]) -> dict[str, Student]:
        return self.store.many(Student, ids)

    def students_now(self, ids: Collection[str]) -> dict[str, Student]:
        found, merged = self.students(ids), self.merged(ids)
        stayed = self.students([m.into for m in merged.values()])
        return found | {m.id: stayed[m.into] for m in merged.values() if m.into in stayed}

    def namesakes(self, identities: Collection[str]) -> dict[str, Namesakes]:
        return self.store.many(Namesakes, identities)

    def school_ids(self, identities: Collection[str]) -> dict[str, SchoolId]:
        return self.store.many(SchoolId, identities)

    def merged(self, ids: Collection[str]) -> dict[str, MergedStudent]:
        return self.store.many(MergedStudent, ids)

    def homerooms(self, year: str) -> list[Homeroom]:
        return [homeroom for homeroom in self.all_homerooms(year) if not homeroom.is_over]

    def all_homerooms(self, year: str) -> list[Homeroom]:
        return sorted((h for h in self.store.all(Homeroom) if h.year == year), key=lambda h: h.key)

    def has_homerooms(self, year: str) -> bool:
        return bool(self.homerooms(year))

    def homerooms_called(self, wanted: Collection[tuple[str, str]]) -> list[Homeroom]:
        return list(self.store.many(Homeroom, [homeroom_identity(*which) for which in wanted]).values())

    def students_in(self, year: str, code: str) -> list[Student]:
        return _by_name(s for s in self.store.all(Student) if _is_in(s, year, class_code_key(code)))

    def student_counts(self, year: str) -> dict[str, StudentCount]:
        counts: dict[str, StudentCount] = defaultdict(StudentCount)
        for student in self.store.all(Student):
            if year in student.years_counted:
                counts[class_code_key(student.placements[year].homeroom)] += count_of(student)
        return dict(counts)

    def search(self, year: str, text: str, limit: int) -> list[Student]:
        typed = words(text)
        searched = [s for s in self.store.all(Student) if year in sorted(s.placements)[-YEARS_SEARCHED:]]
        return _by_name(s for s in searched if _is_like(s, typed))[:limit]

    def called_like(self, year: str, text: str) -> Iterator[Sequence[Student]]:
        found = self.search(year, text, len(self.store.all(Student)))[::-1]
        for start in range(0, len(found), 60):
            yield found[start : start + 60]

    def school_ids_like(self, key: str, limit: int) -> list[Student]:
        having = [s for s in self.store.all(Student) if s.school_id and school_id_key(s.school_id).startswith(key)]
        return sorted(having, key=lambda s: (school_id_key(s.school_id), s.id))[:limit]

    def deletion(self, asked_at: datetime, contact_id: str) -> Deletion | None:
        return self.store.one(Deletion, Deletion(contact_id=contact_id, asked_at=asked_at).identity)

    def deletions(self, asked_before: datetime, limit: int) -> list[Deletion]:
        due = [deletion for deletion in self.store.all(Deletion) if deletion.asked_at < asked_before]
        return sorted(due, key=lambda deletion: deletion.identity)[:limit]

    def contacts(self, ids: Collection[str]) -> dict[str, ParentContact]:
        return self.store.many(ParentContact, ids)

    def contact_logs(self, contact_ids: Collection[str]) -> dict[str, ContactLog]:
        return self.store.many(ContactLog, contact_ids)

    def changed_contacts(self, since: datetime, before: str, limit: int) -> list[tuple[str, str]]:
        found = sorted(((log.order, log.contact_id) for log in self.store.all(ContactLog)), reverse=True)
        return [one for one in found if order_from(since) <= one[0] and (not before or one[0] < before)][:limit]

    def contacts_like(self, text: str, limit: int) -> list[ParentContact]:
        return [contact for contact in self.store.all(ParentContact) if is_like(contact, text)][:limit]

    def relation_turns(self, first: date, last: date) -> list[tuple[str, str]]:
        turns = [
            (day, student_id, contact.id)
            for contact in self.store.all(ParentContact)
            for student_id, relation in contact.students.items()
            for day in relation.turns
            if first <= day <= last
        ]
        return [(student_id, contact_id) for _, student_id, contact_id in sorted(turns)]


def _is_in(student: Student, year: str, code_key: str) -> bool:
    placement = student.placement_in(year)
    return placement is not None and class_code_key(placement.homeroom) == code_key


def _by_name(students: Iterable[Student]) -> list[Student]:
    return sorted(students, key=lambda student: student.order)


def _is_like(student: Student, typed: Collection[str]) -> bool:
    own = words(student.name)
    return bool(typed) and all(any(word.startswith(part) for word in own) for part in typed)


@dataclass
class FakeExports:
    store: FakeStore

    def get(self, export_id: str) -> Export | None:
        return self.store.one(Export, export_id)

    def changes_taken(self) -> ChangesTaken | None:
        return self.store.one(ChangesTaken, "changes")

    def newest(self, limit: int) -> list[Export]:
        return sorted(self.store.all(Export), key=lambda export: export.started_at, reverse=True)[:limit]


@dataclass
class FakeImports:
    store: FakeStore

    def get(self, import_id: str) -> ImportRun | None:
        return self.store.one(ImportRun, import_id)

    def notes(self, import_id: str) -> FileNotes | None:
        return self.store.one(FileNotes, import_id)

    def newest(self, limit: int) -> list[ImportRun]:
        listed = (run for run in self.store.all(ImportRun) if not run.check_number)
        return sorted(listed, key=lambda run: run.started_at, reverse=True)[:limit]

    def started_between(self, after: datetime, before: datetime) -> list[ImportRun]:
        return [run for run in self.newest(1_000_000) if after <= run.started_at <= before]

    def waiting(self) -> list[WaitingImport]:
        waiting = (run.waiting for run in self.store.all(ImportRun))
        return sorted((each for each in waiting if each), key=lambda each: (each.since, each.import_id))

    def parts(self, import_id: str, after_row: int = 0) -> Iterator[ImportPart]:
        if after_row >= _LAST_ROW:
            raise ValueError("the first row comes after the last one")
        mine = (p for p in self.store.all(ImportPart) if p.import_id == import_id)
        yield from sorted((p for p in mine if p.first_row > after_row), key=lambda part: part.first_row)


@dataclass
class FakeAccess:
    store: FakeStore
    tries: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    def user(self, email_key: str) -> User | None:
        return self.store.one(User, email_key)

    def users(self, email_keys: Collection[str]) -> list[User]:
        return [user for key in email_keys if (user := self.user(key))]

    def users_by_id(self, ids: Collection[str]) -> dict[str, User]:
        return {user.id: user for user in self.store.all(User) if user.id in ids}

    def admins(self) -> list[User]:
        return sorted((user for user in self.store.all(User) if user.is_admin), key=lambda user: user.email_key)

    def session(self, digest: str) -> Session | None:
        return self.store.one(Session, digest)

    def second_factor(self, user_id: str) -> SecondFactor | None:
        return self.store.one(SecondFactor, user_id)

    def known_devices(self, email_key: str) -> KnownDevices | None:
        return self.store.one(KnownDevices, email_key)

    def sessions(self, email_key: str) -> list[Session]:
        own = [s for s in self.store.all(Session) if s.kind is SessionKind.LOGGED_IN and s.subject == email_key]
        return sorted(own, key=lambda session: session.started_at)

    def count(self, limit: Limit, subject: str, now: datetime) -> None:
        counted = self._counted(limit, subject, now)
        self.tries[counted] += 1
        if self.tries[counted] > limit.most:
            raise TooManyTries(limit)

    def forgive(self, limit: Limit, subject: str, now: datetime) -> None:
        self.tries[self._counted(limit, subject, now)] -= 1

    def _counted(self, limit: Limit, subject: str, now: datetime) -> tuple[str, str, int]:
        return limit.name, subject, int(now.timestamp() // limit.window.total_seconds())


@dataclass
class FakeAuditRecord:
    store: FakeStore

    def newest(self, *, person: str = "", student_id: str = "", before: str = "", limit: int) -> list[AuditEntry]:
        listed = [e for e in self.store.all(AuditEntry) if not before or e.order < before]
        if student_id:
            listed = [e for e in listed if student_id in e.about.student_ids]
        elif person:
            listed = [e for e in listed if person in e.people]
        return sorted(listed, key=lambda e: e.order, reverse=True)[:limit]


@dataclass
class FakeSite:
    store: FakeStore

    def settings(self) -> SiteSettings | None:
        return self.store.one(SiteSettings, "settings")

    def answers(self, header_key: str) -> HeaderAnswers | None:
        return self.store.one(HeaderAnswers, header_key)

    def logo(self) -> Logo | None:
        return self.store.one(Logo, "logo")

    def secret(self) -> bytes:
        return b"0123456789abcdef0123456789abcdef"
