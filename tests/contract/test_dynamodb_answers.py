"""Answers of DynamoDB that moto never gives: parts left undone, other people's transactions, haste."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import ANY

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ClientError, ReadTimeoutError

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.backoff import TRIES
from homeroom.adapters.dynamodb import keys, roster
from homeroom.adapters.dynamodb.items import to_item
from homeroom.adapters.dynamodb.roster import DynamoRoster
from homeroom.adapters.dynamodb.site import DynamoSite
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.adapters.dynamodb.store_version import stamp
from homeroom.adapters.errors import ServiceFailed
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.settings import Settings
from tests.factories import YEAR, a_student
from tests.steps.aws_answers import Script, answer_of, answering, json_of, scripted
from tests.steps.stored_things import LOCK, USER

SETTINGS = Settings(
    {
        "ROSTER_TABLE": "roster",
        "INVITATIONS_TABLE": "invitations",
        "IMPORTS_TABLE": "imports",
        "ACCESS_TABLE": "access",
        "SITE_TABLE": "site",
        "AUDIT_TABLE": "audit",
    }
)


@pytest.fixture
def dynamodb(aws: Aws) -> Iterator[Script]:
    with scripted() as script:
        yield script


# ------------------------------------------------------------ reading many
ANA, BEA = a_student("Ana", "Lopez"), a_student("Bea", "Lopez")


def key(student_id: str) -> dict[str, Any]:
    return {name: {"S": value} for name, value in keys.student(student_id).items()}


def request_for(*ids: str) -> dict[str, Any]:
    return {"roster": {"Keys": [key(i) for i in ids], "ConsistentRead": True}}


def test_what_dynamodb_did_not_come_to_is_asked_for_again(aws: Aws, dynamodb: Script) -> None:
    dynamodb.answers(
        "BatchGetItem",
        {"Responses": {"roster": [to_item(BEA, 1)]}, "UnprocessedKeys": request_for(ANA.id)},
        {"RequestItems": request_for(ANA.id, BEA.id)},
    )
    dynamodb.answers(
        "BatchGetItem",
        {"Responses": {"roster": [to_item(ANA, 1)]}, "UnprocessedKeys": {}},
        {"RequestItems": request_for(ANA.id)},
    )
    assert list(DynamoRoster(aws, SETTINGS).students([ANA.id, BEA.id])) == [ANA.id, BEA.id]


def test_what_dynamodb_never_comes_to_is_an_error_and_not_a_missing_student(aws: Aws, dynamodb: Script) -> None:
    for _ in range(TRIES):
        dynamodb.answers("BatchGetItem", {"Responses": {}, "UnprocessedKeys": request_for(ANA.id)})
    with pytest.raises(ServiceFailed):
        DynamoRoster(aws, SETTINGS).students([ANA.id])


def test_a_list_longer_than_a_page_is_read_to_its_end(aws: Aws, dynamodb: Script) -> None:
    first_page = {"Items": [to_item(ANA, 1)], "LastEvaluatedKey": key(ANA.id)}
    query = {
        "TableName": "roster",
        "IndexName": "by_homeroom",
        "KeyConditionExpression": ANY,
        "ExpressionAttributeValues": ANY,
        "ScanIndexForward": True,
    }
    dynamodb.answers("Query", first_page, query)
    dynamodb.answers("Query", {"Items": [to_item(BEA, 1)]}, {**query, "ExclusiveStartKey": key(ANA.id)})
    assert [s.id for s in DynamoRoster(aws, SETTINGS).students_in(YEAR, "3-A")] == [ANA.id, BEA.id]


def test_a_search_goes_on_over_pages_until_enough_is_found(
    aws: Aws, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "_WORDS_A_PAGE", 2)
    for number in range(9):
        last_name = "Smith" if number % 3 else "Lopez"
        DynamoStore(aws, settings).save(Change.new(a_student(f"Ana{number}", last_name)))
    students = DynamoRoster(aws, settings).search(YEAR, "smith", 4)
    assert [student.last_name for student in students] == ["Smith"] * 4
    assert len(DynamoRoster(aws, settings).search(YEAR, "ana smi", 10)) == 6


def test_a_search_looks_at_so_many_names_and_no_more(
    aws: Aws, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "_MOST_WORDS_LOOKED_AT", 2)
    for name in ("Anab", "Anac", "Anad"):
        DynamoStore(aws, settings).save(Change.new(a_student(name, "Li")))
    assert len(DynamoRoster(aws, settings).search(YEAR, "ana", 10)) == 2


# ------------------------------------------------------------ writing
def cancelled(script: Script, *reasons: str) -> None:
    details = [{"Code": reason} for reason in reasons]
    script.refuses("TransactWriteItems", "TransactionCanceledException", CancellationReasons=details)


@pytest.mark.parametrize("reason", ["ConditionalCheckFailed", "TransactionConflict"])
def test_somebody_elses_transaction_is_a_conflict(reason: str, aws: Aws, dynamodb: Script) -> None:
    cancelled(dynamodb, "None", reason)
    with pytest.raises(Conflict):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK), Change.new(USER))


@pytest.mark.parametrize(
    ("code", "attempts"), [("TransactionInProgressException", 5), ("TransactionConflictException", 1)]
)
def test_a_call_about_the_same_items_under_way_is_a_conflict(
    code: str, attempts: int, aws: Aws, dynamodb: Script
) -> None:
    for _ in range(attempts):
        dynamodb.refuses("TransactWriteItems", code)
    with pytest.raises(Conflict):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK))


@pytest.mark.parametrize("reason", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_transaction_in_haste_is_tried_again(reason: str, aws: Aws, dynamodb: Script) -> None:
    cancelled(dynamodb, reason, "None")
    dynamodb.answers("TransactWriteItems", {})
    DynamoStore(aws, SETTINGS).save(Change.new(LOCK), Change.new(USER))


def test_a_transaction_in_haste_for_too_long_is_an_error(aws: Aws, dynamodb: Script) -> None:
    for _ in range(TRIES):
        cancelled(dynamodb, "ThrottlingError")
    with pytest.raises(ServiceFailed):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK))


def test_a_mistake_of_ours_stays_what_it_is(aws: Aws, dynamodb: Script) -> None:
    cancelled(dynamodb, "ValidationError")
    with pytest.raises(ClientError):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK))
    dynamodb.refuses("TransactWriteItems", "AccessDeniedException")
    with pytest.raises(ClientError):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK))


def test_a_try_repeated_after_a_lost_answer_is_known_as_the_same(aws: Aws) -> None:
    tokens = []

    def answer(request: AWSPreparedRequest) -> AWSResponse:
        tokens.append(json_of(request)["ClientRequestToken"])
        if len(tokens) == 1:
            raise ReadTimeoutError(endpoint_url=request.url)
        return answer_of(200, {})

    with answering(answer):
        DynamoStore(aws, SETTINGS).save(Change.new(LOCK))
    first, second = tokens
    assert first == second


def test_of_two_who_make_the_secret_at_once_both_go_by_the_first(aws: Aws, dynamodb: Script) -> None:
    dynamodb.answers("GetItem", {})
    dynamodb.refuses("PutItem", "ConditionalCheckFailedException")
    dynamodb.answers("GetItem", {"Item": {"pk": {"S": "SECRET"}, "secret": {"B": "dGhlaXJz"}, **stamp()}})
    assert DynamoSite(aws, SETTINGS).secret() == b"theirs"
