"""The record of who did what: added to, listed, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.adapters.dynamodb.items import to_item
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.domain.audit.audit_entry import NOTHING_ELSE, About, AuditAction, AuditEntry, Nameless, Origin, new_entry
from homeroom.domain.kernel.change import Change, Conflict, as_stored
from tests.factories import NOW, an_admin
from tests.steps.aws_stack import AwsStack
from tests.steps.ports import Ports
from tests.steps.stored_things import AUDIT_ENTRY, LOCK


def added(services: Ports, minutes: int, actor: str = "u1", about: About = NOTHING_ELSE) -> AuditEntry:
    origin = Origin(actor, "POST /settings")
    entry = new_entry(AuditAction.SETTINGS_CHANGED, origin, about, NOW + timedelta(minutes=minutes), 3)
    change = Change.new(entry)
    services.store.save(change)
    stored = as_stored(change)
    assert isinstance(stored, AuditEntry)
    return stored


def test_the_newest_come_first_and_no_more_than_asked_for(services: Ports) -> None:
    first, second, third = (added(services, minutes) for minutes in (0, 1, 2))
    assert services.audit_record.newest(limit=9) == [third, second, first]
    assert services.audit_record.newest(limit=2) == [third, second]


def test_a_page_goes_on_where_the_last_one_ended(services: Ports) -> None:
    first, second = added(services, 0), added(services, 0)
    newer, older = sorted((first, second), key=lambda entry: entry.order, reverse=True)
    assert services.audit_record.newest(before=newer.order, limit=9) == [older]
    assert services.audit_record.newest(before=older.order, limit=9) == []


def test_a_person_is_found_as_the_one_who_did_it_and_as_the_one_whom_it_is_about(services: Ports) -> None:
    did = added(services, 0, actor="u1")
    made = added(services, 1, actor=Nameless.INSTALLER, about=About(user_id="u1"))
    other = added(services, 2, actor="u2", about=About(user_id="u1"))
    added(services, 3, actor="u3")
    assert services.audit_record.newest(person="u1", limit=9) == [other, made, did]
    assert services.audit_record.newest(person="u2", limit=9) == [other]


def test_a_student_is_found_among_several(services: Ports) -> None:
    entry = added(services, 0, about=About(student_ids=("s1", "s2")))
    added(services, 1, about=About(student_ids=("s3",)))
    assert services.audit_record.newest(student_id="s2", limit=9) == [entry]
    assert services.audit_record.newest(student_id="s2", before=entry.order, limit=9) == []


@pytest.mark.parametrize(
    "after", [None, AUDIT_ENTRY, replace(AUDIT_ENTRY, actor="u9")], ids=["gone", "held", "changed"]
)
def test_what_was_added_can_be_neither_changed_nor_deleted(after: AuditEntry | None, services: Ports) -> None:
    services.store.save(Change.new(AUDIT_ENTRY))
    with pytest.raises(ValueError, match="never changed"):
        services.store.save(Change.new(LOCK), Change(AUDIT_ENTRY, after))
    assert services.audit_record.newest(limit=9) == [as_stored(Change.new(AUDIT_ENTRY))]
    assert not services.invitations.locks([LOCK.email_key])


def test_whatever_cannot_be_stored_leaves_no_entry_behind(services: Ports) -> None:
    services.store.save(Change.new(LOCK))
    with pytest.raises(Conflict):
        services.store.save(Change.new(LOCK), Change.new(AUDIT_ENTRY))
    assert services.audit_record.newest(limit=9) == []


def test_every_item_of_an_entry_is_put_on_condition_that_there_is_none(stack: AwsStack) -> None:
    """Also where only one of its lists has it already: nothing in the table is ever overwritten."""
    item = {**to_item(AUDIT_ENTRY, 1), "pk": {"S": "STUDENT#s2"}}
    stack.clients("dynamodb").put_item(TableName=stack.settings.audit_table, Item=item)
    with pytest.raises(Conflict):
        DynamoStore(stack.aws, stack.settings).save(Change.new(AUDIT_ENTRY))
    assert stack.clients("dynamodb").scan(TableName=stack.settings.audit_table)["Items"] == [item]


def test_every_item_of_an_entry_ends_at_its_age(stack: AwsStack) -> None:
    DynamoStore(stack.aws, stack.settings).save(Change.new(AUDIT_ENTRY))
    items = stack.clients("dynamodb").scan(TableName=stack.settings.audit_table)["Items"]
    assert len(items) == 5
    assert {item["ttl"]["N"] for item in items} == {str(int(AUDIT_ENTRY.ends_at.timestamp()))}


def test_users_are_found_by_their_ids(services: Ports) -> None:
    one, two = an_admin(id="u1", email="a@example.org"), an_admin(id="u2", email="b@example.org")
    services.store.save(Change.new(one), Change.new(two))
    found = services.access.users_by_id(["u2", "u1", "u3"])
    assert {user_id: user.email for user_id, user in found.items()} == {"u1": one.email, "u2": two.email}
    assert services.access.users_by_id([]) == {}
