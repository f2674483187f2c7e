"""A handler under moto alone, for whoever knows moto and nothing of this project: docs/architecture.md shows one."""

import boto3
import pytest
from moto import mock_aws

from homeroom.bootstrap import services
from tests.steps.aws_clients import client
from tests.steps.aws_stack import TABLES, create_tables
from tests.steps.lambda_events import Context, an_event
from tests.steps.project import ROOT, load_app

FILE = ROOT / "samples" / "new-families.csv"


@pytest.fixture(autouse=True)
def as_at_a_cold_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function keeps what it is given for its life, which in tests is that of the process."""
    services.cache_clear()
    monkeypatch.delenv("TRANSPORT_TO_AWS", raising=False)  # somebody may have chosen one for `make run`


@mock_aws
def test_the_log_in_page_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ROSTER_TABLE", "INVITATIONS_TABLE", "IMPORTS_TABLE", "ACCESS_TABLE", "SITE_TABLE", "AUDIT_TABLE"):
        monkeypatch.setenv(name, name.lower())
    boto3.client("dynamodb").create_table(
        TableName="site_table",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    answer = load_app("portal").handler(an_event("http_login"), Context())
    assert (answer["statusCode"], "Log in" in answer["body"]) == (200, True)


@mock_aws
def test_a_file_that_is_dropped_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    create_tables(client)
    for name, table in TABLES.items():
        monkeypatch.setenv(name, table)
    secret = boto3.client("secretsmanager").create_secret(Name="code-key", SecretString="a key of this test")
    monkeypatch.setenv("CODE_KEY_SECRET", secret["ARN"])
    sqs, s3 = boto3.client("sqs"), boto3.client("s3")
    monkeypatch.setenv("INVITE_QUEUE_URL", sqs.create_queue(QueueName="invites")["QueueUrl"])
    event = an_event("s3_put")
    bucket, file = event["Records"][0]["s3"]["bucket"]["name"], event["Records"][0]["s3"]["object"]
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="uploads/new families.csv", Body=FILE.read_bytes())
    del file["versionId"]  # the bucket keeps no versions
    load_app("import_csv").handler(event, Context())
    results = s3.get_object(Bucket=bucket, Key="results/new families.results.csv")["Body"].read().decode("utf-8-sig")
    assert len(results.splitlines()) == len(FILE.read_text().splitlines())
