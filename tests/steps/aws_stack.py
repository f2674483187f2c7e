"""What the adapters need of a stack, made in moto from template.yaml itself: keys are declared once."""

from functools import cache
from pathlib import Path
from typing import Any

import requests
from samtranslator.yaml_helper import yaml_parse

from homeroom.adapters.aws_clients import Aws
from homeroom.domain.imports.upload import Upload
from homeroom.queue_messages import ImportMessage, InviteMessage, decode
from homeroom.settings import Settings
from homeroom.use_cases.ports.files import UploadForm
from tests.steps.aws_clients import client
from tests.steps.quick_moto import copies_in_moto

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
SENDER = "office@lincoln.example"

TABLES = {
    "ROSTER_TABLE": "RosterTable",
    "INVITATIONS_TABLE": "InvitationsTable",
    "IMPORTS_TABLE": "ImportsTable",
    "ACCESS_TABLE": "AccessTable",
    "SITE_TABLE": "SiteTable",
}
"""By the variable that names them for a function."""
_OF_A_TABLE = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
_BUCKET = "uploads"


@cache
def resources() -> Any:
    return yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Resources"]


def create_stack(aws: Aws) -> Settings:
    copies_in_moto("dynamodb", "us-east-1", create_tables)
    copies_in_moto("s3", "aws", lambda: _create_bucket(aws))
    client("sesv2").create_email_identity(EmailIdentity=SENDER)
    return Settings(
        {
            **TABLES,
            "UPLOAD_BUCKET": _BUCKET,
            "INVITE_QUEUE_URL": client("sqs").create_queue(QueueName="invites")["QueueUrl"],
            "IMPORT_QUEUE_URL": client("sqs").create_queue(QueueName="imports")["QueueUrl"],
            "SENDER_ADDRESS": SENDER,
            "MAIL_CONFIGURATION_SET": "homeroom-mail",
        }
    )


def create_tables() -> None:
    for name in TABLES.values():
        declared = resources()[name]["Properties"]
        schema = {key: declared[key] for key in _OF_A_TABLE if key in declared}
        client("dynamodb").create_table(TableName=name, **schema)


def _create_bucket(aws: Aws) -> None:
    aws.s3.create_bucket(Bucket=_BUCKET)
    aws.s3.put_bucket_versioning(Bucket=_BUCKET, VersioningConfiguration={"Status": "Enabled"})


def create_user_pool(aws: Aws) -> Settings:
    """Apart from the rest: it takes moto longer than all tables together."""
    declared = resources()["UserPool"]["Properties"]
    pool = aws.cognito.create_user_pool(
        PoolName="people",
        Policies=declared["Policies"],
        AdminCreateUserConfig=declared["AdminCreateUserConfig"],
        UsernameConfiguration=declared["UsernameConfiguration"],
    )
    pool_id = pool["UserPool"]["Id"]
    return Settings({"USER_POOL_ID": pool_id, "USER_POOL_CLIENT_ID": _create_client(aws, pool_id)})


def _create_client(aws: Aws, pool_id: str) -> str:
    declared = resources()["UserPoolClient"]["Properties"]
    client = aws.cognito.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="site",
        ExplicitAuthFlows=declared["ExplicitAuthFlows"],
        PreventUserExistenceErrors=declared["PreventUserExistenceErrors"],
    )
    return client["UserPoolClient"]["ClientId"]


def queued_mails(settings: Settings) -> list[tuple[str, int]]:
    mails: list[tuple[str, int]] = []
    while messages := _received(settings.invite_queue_url):
        for message in messages:
            mails.extend(decode(message["Body"], InviteMessage).mails)
    return mails


def queued_imports(settings: Settings) -> list[Upload]:
    uploads = []
    while messages := _received(settings.import_queue_url):
        for message in messages:
            ours = decode(message["Body"], ImportMessage)
            uploads.append(Upload(bucket=ours.bucket, key=ours.key, object_version=ours.object_version))
    return uploads


def _received(queue_url: str) -> Any:
    return client("sqs").receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages")


def send_form(aws: Aws, form: UploadForm, body: bytes) -> Upload | None:
    """What a browser does with a form; None when it is refused."""
    answer = requests.post(
        form.address, data=dict(form.fields), files={"file": ("a", body)}, allow_redirects=False, timeout=60
    )
    if answer.status_code >= 400:
        return None
    key = form.fields["key"]
    version = aws.s3.head_object(Bucket=_BUCKET, Key=key)["VersionId"]
    return Upload(bucket=_BUCKET, key=key, object_version=version)


def download(address: str) -> bytes:
    """What a browser gets there."""
    answer = requests.get(address, timeout=60)
    answer.raise_for_status()
    return answer.content


def delete_file(aws: Aws, upload: Upload) -> None:
    aws.s3.delete_object(Bucket=upload.bucket, Key=upload.key, VersionId=upload.object_version)
