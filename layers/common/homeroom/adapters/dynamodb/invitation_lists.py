"""Invitations listed, searched and counted."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.items import from_item
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.invitations.listing import Listed, Listing
from homeroom.domain.invitations.overview import Overview
from homeroom.domain.invitations.status import EVERY_STATUS, Status
from homeroom.domain.kernel.text import words
from homeroom.domain.mail.rate_limiter import RateLimiter
from homeroom.domain.roster.school_year import next_school_year
from homeroom.settings import Settings

if TYPE_CHECKING:
    from homeroom.adapters.dynamodb.codec import Item

_FIRST, _LAST = "0", "~"
"""Before and after every order."""
_COUNTS = [keys.count(shard) for shard in range(keys.COUNT_SHARDS)]
_LIMITER, _RESEND = keys.rate_limiter(), keys.bulk_resend()
_MOST_LOOKED_AT = 1_000
_SEARCHED_A_PAGE = 250
_NAMES = ((keys.BY_FIRST_WORD, "first_word"), (keys.BY_LAST_WORD, "last_word"))


class DynamoInvitationLists:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def listed(self, which: Listing, *, before: str = "", limit: int) -> list[Listed]:
        entries = self._by_status(which, "", before, limit + 1, backwards=True)
        return list(islice((listed for listed in entries if listed.order != before), limit))

    def listed_after(self, which: Listing, *, after: str, before: str, limit: int) -> list[Listed]:
        entries = self._by_status(which, after, before, limit + 1, backwards=False)
        return list(islice((listed for listed in entries if listed.order not in (after, before)), limit))

    def listed_among(
        self, which: Listing, *, reminders: int = 0, before: str = "", among: int
    ) -> tuple[list[Listed], str]:
        """One call for each year. Of two years, what stands before the place where the first of them ended is for the
        next call.
        """
        found, ends = list[Listed](), [""]
        for year in which.last_years:
            condition, values = "year_key = :key", {"key": keys.of_last_year(year)}
            if before:
                condition, values = f"{condition} AND list_sort < :before", {**values, "before": before}
            only, wanted = _only(which, reminders)
            items, last = self._table.first_of_index(
                keys.BY_YEAR, condition, {**values, **wanted}, backwards=True, page=among, only=only
            )
            found += [Listed(item["list_sort"]["S"], _id_in(item)) for item in items]
            ends.append(last["list_sort"]["S"] if last else "")
        end = max(ends)
        return sorted((one for one in found if one.order >= end), key=lambda one: one.order, reverse=True), end

    def by_status(self, which: Listing, year: str) -> tuple[Mapping[Status, Sequence[Listed]], bool]:
        [(index, attribute, key)] = _keys_of(which)
        only, values = ("", {"key": key}) if which.import_id else ("contains(years, :year)", {"key": key, "year": year})
        items, last = self._table.first_of_index(index, f"{attribute} = :key", values, only=only)
        found: dict[Status, list[Listed]] = {}
        for item in items:
            status, order = keys.in_status_order(item["status_sort"]["S"])
            found.setdefault(Status(status), []).append(Listed(order, _id_in(item)))
        return found, last is None

    def how_many(self, which: Listing, before: str) -> tuple[int, bool]:
        counted = [
            self._table.how_many(index, condition, values) for index, condition, values in _ranges(which, "", before)
        ]
        return sum(number for number, _ in counted), all(is_all for _, is_all in counted)

    def search(self, text: str, limit: int) -> list[str]:
        """By the first, the last and the longest word typed: one of them is a name's first or last word."""
        typed = words(text) if "@" not in text else []
        ids = dict.fromkeys(self._like_address(text.strip().lower(), limit))
        for word in dict.fromkeys([*typed[:1], *typed[-1:], *sorted(typed, key=len)[-1:]]):
            if len(ids) < limit:
                ids |= dict.fromkeys(islice(self._like_name(word, typed), limit))
        return list(ids)[:limit]

    def of_address(self, email_key: str, limit: int) -> list[str]:
        """What follows the address where it is indexed ends it: a longer one that begins alike is another."""
        found = self._search(keys.BY_ADDRESS, "address", keys.search_order(email_key, ""))
        return [_id_in(item) for item in islice(found, limit)]

    def counts(self, year: str) -> Mapping[Status, int]:
        return _statuses(_sum(self._table.items(_COUNTS)), year)

    def overview(self, year: str) -> Overview:
        items = {item["pk"]["S"]: item for item in self._table.items([*_COUNTS, _LIMITER, _RESEND])}
        limiter, resend = items.pop(_LIMITER["pk"], None), items.pop(_RESEND["pk"], None)
        numbers = _sum(items.values())
        reminded = {name.removeprefix(_reminded(year)): number for name, number in numbers.items()}
        return Overview(
            counts=_statuses(numbers, year),
            next_counts=_statuses(numbers, next_school_year(year)),
            reminded={int(reminders): number for reminders, number in reminded.items() if reminders.isdecimal()},
            rate_limiter=from_item(RateLimiter, limiter) if limiter else None,
            bulk_resend=from_item(BulkResend, resend) if resend else None,
        )

    def _by_status(self, which: Listing, after: str, before: str, limit: int, *, backwards: bool) -> Iterator[Listed]:
        """Several statuses, merged into one list; of each no more is fetched at a time than may be shown."""
        lists = [
            map(_listed, self._table.query_index(index, condition, values, page=limit, backwards=backwards))
            for index, condition, values in _ranges(which, after, before)
        ]
        return merge(*lists, key=lambda listed: listed.order, reverse=backwards)

    def _like_address(self, text: str, limit: int) -> list[str]:
        if not text or " " in text:
            return []
        return [_id_in(item) for item in islice(self._search(keys.BY_ADDRESS, "address", text), limit)]

    def _like_name(self, word: str, typed: Collection[str]) -> Iterator[str]:
        """Those whose name has a word for each that was typed. Of a word that many names share, the first count."""
        for index, by in _NAMES:
            for item in islice(self._search(index, by, word), _MOST_LOOKED_AT):
                own = words(item["parent_name"]["S"])
                if all(any(part.startswith(beginning) for part in own) for beginning in typed):
                    yield _id_in(item)

    def _search(self, index: str, by: str, text: str) -> "Iterator[Item]":
        condition = f"{by}_key = :key AND begins_with({by}_sort, :text)"
        for key in keys.all_search_keys(text):
            yield from self._table.query_index(
                index, condition, {"key": key, "text": text[: keys.LONGEST]}, page=_SEARCHED_A_PAGE
            )


