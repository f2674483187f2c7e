"""Numbers that the store keeps of what it has stored. Each transaction adds to those that its changes change."""

import random
from collections import Counter as Sum
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.codec import Item
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.answer_count import steps_of
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.status import REMINDED, status_of
from homeroom.domain.kernel.change import Stored
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_count import count_of

_SHARDS = tuple(keys.count(shard) for shard in range(keys.COUNT_SHARDS))


class CountItem(NamedTuple):
    """`among` are the keys of the items that a number is spread over: a transaction adds to one of them. `about` is
    written there, too, where a key may be cut.
    """

    among: tuple[keys.KeyValues, ...]
    about: str = ""


class Counted(NamedTuple):
    """Adds one to an attribute of an item."""

    item: CountItem
    attribute: str


_BY_STATUS = CountItem(tuple((key["pk"], key["sk"]) for key in _SHARDS))


def of_student(student: Student) -> Iterator[Counted]:
    """With their homeroom, in each of the newest school years."""
    numbers = [name for name, number in vars(count_of(student)).items() if number]
    for year in student.years_counted:
        code_key = class_code_key(student.placements[year].homeroom)
        item = _single(keys.student_count(year, code_key), code_key)
        for name in numbers:
            yield Counted(item, name)


def of_invitation(invitation: Invitation) -> Iterator[Counted]:
    """By its status, by how many reminders brought no answer, and in the hours in which it was begun and answered; in
    each of its school years.
    """
    status, reminders = status_of(invitation), invitation.reminders
    for year in invitation.years:
        yield Counted(_BY_STATUS, keys.counted(year, status.value))
        if reminders and status in REMINDED:
            yield Counted(_BY_STATUS, keys.reminded(year, reminders))
        for step, hour in steps_of(invitation):
            yield Counted(_single(keys.answer_count(year, hour, step.value)), step.value)


def of_contact(contact: ParentContact) -> Iterator[Counted]:
    """In the newest campaign that was about them. Whoever has confirmed counts as asked, however they came to it."""
    asked = contact.asked_to_confirm
    if asked is None:
        return
    item = _single(keys.campaign_counts(asked.campaign_id))
    if asked.reached or not contact.awaits_confirmation:
        yield Counted(item, "asked")
        if not contact.awaits_confirmation:
            yield Counted(item, "confirmed")
    else:
        yield Counted(item, "not_reachable")


def _single(key: keys.Key, about: str = "") -> CountItem:
    return CountItem(((key["pk"], key["sk"]),), about)


CountedOf = Callable[[Any], Collection[Counted] | Iterator[Counted]]
Differences = Mapping[CountItem, Mapping[str, int]]
"""By how much each attribute of each item changes; what stays as it is is left out."""


def differences(changed: Collection[tuple[CountedOf, Stored | None, Stored | None]]) -> Differences:
    """Of things before and after, with what counts them."""
    total: Sum[Counted] = Sum()
    for of, before, after in changed:
        if before:
            total.subtract(of(before))
        if after:
            total.update(of(after))
    by_item: dict[CountItem, dict[str, int]] = defaultdict(dict)
    for counted, number in total.items():
        if number:
            by_item[counted.item][counted.attribute] = number
    return by_item


def update_of(table: str, item: CountItem, numbers: Mapping[str, int]) -> Item:
    """Adding is no change of a thing: it needs no version, and asks nobody what was there before."""
    pk, sk = random.choice(item.among)  # noqa: S311  not a secret
    update = "ADD " + ", ".join(f"#n{n} :n{n}" for n in range(len(numbers)))
    names = {f"#n{n}": name for n, name in enumerate(numbers)}
    values: Item = {f":n{n}": {"N": str(number)} for n, number in enumerate(numbers.values())}
    if item.about:
        update, names["#about"], values[":about"] = f"SET #about = :about {update}", "about", {"S": item.about}
    return {
        "Update": {
            "TableName": table,
            "Key": {"pk": {"S": pk}, "sk": {"S": sk}},
            "UpdateExpression": update,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
    }
