"""What the environment says is asked for when it is needed, and clients are made when they are used."""

import pytest

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.cognito import CognitoPasswords
from homeroom.adapters.s3 import S3Files
from homeroom.adapters.ses import SesMailer
from homeroom.adapters.sqs import SqsInviteQueue
from homeroom.settings import MissingSetting, Settings


def test_a_setting_comes_from_the_variable_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSTER_TABLE", "students")
    assert Settings.from_environment().roster_table == "students"


@pytest.mark.parametrize("environment", [{}, {"INVITE_QUEUE_URL": ""}])
def test_a_setting_that_is_missing_is_named_when_it_is_needed(environment: dict[str, str]) -> None:
    settings = Settings(environment)
    with pytest.raises(MissingSetting, match="INVITE_QUEUE_URL"):
        _ = settings.invite_queue_url


def test_a_stacks_outputs_are_settings_too() -> None:
    settings = Settings.from_outputs({"RosterTable": "students", "UploadBucketName": "files", "UserPoolId": "pool"})
    assert (settings.roster_table, settings.upload_bucket, settings.user_pool_id) == ("students", "files", "pool")


def test_a_function_starts_without_the_settings_that_it_never_uses() -> None:
    aws, nothing = Aws(), Settings({})
    for adapter in (SqsInviteQueue, CognitoPasswords, SesMailer, S3Files):
        adapter(aws, nothing)


def test_no_client_is_made_before_it_is_used() -> None:
    aws = Aws()
    SqsInviteQueue(aws, Settings({})).put([])
    assert vars(aws) == {}


@pytest.mark.parametrize(("client", "attempts"), [("dynamodb", 5), ("sqs", 4), ("ses", 1), ("s3", 4), ("cognito", 3)])
def test_each_service_is_tried_so_often(client: str, attempts: int, aws: Aws) -> None:
    retries = getattr(aws, client).meta.config.retries
    assert (retries["mode"], retries["total_max_attempts"]) == ("standard", attempts)