def _keys_of(which: Listing) -> list[tuple[str, str, str]]:
    """Each index, its attribute, and the key under which these invitations stand."""
    if which.import_id:
        return [(keys.BY_IMPORT, "import_key", keys.of_import(which.import_id))]
    if which.inviter_key:
        return [(keys.BY_INVITER, "inviter_key", keys.of_inviter(which.inviter_key))]
    return [(keys.BY_STATUS, "year_key", keys.of_last_year(year)) for year in which.last_years]


def _ranges(which: Listing, after: str, before: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """An index, a condition and its values for each status. BETWEEN holds both ends to be inside."""
    for index, attribute, key in _keys_of(which):
        for status in which.statuses:
            first, last = (keys.status_order(status.value, order) for order in (after or _FIRST, before or _LAST))
            yield (
                index,
                f"{attribute} = :key AND status_sort BETWEEN :first AND :last",
                {"key": key, "first": first, "last": last},
            )


def _only(which: Listing, reminders: int) -> tuple[str, dict[str, str | int]]:
    """The condition on what an index of all statuses holds, and its values."""
    conditions, values = list[str](), dict[str, str | int]()
    if set(which.statuses) != set(EVERY_STATUS):
        values = {f"s{n}": keys.status_order(status.value, "") for n, status in enumerate(which.statuses)}
        conditions.append("(" + " OR ".join(f"begins_with(status_sort, :{name})" for name in values) + ")")
    if reminders:
        conditions.append("reminders >= :reminders")
        values["reminders"] = reminders
    return " AND ".join(conditions), values


def _listed(item: "Item") -> Listed:
    return Listed(keys.in_status_order(item["status_sort"]["S"])[1], _id_in(item))


def _sum(items: Iterable["Item"]) -> Mapping[str, int]:
    """Of the items over which the counts are spread."""
    total: Counter[str] = Counter()
    for item in items:
        total.update({name: int(value["N"]) for name, value in item.items() if "N" in value})
    return total


def _statuses(numbers: Mapping[str, int], year: str) -> Mapping[Status, int]:
    counted = {status: numbers.get(keys.counted(year, status.value), 0) for status in Status}
    return Counter({status: number for status, number in counted.items() if number})


def _reminded(year: str) -> str:
    return keys.counted(year, "reminded ")


def _id_in(item: "Item") -> str:
    return keys.invitation_id(item["pk"]["S"])
