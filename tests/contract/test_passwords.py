"""Passwords: kept by the service, known to nobody else."""

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from moto import mock_aws

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.cognito import CognitoPasswords
from homeroom.domain.accounts.password import WeakPassword
from homeroom.settings import Settings
from homeroom.use_cases.ports.passwords import Passwords, WrongPassword
from tests.fakes import FakePasswords
from tests.steps.aws_clients import client
from tests.steps.aws_stack import create_user_pool
from tests.steps.emulated_aws import EmulatedAws

GOOD, OTHER = "correct-horse-battery", "wrong-horse-battery"


@pytest.fixture(params=["fake", "moto", "emulator"])
def passwords(request: pytest.FixtureRequest) -> Iterator[Passwords]:
    if request.param == "fake":
        yield FakePasswords()
        return
    if request.param == "emulator":
        emulator: EmulatedAws = request.getfixturevalue("emulator")
        yield CognitoPasswords(emulator.aws, create_user_pool(emulator.clients))
        return
    aws: Aws = request.getfixturevalue("aws")
    with mock_aws():
        yield CognitoPasswords(aws, create_user_pool(client))


def test_the_password_that_was_set_passes(passwords: Passwords) -> None:
    passwords.set("u1", GOOD)
    passwords.check("u1", GOOD)


@pytest.mark.parametrize("wrong", [OTHER, GOOD.upper(), f"{GOOD} ", "", "x" * 5000])
def test_any_other_password_is_wrong(wrong: str, passwords: Passwords) -> None:
    passwords.set("u1", GOOD)
    with pytest.raises(WrongPassword):
        passwords.check("u1", wrong)


def test_nobody_has_no_password(passwords: Passwords) -> None:
    with pytest.raises(WrongPassword):
        passwords.check("nobody", GOOD)


def test_a_password_that_is_set_again_replaces_the_former(passwords: Passwords) -> None:
    passwords.set("u1", GOOD)
    passwords.set("u1", OTHER)
    passwords.check("u1", OTHER)
    with pytest.raises(WrongPassword):
        passwords.check("u1", GOOD)


@pytest.mark.parametrize("weak", ["", "short", "123456789"])
def test_a_password_that_is_too_short_is_refused(weak: str, passwords: Passwords) -> None:
    with pytest.raises(WeakPassword):
        passwords.set("u1", weak)
    with pytest.raises(WrongPassword):
        passwords.check("u1", weak)


def test_the_service_itself_asks_for_length_and_nothing_else(passwords: Passwords) -> None:
    passwords.set("u1", "justletters")
    passwords.check("u1", "justletters")


def test_everybody_has_a_password_of_their_own(passwords: Passwords) -> None:
    passwords.set("u1", GOOD)
    passwords.set("u2", OTHER)
    with pytest.raises(WrongPassword):
        passwords.check("u2", GOOD)


def test_nothing_is_left_of_whoever_is_forgotten_and_they_may_come_back(passwords: Passwords) -> None:
    passwords.set("u1", GOOD)
    passwords.set("u2", OTHER)
    for _ in range(2):
        passwords.forget("u1")
        with pytest.raises(WrongPassword):
            passwords.check("u1", GOOD)
    passwords.check("u2", OTHER)
    passwords.set("u1", OTHER)
    passwords.check("u1", OTHER)


SETTINGS = Settings({"USER_POOL_ID": "us-east-1_pool", "USER_POOL_CLIENT_ID": "client"})


@pytest.mark.parametrize(
    "answer",
    ["NotAuthorizedException", "UserNotFoundException", "UserNotConfirmedException", "PasswordResetRequiredException"],
)
def test_every_refusal_of_a_log_in_looks_alike(answer: str, aws: Aws) -> None:
    with Stubber(aws.cognito) as cognito:
        cognito.add_client_error("admin_initiate_auth", answer)
        with pytest.raises(WrongPassword) as refused:
            CognitoPasswords(aws, SETTINGS).check("u1", GOOD)
    assert str(refused.value) == ""


def test_somebody_who_never_set_a_password_cannot_log_in(aws: Aws) -> None:
    with Stubber(aws.cognito) as cognito:
        cognito.add_response("admin_initiate_auth", {"ChallengeName": "NEW_PASSWORD_REQUIRED"})
        with pytest.raises(WrongPassword):
            CognitoPasswords(aws, SETTINGS).check("u1", GOOD)


def test_a_mistake_of_the_deployment_is_not_called_a_wrong_password(aws: Aws) -> None:
    with Stubber(aws.cognito) as cognito:
        cognito.add_client_error("admin_initiate_auth", "InvalidParameterException")
        with pytest.raises(aws.cognito.exceptions.InvalidParameterException):
            CognitoPasswords(aws, SETTINGS).check("u1", GOOD)


def test_a_password_that_the_service_cannot_take_is_refused(aws: Aws) -> None:
    with Stubber(aws.cognito) as cognito:
        cognito.add_client_error("admin_create_user", "UsernameExistsException")
        cognito.add_client_error("admin_set_user_password", "InvalidParameterException")
        with pytest.raises(WeakPassword):
            CognitoPasswords(aws, SETTINGS).set("u1", f" {GOOD}")


@pytest.mark.parametrize("code", ["TooManyRequestsException", "InternalErrorException", "LimitExceededException"])
def test_a_service_in_haste_or_down_is_an_error_and_neither_a_wrong_nor_a_weak_password(code: str, aws: Aws) -> None:
    passwords = CognitoPasswords(aws, SETTINGS)
    with Stubber(aws.cognito) as cognito:
        cognito.add_client_error("admin_initiate_auth", code)
        with pytest.raises(ClientError):
            passwords.check("u1", GOOD)
        cognito.add_client_error("admin_create_user", code)
        with pytest.raises(ClientError):
            passwords.set("u1", GOOD)
        cognito.add_response("admin_create_user", {})
        cognito.add_client_error("admin_set_user_password", code)
        with pytest.raises(ClientError):
            passwords.set("u1", GOOD)
        cognito.add_client_error("admin_delete_user", code)
        with pytest.raises(ClientError):
            passwords.forget("u1")
        cognito.assert_no_pending_responses()
