"""`seed_school <students>`: a school of so many, 25 in a homeroom, three contacts for each two students, no siblings.

Written past the store, with its counts, and without what a search needs: nothing here is searched for.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import counters
from homeroom.adapters.dynamodb.codec import Item
from homeroom.adapters.dynamodb.items import to_item
from homeroom.domain.families.parent_contact import ContactDetails, ParentContact, Relation
from homeroom.domain.kernel.change import Stored
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student, YearPlacement

YEAR = "2026-2027"
_HOMEROOM = 25
_AT_ONCE = 25


def main(students: int) -> None:
    aws, things, counted = Aws(), school(students), Counter[counters.Counted]()
    while some := list(islice(things, _AT_ONCE)):
        puts = [{"PutRequest": {"Item": to_item(thing, 1)}} for thing in some]
        aws.dynamodb.batch_write_item(RequestItems={"roster": puts})  # type: ignore[attr-defined]
        counted.update(one for thing in some if isinstance(thing, Student) for one in counters.of_student(thing))
    for counts in batched_counts(counted):
        aws.dynamodb.batch_write_item(RequestItems={"roster": counts})  # type: ignore[attr-defined]
    print(json.dumps(students))


def batched_counts(counted: Counter[counters.Counted]) -> Iterator[list[Item]]:
    """As the store has added them up."""
    items: dict[counters.CountItem, Item] = {}
    for one, number in counted.items():
        [(pk, sk)] = one.item.among
        about = {"pk": {"S": pk}, "sk": {"S": sk}, "about": {"S": one.item.about}}
        items.setdefault(one.item, about)[one.attribute] = {"N": str(number)}
    left = iter(items.values())
    while some := list(islice(left, _AT_ONCE)):
        yield [{"PutRequest": {"Item": item}} for item in some]


def school(students: int) -> Iterator[Stored]:
    for n in range(students):
        grade, code = str(n // _HOMEROOM % 12 + 1), f"{n // _HOMEROOM % 12 + 1}-{n // _HOMEROOM}"
        if n % _HOMEROOM == 0:
            yield Homeroom(year=YEAR, code=code, grade=grade)
        student_id, contacts = f"{n:024x}", [f"c{n:08}{c}" for c in range(1 + n % 2)]
        yield Student(
            id=student_id,
            first_name="Ana",
            last_name=f"García López {n}",
            school_id=f"{n:07}",
            placements={YEAR: YearPlacement(homeroom=code, grade=grade)},
            contact_ids=tuple(contacts),
        )
        for contact_id in contacts:
            details = ContactDetails(
                first_name="María",
                last_name=f"García López {n}",
                email=f"{contact_id}@example.org",
                mobile_phone="(415) 555-0100",
                street="1234 Main Street",
                city="Springfield",
                state="IL",
                postal_code="02134",
            )
            links = {student_id: Relation(relationship="Mother")}
            yield ParentContact(id=contact_id, details=details, students=links, user_key=f"{contact_id}@example.org")


if __name__ == "__main__":
    main(int(sys.argv[1]))
