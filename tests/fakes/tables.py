"""The store, and what reads from it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from homeroom.domain.accounts.access import Session, User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.imports.import_run import ImportPart, ImportRun
from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.invitations.invitation import AddressLock, Invitation
from homeroom.domain.invitations.listing import Listed, Listing, inviter_key, list_order
from homeroom.domain.invitations.status import Status, status_of
from homeroom.domain.kernel.change import Change, Conflict, Stored, as_stored
from homeroom.domain.kernel.limits import Limit, TooManyTries
from homeroom.domain.kernel.text import words
from homeroom.domain.mail.address_block import AddressBlock, StopLink
from homeroom.domain.mail.mail import SEND_UNCONFIRMED_STATES, Link, Mail, mail_id
from homeroom.domain.mail.rate_limiter import RateLimiter
from homeroom.domain.roster.homeroom import Homeroom, homeroom_identity
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Namesakes, SchoolId, Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.ports import MOST_ITEMS

T = TypeVar("T", bound=Stored)


class FakeStore:
    def __init__(self) -> None:
        self._things: dict[tuple[type, str], Stored] = {}

    def save(self, *changes: Change) -> None:
        if self.weight(changes) > MOST_ITEMS:
            raise ValueError("too many items in one save")
        if len({_key(change) for change in changes}) < len(changes):
            raise ValueError("a save changes each thing once")
        after = dict(self._things)
        for change in changes:
            _apply(change, after)
        self._things = after

    def weight(self, changes: Collection[Change]) -> int:
        return sum(1 + _words_changed(change) for change in changes)

    def as_it_is_now(self) -> "FakeStore":
        """Stays so, whatever is saved later."""
        copy = FakeStore()
        copy._things = self._things
        return copy

    def one(self, kind: type[T], identity: str) -> T | None:
        found = self._things.get((kind, identity))
        return found if isinstance(found, kind) else None

    def many(self, kind: type[T], identities: Collection[str]) -> dict[str, T]:
        return {i: found for i in identities if (found := self.one(kind, i))}

    def all(self, kind: type[T]) -> list[T]:
        return [thing for thing in self._things.values() if isinstance(thing, kind)]


def _key(change: Change) -> tuple[type, str]:
    thing = change.before or change.after
    assert thing is not None
    return type(thing), thing.identity


def _apply(change: Change, things: dict[tuple[type, str], Stored]) -> None:
    key, standing = _key(change), things.get(_key(change))
    if change.after and change.after.identity != key[1]:
        raise ValueError("a change keeps the key")
    if (standing and standing.version) != (change.before and change.before.version):
        raise Conflict
    if change.after is None:
        del things[key]
    elif change.after != change.before:
        things[key] = as_stored(change)


def _words_changed(change: Change) -> int:
    """A student can be searched for by each word of the name, and each of them is an item."""
    before, after = _word_items(change.before), _word_items(change.after)
    written = [key for key, name in after.items() if before.get(key) != name]
    return len(written) + len(before.keys() - after.keys())


def _word_items(thing: Stored | None) -> Mapping[tuple[str, str], str]:
    if not isinstance(thing, Student):
        return {}
    return {(thing.year, word): thing.name_key for word in words(thing.name)}


@dataclass
class FakeRoster:
    store: FakeStore

    def students(self, ids: Collection[str]) -> dict[str, Student]:
        return self.store.many(Student, ids)

    def namesakes(self, identities: Collection[str]) -> dict[str, Namesakes]:
        return self.store.many(Namesakes, identities)

    def school_ids(self, identities: Collection[str]) -> dict[str, SchoolId]:
        return self.store.many(SchoolId, identities)

    def homerooms(self, year: str) -> list[Homeroom]:
        return sorted((h for h in self.store.all(Homeroom) if h.year == year), key=lambda h: h.key)

    def homerooms_called(self, wanted: Collection[tuple[str, str]]) -> list[Homeroom]:
        return list(self.store.many(Homeroom, [homeroom_identity(*which) for which in wanted]).values())

    def students_in(self, year: str, code: str) -> list[Student]:
        here = (year, class_code_key(code))
        return _by_name(s for s in self.store.all(Student) if (s.year, class_code_key(s.homeroom)) == here)

    def search(self, year: str, text: str, limit: int) -> list[Student]:
        typed = words(text)
        return _by_name(s for s in self.store.all(Student) if s.year == year and _is_like(s, typed))[:limit]

    def contacts(self, ids: Collection[str]) -> dict[str, ParentContact]:
        return self.store.many(ParentContact, ids)


def _by_name(students: Iterable[Student]) -> list[Student]:
    return sorted(students, key=lambda student: (student.name_key, student.id))


def _is_like(student: Student, typed: Collection[str]) -> bool:
    own = words(student.name)
    return bool(typed) and all(any(word.startswith(part) for word in own) for part in typed)


@dataclass
class FakeInvitations:
    store: FakeStore

    def get_many(self, ids: Collection[str]) -> dict[str, Invitation]:
        return self.store.many(Invitation, ids)

    def locks(self, email_keys: Collection[str]) -> dict[str, AddressLock]:
        return self.store.many(AddressLock, email_keys)

    def blocks(self, email_keys: Collection[str]) -> dict[str, AddressBlock]:
        return self.store.many(AddressBlock, email_keys)

    def stop_link(self, digest: str) -> StopLink | None:
        return self.store.one(StopLink, digest)

    def mail(self, invitation_id: str, send_number: int) -> Mail | None:
        return self.store.one(Mail, mail_id(invitation_id, send_number))

    def mails(self, keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], Mail]:
        return {key: found for key in keys if (found := self.mail(*key))}

    def link(self, digest: str) -> Link | None:
        return self.store.one(Link, digest)

    def due(self, day: date) -> Iterator[str]:
        for invitation in self.store.all(Invitation):
            if invitation.is_open and invitation.expires_at.date() == day:
                yield invitation.id

    def to_remind(self, day: date) -> Iterator[str]:
        for mail in self.store.all(Mail):
            if mail.look_at is None and mail.remind_at and mail.remind_at.date() == day:
                yield mail.invitation_id

    def answered(self, day: date) -> Iterator[str]:
        for invitation in self.store.all(Invitation):
            done = invitation.completed_at if invitation.inviter_email_key else None
            if done and done.date() == day:
                yield invitation.id

    def waiting(self) -> Iterator[tuple[str, int]]:
        yield from self._to_look_after(lambda mail: mail.waits)

    def unconfirmed_before(self, before: datetime) -> Iterator[tuple[str, int]]:
        yield from self._to_look_after(
            lambda mail: mail.state in SEND_UNCONFIRMED_STATES and mail.look_at is not None and mail.look_at < before
        )

    def _to_look_after(self, which: Callable[[Mail], bool]) -> list[tuple[str, int]]:
        found = [(m.look_at, m.invitation_id, m.send_number) for m in self.store.all(Mail) if m.look_at and which(m)]
        return [(invitation_id, send_number) for _, invitation_id, send_number in sorted(found)]

    def rate_limiter(self) -> RateLimiter | None:
        return self.store.one(RateLimiter, "rate limiter")

    def listed(self, which: Listing, *, before: str = "", limit: int) -> list[Listed]:
        found = self._in_order(which)[::-1]
        return [listed for listed in found if not before or listed.order < before][:limit]

    def listed_after(self, which: Listing, *, after: str, before: str, limit: int) -> list[Listed]:
        return [listed for listed in self._in_order(which) if after < listed.order < before][:limit]

    def how_many(self, which: Listing, before: str) -> tuple[int, bool]:
        return sum(listed.order < before for listed in self._in_order(which)), True

    def search(self, text: str, limit: int) -> list[str]:
        typed, address = words(text), text.strip().lower()
        return [
            i.id
            for i in self.store.all(Invitation)
            if (address and i.email_key.startswith(address)) or _has_name(i.parent_name, typed)
        ][:limit]

    def counts(self) -> Mapping[Status, int]:
        return Counter(status_of(invitation) for invitation in self.store.all(Invitation))

    def bulk_resend(self) -> BulkResend | None:
        return self.store.one(BulkResend, "newest")

    def _in_order(self, which: Listing) -> list[Listed]:
        found = [
            i
            for i in self.store.all(Invitation)
            if status_of(i) in which.statuses
            and which.import_id in ("", i.import_id)
            and which.inviter_key in ("", inviter_key(i.inviter))
        ]
        return sorted((Listed(list_order(i), i.id) for i in found), key=lambda listed: listed.order)


def _has_name(name: str, typed: Collection[str]) -> bool:
    own = words(name)
    agrees = all(any(word.startswith(part) for word in own) for part in typed)
    return bool(typed) and bool(own) and agrees and any(w.startswith(t) for w in (own[0], own[-1]) for t in typed)


@dataclass
class FakeImports:
    store: FakeStore

    def get(self, import_id: str) -> ImportRun | None:
        return self.store.one(ImportRun, import_id)

    def newest(self, limit: int) -> list[ImportRun]:
        return sorted(self.store.all(ImportRun), key=lambda run: run.started_at, reverse=True)[:limit]

    def parts(self, import_id: str, after_row: int = 0) -> Iterator[ImportPart]:
        mine = (p for p in self.store.all(ImportPart) if p.import_id == import_id)
        yield from sorted((p for p in mine if p.first_row > after_row), key=lambda part: part.first_row)


@dataclass
class FakeAccess:
    store: FakeStore
    tries: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    def user(self, email_key: str) -> User | None:
        return self.store.one(User, email_key)

    def session(self, digest: str) -> Session | None:
        return self.store.one(Session, digest)

    def count(self, limit: Limit, subject: str, now: datetime) -> None:
        window = int(now.timestamp() // limit.window.total_seconds())
        self.tries[limit.name, subject, window] += 1
        if self.tries[limit.name, subject, window] > limit.most:
            raise TooManyTries(limit)


@dataclass
class FakeSite:
    store: FakeStore

    def settings(self) -> SiteSettings | None:
        return self.store.one(SiteSettings, "settings")

    def secret(self) -> bytes:
        return b"0123456789abcdef0123456789abcdef"
