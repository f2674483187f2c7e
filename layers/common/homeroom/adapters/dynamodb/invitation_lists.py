"""Invitations listed, searched and counted."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.invitations.answer_count import AnswerCount
from homeroom.domain.invitations.listing import Listed, Listing
from homeroom.domain.invitations.status import Status
from homeroom.domain.kernel.text import words
from homeroom.settings import Settings

if TYPE_CHECKING:
    from homeroom.adapters.dynamodb.codec import Item

_FIRST = "0"
"""Before every order."""
_MOST_LOOKED_AT = 1_000
_SEARCHED_A_PAGE = 250
_NAMES = ((keys.BY_FIRST_WORD, "first_word"), (keys.BY_LAST_WORD, "last_word"))


class DynamoInvitationLists:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def listed(self, which: Listing, *, before: str = "", limit: int) -> list[Listed]:
        condition = "list_sort < :before" if before else ""
        page = self._listed(which, condition, {"before": before} if before else {}, limit, backwards=True)
        return list(islice(page, limit))

    def listed_after(self, which: Listing, *, after: str, before: str, limit: int) -> list[Listed]:
        """BETWEEN holds both ends to be inside; after is looked past, before is no order of an invitation."""
        values = {"after": after or _FIRST, "before": before}
        entries = self._listed(which, "list_sort BETWEEN :after AND :before", values, limit + 1, backwards=False)
        return list(islice((listed for listed in entries if listed.order != after), limit))

    def how_many(self, which: Listing, before: str) -> tuple[int, bool]:
        index, attribute, list_keys = _keys_of(which)
        counted = [
            self._table.how_many(index, f"{attribute} = :key AND list_sort < :before", {"key": key, "before": before})
            for key in list_keys
        ]
        return sum(number for number, _ in counted), all(is_all for _, is_all in counted)

    def search(self, text: str, limit: int) -> list[str]:
        """By the first, the last and the longest word typed: one of them is a name's first or last word."""
        typed = words(text)
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
        total: Counter[Status] = Counter()
        names = {status: keys.counted(year, status.value) for status in Status}
        for item in self._table.items([keys.count(shard) for shard in range(keys.COUNT_SHARDS)]):
            total.update({status: int(item[name]["N"]) for status, name in names.items() if name in item})
        return total

    def answer_counts(self, year: str) -> Mapping[datetime, AnswerCount]:
        hours: dict[datetime, AnswerCount] = {}
        for item in self._table.query("pk = :counts", {"counts": keys.answer_counts(year)}):
            hour, numbers = keys.hour_counted(item["sk"]["S"]), {n: int(v["N"]) for n, v in item.items() if "N" in v}
            hours[hour] = hours.get(hour, AnswerCount()) + AnswerCount(**numbers)
        return {hour: count for hour, count in hours.items() if count != AnswerCount()}

    def _listed(
        self, which: Listing, condition: str, values: dict[str, str], limit: int, *, backwards: bool
    ) -> Iterator[Listed]:
        """Several keys, merged into one list; of each no more is fetched than may be shown."""
        index, attribute, list_keys = _keys_of(which)
        of_key = f"{attribute} = :key"
        lists = [
            self._table.query_index(
                index,
                f"{of_key} AND {condition}" if condition else of_key,
                {"key": key, **values},
                page=limit,
                backwards=backwards,
            )
            for key in list_keys
        ]
        for item in merge(*lists, key=lambda item: item["list_sort"]["S"], reverse=backwards):
            yield Listed(item["list_sort"]["S"], _id_in(item))

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


def _keys_of(which: Listing) -> tuple[str, str, list[str]]:
    """The index, its attribute, and the keys under which these invitations stand."""
    index, attribute, where = keys.BY_STATUS, "status_key", [keys.of_last_year(year) for year in which.last_years]
    if which.import_id:
        index, attribute, where = keys.BY_IMPORT, "import_key", [keys.of_import(which.import_id)]
    elif which.inviter_key:
        index, attribute, where = keys.BY_INVITER, "inviter_key", [keys.of_inviter(which.inviter_key)]
    found = [key for status in which.statuses for one in where for key in keys.all_listed(one, status.value)]
    return index, attribute, found


def _id_in(item: "Item") -> str:
    return keys.invitation_id(item["pk"]["S"])
