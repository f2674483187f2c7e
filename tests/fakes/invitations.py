"""What the fake store knows of invitations and their mails."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from homeroom.domain.accounts.address_change import AddressChange, AddressChangeLink
from homeroom.domain.accounts.admin_invitation import AdminInvitation
from homeroom.domain.accounts.log_in_mail import LogInLink, LogInMail, LogInRequest
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.answer_count import AnswerCount, steps_of
from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.listing import Listed, Listing, inviter_key, list_order
from homeroom.domain.invitations.overview import Overview
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.invitations.status import REMINDED, Status, status_of
from homeroom.domain.kernel.text import words
from homeroom.domain.kernel.token import keyed_digest
from homeroom.domain.mail.address_block import AddressBlock, StopLink
from homeroom.domain.mail.mail import SEND_UNCONFIRMED_STATES, Link, Mail, mail_id
from homeroom.domain.mail.rate_limiter import RateLimiter
from homeroom.domain.roster.school_year import next_school_year
from tests.fakes.store import FakeStore, check_key

_LONGEST_ORDER = 1_024
"""Bytes that DynamoDB compares a sort key with."""


@dataclass
class FakeInvitations:
    store: FakeStore

    def get_many(self, ids: Collection[str]) -> dict[str, Invitation]:
        return self.store.many(Invitation, ids)

    def locks(self, email_keys: Collection[str]) -> dict[str, AddressLock]:
        return self.store.many(AddressLock, email_keys)

    def link(self, digest: str) -> Link | None:
        return self.store.one(Link, digest)

    def bulk_resend(self) -> BulkResend | None:
        return self.store.one(BulkResend, "newest")


@dataclass
class FakeInvitationLists:
    store: FakeStore

    def listed(self, which: Listing, *, before: str = "", limit: int) -> list[Listed]:
        check_key(before, _LONGEST_ORDER)
        newest_first = self._in_order(which)[::-1]
        return [listed for listed in newest_first if not before or listed.order < before][:limit]

    def listed_after(self, which: Listing, *, after: str, before: str, limit: int) -> list[Listed]:
        return [listed for listed in self._in_order(which) if after < listed.order < before][:limit]

    def how_many(self, which: Listing, before: str) -> tuple[int, bool]:
        return sum(listed.order < before for listed in self._in_order(which)), True

    def search(self, text: str, limit: int) -> list[str]:
        typed, address = words(text) if "@" not in text else [], text.strip().lower()
        return [
            i.id
            for i in self.store.all(Invitation)
            if (address and i.email_key.startswith(address)) or _has_name(i.parent_name, typed)
        ][:limit]

    def of_address(self, email_key: str, limit: int) -> list[str]:
        return [i.id for i in self.store.all(Invitation) if i.email_key == email_key][:limit]

    def answer_counts(self, year: str) -> dict[datetime, AnswerCount]:
        counts: dict[datetime, AnswerCount] = defaultdict(AnswerCount)
        for invitation in self.store.all(Invitation):
            for step, hour in steps_of(invitation) if year in invitation.years else ():
                counts[hour] += AnswerCount(**{step.value: 1})
        return dict(sorted(counts.items()))

    def listed_among(
        self, which: Listing, *, reminders: int = 0, before: str = "", among: int
    ) -> tuple[list[Listed], str]:
        check_key(before, _LONGEST_ORDER)
        found, ends = list[Listed](), [""]
        for year in which.last_years:
            newest = [
                one for one in self._in_order(Listing(last_years=(year,)))[::-1] if not before or one.order < before
            ]
            found += newest[:among]
            ends.append(newest[among - 1].order if len(newest) >= among else "")
        end = max(ends)
        read = self.store.many(Invitation, [one.invitation_id for one in found])
        fits = [
            one
            for one in found
            if one.order >= end
            and status_of(read[one.invitation_id]) in which.statuses
            and read[one.invitation_id].reminders >= reminders
        ]
        return sorted(fits, key=lambda one: one.order, reverse=True), end

    def by_status(self, which: Listing, year: str) -> tuple[Mapping[Status, Sequence[Listed]], bool]:
        found: dict[Status, list[Listed]] = {}
        for status in Status:
            listed = self._in_order(replace(which, statuses=[status]))[::-1]
            read = self.store.many(Invitation, [one.invitation_id for one in listed])
            of_year = [one for one in listed if which.import_id or year in read[one.invitation_id].years]
            found |= {status: of_year} if of_year else {}
        return found, True

    def overview(self, year: str) -> Overview:
        reminded = Counter(
            i.reminders
            for i in self.store.all(Invitation)
            if i.reminders and year in i.years and status_of(i) in REMINDED
        )
        return Overview(
            counts=self.counts(year),
            next_counts=self.counts(next_school_year(year)),
            reminded=reminded,
            rate_limiter=self.store.one(RateLimiter, "rate limiter"),
            bulk_resend=self.store.one(BulkResend, "newest"),
        )

    def counts(self, year: str) -> Mapping[Status, int]:
        return Counter(status_of(invitation) for invitation in self.store.all(Invitation) if year in invitation.years)

    def _in_order(self, which: Listing) -> list[Listed]:
        invitations = [
            i
            for i in self.store.all(Invitation)
            if status_of(i) in which.statuses
            and which.import_id in ("", i.import_id)
            and which.inviter_key in ("", inviter_key(i.inviter))
            and (which.import_id or which.inviter_key or (i.years or ("",))[-1] in which.last_years)
        ]
        return sorted((Listed(list_order(i), i.id) for i in invitations), key=lambda listed: listed.order)


_words = cache(words)


def _has_name(name: str, typed: Collection[str]) -> bool:
    own = _words(name)
    agrees = all(any(word.startswith(part) for word in own) for part in typed)
    return bool(typed) and bool(own) and agrees and any(w.startswith(t) for w in (own[0], own[-1]) for t in typed)


@dataclass
class FakeDueInvitations:
    store: FakeStore

    def expiring(self, day: date) -> Iterator[str]:
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


@dataclass
class FakeParentRequests:
    store: FakeStore

    def get(self, request_id: str) -> ParentRequest | None:
        return self.store.one(ParentRequest, request_id)

    def waiting(self) -> list[ParentRequest]:
        return self._those(lambda request: request.is_waiting)

    def of_parent(self, contact_id: str) -> list[ParentRequest]:
        return self._those(lambda request: request.contact_id == contact_id)

    def to_address(self, email_key: str) -> list[ParentRequest]:
        return self._those(lambda request: request.email_key == email_key)

    def _those(self, which: Callable[[ParentRequest], bool]) -> list[ParentRequest]:
        those = (request for request in self.store.all(ParentRequest) if which(request))
        return sorted(those, key=lambda request: (request.asked_at, request.id))


@dataclass
class FakeLogInMails:
    store: FakeStore

    def get(self, user_id: str) -> LogInMail | None:
        return self.store.one(LogInMail, user_id)

    def link(self, digest: str) -> LogInLink | None:
        return self.store.one(LogInLink, digest)

    def asked_in(self, browser: str) -> LogInRequest | None:
        return self.store.one(LogInRequest, browser)


@dataclass
class FakeAdminInvitations:
    store: FakeStore

    def get(self, invitation_id: str) -> AdminInvitation | None:
        return self.store.one(AdminInvitation, invitation_id)

    def all(self) -> list[AdminInvitation]:
        return sorted(self.store.all(AdminInvitation), key=lambda invitation: invitation.id)


@dataclass
class FakeAddressChanges:
    store: FakeStore

    def get(self, contact_id: str) -> AddressChange | None:
        return self.store.one(AddressChange, contact_id)

    def link(self, digest: str) -> AddressChangeLink | None:
        return self.store.one(AddressChangeLink, digest)


@dataclass
class FakeMails:
    store: FakeStore

    def get(self, invitation_id: str, send_number: int) -> Mail | None:
        return self.store.one(Mail, mail_id(invitation_id, send_number))

    def get_many(self, keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], Mail]:
        return {key: mail for key in keys if (mail := self.get(*key))}

    def waiting(self) -> Iterator[tuple[str, int]]:
        yield from self._to_look_after(lambda mail: mail.waits)

    def unconfirmed_before(self, before: datetime) -> Iterator[tuple[str, int]]:
        yield from self._to_look_after(
            lambda mail: mail.state in SEND_UNCONFIRMED_STATES and mail.look_at is not None and mail.look_at < before
        )

    def rate_limiter(self) -> RateLimiter | None:
        return self.store.one(RateLimiter, "rate limiter")

    def _to_look_after(self, which: Callable[[Mail], bool]) -> list[tuple[str, int]]:
        mails = [(m.look_at, m.invitation_id, m.send_number) for m in self.store.all(Mail) if m.look_at and which(m)]
        return [(invitation_id, send_number) for _, invitation_id, send_number in sorted(mails)]


def address_of(email_key: str) -> str:
    """As blocks know the address."""
    return keyed_digest(b"a key that no table holds", "address", email_key)


@dataclass
class FakeAddressBlocks:
    store: FakeStore

    def digest(self, email_key: str) -> str:
        return address_of(email_key)

    def by_digest(self, address: str) -> AddressBlock | None:
        return self.store.one(AddressBlock, address)

    def get_many(self, email_keys: Collection[str]) -> dict[str, AddressBlock]:
        return {key: block for key in email_keys if (block := self.by_digest(self.digest(key)))}

    def stop_link(self, digest: str) -> StopLink | None:
        return self.store.one(StopLink, digest)
