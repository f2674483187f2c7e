"""Each function needs every permission of its role, and nothing else: taken away one by one, each is missed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.bootstrap import make_services
from homeroom.settings import Settings
from tests.steps.exercises import Exercises
from tests.steps.local_site import LocalSite, wait_until

ONLY_THEN = {
    ("ImportCsv", "ses:GetAccount", "*"): "once mails have gone out, their pace is known",
    ("ImportCsv", "dynamodb:PutItem", "Site"): "the site's secret is made once in its life",
    ("ImportCsv", "s3:ListBucket", "uploads"): "AWS says to others 'denied' of what is gone",
    ("ImportCsv", "dynamodb:ConditionCheckItem", "Imports"): "one of two imports that ask the same parent is stopped",
    ("Portal", "s3:ListBucket", "uploads"): "AWS says to others 'denied' of what is gone",
    **{
        (function, "secretsmanager:GetSecretValue", "CodeKeySecret"): "the key is read once in the life of a process"
        for function in ("ImportCsv", "SendInvite", "AcceptInvite", "Portal", "RecordDelivery", "Remind")
    },
    ("SendInvite", "dynamodb:UpdateItem", "Invitations"): "the mail service refuses a mail at once",
}
"""Permissions that no exercise can need: tests with a clock of their own show them."""


@pytest.fixture(scope="module")
def exercises(local_site: LocalSite) -> Iterator[Exercises]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", local_site.aws_endpoint)
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        settings = Settings.from_outputs(local_site.outputs)
        yield Exercises(local_site, replace(make_services(settings), store=DynamoStore(Aws(), settings)))


FUNCTIONS = ("ImportCsv", "SendInvite", "AcceptInvite", "Portal", "RecordDelivery", "Remind")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_misses_each_permission_that_is_taken_away(
    function: str, exercises: Exercises, local_site: LocalSite
) -> None:
    exercises.run(function)
    iam = local_site.aws("iam")
    role = _role_of(function, exercises, local_site)
    not_missed = []
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        if "OnFailure" in name:  # SAM's own, for events that Lambda gives up on
            continue
        document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for action, resource, poorer in _poorer(document):
            if any((function, action) == (f, a) and part in resource for f, a, part in ONLY_THEN):
                continue
            iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(poorer))
            if not _fails(function, exercises):
                not_missed.append((action, resource))
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))
    assert not not_missed
    exercises.run(function)


def test_no_function_can_change_or_delete_what_is_recorded_of_who_did_what(
    exercises: Exercises, local_site: LocalSite
) -> None:
    entry = _an_entry(local_site)
    key = {"pk": entry["pk"], "sk": entry["sk"]}
    for function in local_site.aws("lambda").list_functions()["Functions"]:
        dynamodb = local_site.aws("dynamodb", **_session_of(function["Role"], local_site))
        table = local_site.outputs["AuditTable"]
        change = {"Key": key, "UpdateExpression": "SET actor = :me", "ExpressionAttributeValues": {":me": {"S": "me"}}}
        delete = {"DeleteRequest": {"Key": key}}
        for forbidden in (
            partial(dynamodb.update_item, TableName=table, **change),
            partial(dynamodb.delete_item, TableName=table, Key=key),
            partial(dynamodb.batch_write_item, RequestItems={table: [delete]}),
            partial(dynamodb.transact_write_items, TransactItems=[{"Update": {"TableName": table, **change}}]),
            partial(dynamodb.transact_write_items, TransactItems=[{"Delete": {"TableName": table, "Key": key}}]),
        ):
            with pytest.raises(ClientError, match="AccessDenied"):
                forbidden()
    assert _an_entry(local_site, key) == entry


def test_an_entry_that_is_overwritten_all_the_same_is_reported(exercises: Exercises, local_site: LocalSite) -> None:
    """No policy tells a put that overwrites from one that does not: the stream does."""
    portal = local_site.aws("lambda").get_function_configuration(FunctionName=exercises.names["Portal"])
    dynamodb = local_site.aws("dynamodb", **_session_of(portal["Role"], local_site))
    entry = _an_entry(local_site)
    dynamodb.put_item(TableName=local_site.outputs["AuditTable"], Item={**entry, "actor": {"S": "me"}})

    def reported() -> bool:
        lines = (local_site.state / "aws.log").read_text(errors="replace").splitlines()
        return any("record changed" in line and entry["sk"]["S"] in line for line in lines)

    wait_until(reported, "report of a changed entry", 60)


def _an_entry(site: LocalSite, key: Any = None) -> Any:
    table, dynamodb = site.outputs["AuditTable"], site.aws("dynamodb")
    return dynamodb.get_item(TableName=table, Key=key)["Item"] if key else dynamodb.scan(TableName=table)["Items"][0]


def _session_of(role: str, site: LocalSite) -> dict[str, str]:
    session = site.aws("sts").assume_role(RoleArn=role, RoleSessionName="tests")["Credentials"]
    return {
        "aws_access_key_id": session["AccessKeyId"],
        "aws_secret_access_key": session["SecretAccessKey"],
        "aws_session_token": session["SessionToken"],
    }


def _role_of(function: str, exercises: Exercises, site: LocalSite) -> str:
    configuration = site.aws("lambda").get_function_configuration(FunctionName=exercises.names[function])
    role: str = configuration["Role"].rpartition("/")[2]
    return role


def _poorer(document: Any) -> Iterator[tuple[str, str, Any]]:
    """The policy without one action of one statement, for each of them. What is denied is no permission."""
    for position, statement in enumerate(document["Statement"]):
        if statement["Effect"] == "Deny":
            continue
        actions = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
        for action in actions:
            if action == "sqs:SendMessageBatch":  # the emulator's own word for a part of sqs:SendMessage
                continue
            same = {action, "sqs:SendMessageBatch"} if action == "sqs:SendMessage" else {action}
            left = [a for a in actions if a not in same]
            others = [s for n, s in enumerate(document["Statement"]) if n != position]
            kept = [statement | {"Action": left}] if left else []
            yield action, json.dumps(statement["Resource"]), document | {"Statement": [*others, *kept]}


def _fails(function: str, exercises: Exercises) -> bool:
    try:
        exercises.run(function)
    except Exception:  # whatever it is: the function's error, a page with 500, a look that finds nothing
        return True
    return False
