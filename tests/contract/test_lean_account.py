"""Who asks, and how often: the lean clients find what botocore finds, and try again what may go better."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.credentials import ReadOnlyCredentials
from botocore.exceptions import ClientError, NoCredentialsError, NoRegionError

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.lean_aws.account import Account, Credentials
from tests.steps.far_behaviours import an_answer, answering_once, serving
from tests.steps.far_end import a_far_end
from tests.steps.transports import KEY_ID, SECRET, an_account, aws_by

GIVEN = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION")


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The configuration file of somebody's own computer, and nothing else."""
    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    (tmp_path / "config").touch()
    return tmp_path / "config"


def test_what_the_environment_does_not_say_botocore_finds(config: Path) -> None:
    config.write_text("[default]\nregion = eu-west-3\naws_access_key_id = mine\naws_secret_access_key = key\n")
    account = Account()
    assert (account.region, account.credentials()) == ("eu-west-3", Credentials("mine", "key", ""))


def test_what_nobody_says_is_missing(config: Path) -> None:
    account = Account()
    with pytest.raises(NoCredentialsError):
        account.credentials()
    with pytest.raises(NoRegionError):
        _ = account.region


def test_what_lambda_gives_is_taken_as_it_is(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    an_account(monkeypatch, AWS_SESSION_TOKEN="token")
    monkeypatch.setattr("botocore.session.Session", None)  # nobody asks botocore
    account = Account()
    assert (account.region, account.credentials()) == ("eu-west-1", Credentials(KEY_ID, SECRET, "token"))


def test_credentials_that_have_an_end_are_asked_for_at_every_request(config: Path) -> None:
    account, keys = Account(), iter(["first", "second"])
    renewed = SimpleNamespace(get_frozen_credentials=lambda: ReadOnlyCredentials(next(keys), "secret", "token"))
    vars(account)["_session"] = SimpleNamespace(get_credentials=lambda: renewed)
    assert [account.credentials().key_id for _ in range(2)] == ["first", "second"]


@pytest.mark.parametrize(
    ("service", "special", "address"),
    [("dynamodb", "", "http://all"), ("dynamodb", "http://one/", "http://one"), ("s3", "", "http://all")],
)
def test_an_emulator_may_stand_for_all_services_or_for_one(
    service: str, special: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_account(monkeypatch, "http://all", AWS_ENDPOINT_URL_DYNAMODB=special)
    assert Account().endpoint(service) == address


# ------------------------------------------------------------ tries
@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Aws:
    an_account(monkeypatch, "http://127.0.0.1:1")
    return aws_by("lean", monkeypatch)


CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "dynamodb": ("get_item", {"TableName": "Roster", "Key": {}}),
    "sqs": ("send_message", {"QueueUrl": "q", "MessageBody": "a"}),
    "ses": ("get_account", {}),
    "objects": ("get_object", {"Bucket": "uploads", "Key": "a"}),
}


@pytest.mark.parametrize(("service", "times"), [("dynamodb", 5), ("sqs", 4), ("ses", 1), ("objects", 4)])
@pytest.mark.parametrize(("code", "is_definite"), [("ThrottlingException", False), ("ValidationException", True)])
def test_what_may_go_better_is_tried_so_often(
    service: str, times: int, code: str, is_definite: bool, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    method, arguments = CALLS[service]
    with a_far_end(serving(an_answer({"__type": f"of.some#{code}"}, 400))) as far_end:
        monkeypatch.setenv("AWS_ENDPOINT_URL", far_end.address)
        with pytest.raises(ClientError, match=code):
            getattr(getattr(aws, service), method)(**arguments)
        assert len(far_end.requests) == (1 if is_definite else times)


def test_a_file_is_sent_from_where_it_began_at_each_try(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    later = an_answer(b"", 503, {"connection": "close"})
    with a_far_end(answering_once(later), answering_once(b""), serving(an_answer(b""))) as far_end:
        monkeypatch.setenv("AWS_ENDPOINT_URL", far_end.address)
        file = io.BytesIO(b"header\nrows")
        file.seek(7)
        aws.objects.put_object(Bucket="uploads", Key="a", Body=file)
        assert [request.body for request in far_end.requests] == [b"rows"] * 3
