"""What parents have asked for, found by who asked, by the address, and while it waits by Site Admins."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.items import LAYOUTS
from homeroom.domain.invitations.parent_request import Overtaken, ParentRequest
from homeroom.domain.kernel.change import Change
from tests.factories import NOW
from tests.steps.ports import Ports


def a_request(number: int, **more: Any) -> ParentRequest:
    usual: dict[str, Any] = {
        "id": f"r{number}",
        "student_id": "s1",
        "email": f"P{number}@Example.org",
        "parent_name": "",
        "contact_id": "c1",
        "user_id": "u1",
        "asked_by": "María García",
        "asked_at": NOW + timedelta(hours=number),
    }
    return ParentRequest(**usual | more)


def ids(requests: list[ParentRequest]) -> list[str]:
    return [request.id for request in requests]


def test_those_that_wait_come_the_longest_first_and_leave_when_they_are_decided(services: Ports) -> None:
    for number in (3, 1, 2):
        services.store.save(Change.new(a_request(number)))
    assert ids(services.parent_requests.waiting()) == ["r1", "r2", "r3"]
    first, second, third = services.parent_requests.waiting()
    services.store.save(
        Change(first, first.declined("A", NOW)), Change(second, second.overtaken(Overtaken.LEFT, "A", NOW))
    )
    assert services.parent_requests.waiting() == [third]
    assert ids(services.parent_requests.of_parent("c1")) == ["r1", "r2", "r3"]


def test_they_are_found_by_who_asked_and_by_the_address_as_they_are_stored(services: Ports) -> None:
    mine, others = a_request(1), a_request(2, contact_id="c2", email="p1@example.ORG")
    services.store.save(Change.new(mine), Change.new(others))
    assert services.parent_requests.of_parent("c1") == [replace(mine, version=1)]
    assert ids(services.parent_requests.of_parent("c2")) == ["r2"]
    assert ids(services.parent_requests.to_address(mine.email_key)) == ["r1", "r2"]
    assert services.parent_requests.to_address("nobody@example.org") == services.parent_requests.of_parent("c") == []
    assert services.parent_requests.get("r2") == replace(others, version=1)
    assert services.parent_requests.get("r") is None


def test_one_that_is_made_again_stands_once_in_each_list_and_one_that_is_gone_in_none(services: Ports) -> None:
    services.store.save(Change.new(a_request(1)))
    [waiting] = services.parent_requests.waiting()
    services.store.save(Change(waiting, waiting.declined("A", NOW)))
    [declined] = services.parent_requests.of_parent("c1")
    services.store.save(Change(declined, a_request(1, asked_at=NOW + timedelta(days=2))))
    [again] = services.parent_requests.of_parent("c1")
    assert services.parent_requests.waiting() == services.parent_requests.to_address(again.email_key) == [again]
    services.store.save(Change.gone(again))
    assert services.parent_requests.of_parent("c1") == services.parent_requests.waiting() == []
    assert services.parent_requests.to_address(again.email_key) == []


def test_what_is_decided_is_tidied_away_after_thirty_days_and_what_waits_is_not() -> None:
    index_items = LAYOUTS[ParentRequest].index_items
    assert index_items
    waiting, done = a_request(1), a_request(1).declined("A", NOW)
    assert not any("ttl" in item for item in index_items(waiting).values())
    assert {item["ttl"]["N"] for item in index_items(done).values()} == {str(int((NOW + timedelta(30)).timestamp()))}
    assert len(index_items(done)) == 2


def test_no_key_of_a_request_tells_its_address_but_the_one_that_finds_it_by_it() -> None:
    index_items = LAYOUTS[ParentRequest].index_items
    assert index_items
    own = keys.requests_to("p1@example.org")
    assert [pk for pk, sk in index_items(a_request(1)) if "@" in pk + sk] == [own]
