"""Answers of DynamoDB that moto never gives: parts left undone, other people's transactions, haste."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError, ReadTimeoutError
from botocore.stub import ANY, Stubber

from homeroom.adapters.aws import Aws
from homeroom.adapters.backoff import TRIES
from homeroom.adapters.dynamodb import keys, roster
from homeroom.adapters.dynamodb.items import to_item
from homeroom.adapters.dynamodb.roster import DynamoRoster
from homeroom.adapters.dynamodb.site import DynamoSite
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.adapters.errors import ServiceFailed
from homeroom.domain.change import Change, Conflict
from homeroom.settings import Settings
from tests.contract.things import LOCK, USER
from tests.contract.wire import answering, http_answer
from tests.factories import YEAR, a_student

SETTINGS = Settings(
    {
        "ROSTER_TABLE": "roster",
        "INVITATIONS_TABLE": "invitations",
        "IMPORTS_TABLE": "imports",
        "ACCESS_TABLE": "access",
        "SITE_TABLE": "site",
    }
)


@pytest.fixture
def dynamodb(aws: Aws) -> Iterator[Stubber]:
    with Stubber(aws.dynamodb) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


@pytest.fixture
def no_botocore_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)


# ------------------------------------------------------------ reading many
ANA, BEA = a_student("Ana", "Lopez"), a_student("Bea", "Lopez")


def key(student_id: str) -> dict[str, Any]:
    return {name: {"S": value} for name, value in keys.student(student_id).items()}


def asked_for(*ids: str) -> dict[str, Any]:
    return {"roster": {"Keys": [key(i) for i in ids], "ConsistentRead": True}}


def test_what_dynamodb_did_not_come_to_is_asked_for_again(aws: Aws, dynamodb: Stubber) -> None:
    dynamodb.add_response(
        "batch_get_item",
        {"Responses": {"roster": [to_item(BEA, 1)]}, "UnprocessedKeys": asked_for(ANA.id)},
        {"RequestItems": asked_for(ANA.id, BEA.id)},
    )
    dynamodb.add_response(
        "batch_get_item",
        {"Responses": {"roster": [to_item(ANA, 1)]}, "UnprocessedKeys": {}},
        {"RequestItems": asked_for(ANA.id)},
    )
    assert list(DynamoRoster(aws, SETTINGS).students([ANA.id, BEA.id])) == [ANA.id, BEA.id]


def test_what_dynamodb_never_comes_to_is_an_error_and_not_a_missing_student(aws: Aws, dynamodb: Stubber) -> None:
    for _ in range(TRIES):
        dynamodb.add_response("batch_get_item", {"Responses": {}, "UnprocessedKeys": asked_for(ANA.id)})
    with pytest.raises(ServiceFailed):
        DynamoRoster(aws, SETTINGS).students([ANA.id])


def test_a_list_longer_than_a_page_is_read_to_its_end(aws: Aws, dynamodb: Stubber) -> None:
    first_page = {"Items": [to_item(ANA, 1)], "LastEvaluatedKey": key(ANA.id)}
    asked = {
        "TableName": "roster",
        "IndexName": "by_homeroom",
        "KeyConditionExpression": ANY,
        "ExpressionAttributeValues": ANY,
        "ScanIndexForward": True,
    }
    dynamodb.add_response("query", first_page, asked)
    dynamodb.add_response("query", {"Items": [to_item(BEA, 1)]}, {**asked, "ExclusiveStartKey": key(ANA.id)})
    assert [s.id for s in DynamoRoster(aws, SETTINGS).students_in(YEAR, "3-A")] == [ANA.id, BEA.id]


def test_a_search_goes_on_over_pages_until_enough_is_found(
    aws: Aws, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "_WORDS_A_PAGE", 2)
    for number in range(9):
        last_name = "Smith" if number % 3 else "Lopez"
        DynamoStore(aws, settings).save(Change.new(a_student(f"Ana{number}", last_name)))
    found = DynamoRoster(aws, settings).search(YEAR, "smith", 4)
    assert [student.last_name for student in found] == ["Smith"] * 4
    assert len(DynamoRoster(aws, settings).search(YEAR, "ana smi", 10)) == 6


def test_a_search_looks_at_so_many_names_and_no_more(
    aws: Aws, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "_MOST_WORDS_LOOKED_AT", 2)
    for name in ("Anab", "Anac", "Anad"):
        DynamoStore(aws, settings).save(Change.new(a_student(name, "Li")))
    assert len(DynamoRoster(aws, settings).search(YEAR, "ana", 10)) == 2


# ------------------------------------------------------------ writing
def cancelled(stubber: Stubber, *reasons: str) -> None:
    stubber.add_client_error(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": [{"Code": reason} for reason in reasons]},
    )


@pytest.mark.parametrize("reason", ["ConditionalCheckFailed", "TransactionConflict"])
def test_somebody_elses_transaction_is_a_conflict(reason: str, aws: Aws, dynamodb: Stubber) -> None:
    cancelled(dynamodb, "None", reason)
    with pytest.raises(Conflict):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK), Change.new(USER))


@pytest.mark.parametrize("code", ["TransactionInProgressException", "TransactionConflictException"])
def test_a_call_about_the_same_items_under_way_is_a_conflict(code: str, aws: Aws, dynamodb: Stubber) -> None:
    dynamodb.add_client_error("transact_write_items", code)
    with pytest.raises(Conflict):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK))


@pytest.mark.parametrize("reason", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_transaction_in_haste_is_tried_again(reason: str, aws: Aws, dynamodb: Stubber) -> None:
    cancelled(dynamodb, reason, "None")
    dynamodb.add_response("transact_write_items", {})
    DynamoStore(aws, SETTINGS).save(Change.new(LOCK), Change.new(USER))


def test_a_transaction_in_haste_for_too_long_is_an_error(aws: Aws, dynamodb: Stubber) -> None:
    for _ in range(TRIES):
        cancelled(dynamodb, "ThrottlingError")
    with pytest.raises(ServiceFailed):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK))


def test_a_mistake_of_ours_stays_what_it_is(aws: Aws, dynamodb: Stubber) -> None:
    cancelled(dynamodb, "ValidationError")
    with pytest.raises(ClientError):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK))
    dynamodb.add_client_error("transact_write_items", "AccessDeniedException")
    with pytest.raises(ClientError):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK))


def test_a_try_repeated_after_a_lost_answer_is_known_as_the_same(aws: Aws, no_botocore_pauses: None) -> None:
    tokens = []

    def answer(request: Any, **_: object) -> AWSResponse:
        tokens.append(json.loads(request.body)["ClientRequestToken"])
        if len(tokens) == 1:
            raise ReadTimeoutError(endpoint_url=request.url)
        return http_answer(200, b"{}")

    with answering(aws.dynamodb, "before-send.dynamodb.TransactWriteItems", answer):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK))
    first, second = tokens
    assert first == second


def test_of_two_who_make_the_secret_at_once_both_go_by_the_first(aws: Aws, dynamodb: Stubber) -> None:
    dynamodb.add_response("get_item", {})
    dynamodb.add_client_error("put_item", "ConditionalCheckFailedException")
    dynamodb.add_response("get_item", {"Item": {"pk": {"S": "SECRET"}, "secret": {"B": b"theirs"}}})
    assert DynamoSite(aws, SETTINGS).secret() == b"theirs"
