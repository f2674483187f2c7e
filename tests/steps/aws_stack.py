"""What the adapters need of a stack, made from template.yaml itself: keys are declared once."""

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

import requests
from samtranslator.yaml_helper import yaml_parse

from homeroom.adapters.aws_clients import Aws
from homeroom.domain.imports.upload import Upload
from homeroom.queue_codec import decode
from homeroom.queue_messages import ExportMessage, ImportMessage, InviteMessage, MailMessage, NoticeMessage
from homeroom.settings import Settings
from homeroom.use_cases.ports.files import UploadForm
from tests.steps.aws_clients import Clients, client
from tests.steps.quick_moto import copies_in_moto

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
SENDER = "office@lincoln.example"

TABLES = {
    "ROSTER_TABLE": "RosterTable",
    "INVITATIONS_TABLE": "InvitationsTable",
    "IMPORTS_TABLE": "ImportsTable",
    "ACCESS_TABLE": "AccessTable",
    "SITE_TABLE": "SiteTable",
    "AUDIT_TABLE": "AuditTable",
}
"""By the variable that names them for a function."""
_OF_A_TABLE = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
_BUCKET = "uploads"


@dataclass(frozen=True)
class AwsStack:
    """Empty when a test begins. `aws` and `settings` are for adapters, `clients` for what only a test asks for."""

    aws: Aws
    settings: Settings
    clients: Clients


@cache
def resources() -> Any:
    return yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Resources"]


def create_stack() -> Settings:
    """In moto, where there is no other one."""
    copies_in_moto("dynamodb", "us-east-1", lambda: create_tables(client))
    copies_in_moto("s3", "aws", lambda: _create_bucket(client, ""))
    create_sender(client)
    return _settings(client, "")


def create_one_more_stack(clients: Clients, suffix: str) -> Settings:
    """Beside others, with names of its own."""
    create_tables(clients, suffix)
    _create_bucket(clients, suffix)
    return _settings(clients, suffix)


def create_sender(clients: Clients) -> None:
    """Once for all stacks."""
    clients("sesv2").create_email_identity(EmailIdentity=SENDER)


def _settings(clients: Clients, suffix: str) -> Settings:
    """Creates the queues: the address of each is known only then."""
    queues = {
        "INVITE_QUEUE_URL": clients("sqs").create_queue(QueueName=f"invites{suffix}")["QueueUrl"],
        "IMPORT_QUEUE_URL": clients("sqs").create_queue(QueueName=f"imports{suffix}")["QueueUrl"],
    }
    return Settings(
        {
            **{variable: f"{table}{suffix}" for variable, table in TABLES.items()},
            **queues,
            "CODE_KEY_SECRET": _create_code_key(clients, suffix),
            "UPLOAD_BUCKET": f"{_BUCKET}{suffix}",
            "SENDER_ADDRESS": SENDER,
            "MAIL_CONFIGURATION_SET": "homeroom-mail",
        }
    )


def create_tables(clients: Clients, suffix: str = "") -> None:
    for name in TABLES.values():
        declared = resources()[name]["Properties"]
        schema = {key: declared[key] for key in _OF_A_TABLE if key in declared}
        clients("dynamodb").create_table(TableName=f"{name}{suffix}", **schema)


def _create_bucket(clients: Clients, suffix: str) -> None:
    bucket = f"{_BUCKET}{suffix}"
    clients("s3").create_bucket(Bucket=bucket)
    clients("s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})


def _create_code_key(clients: Clients, suffix: str) -> str:
    declared = resources()["CodeKeySecret"]["Properties"]["GenerateSecretString"]
    key = clients("secretsmanager").get_random_password(**declared)["RandomPassword"]
    arn: str = clients("secretsmanager").create_secret(Name=f"code-key{suffix}", SecretString=key)["ARN"]
    return arn


def create_user_pool(clients: Clients) -> Settings:
    """Apart from the rest: it takes moto longer than all tables together."""
    declared = resources()["UserPool"]["Properties"]
    pool = clients("cognito-idp").create_user_pool(
        PoolName="people",
        Policies=declared["Policies"],
        AdminCreateUserConfig=declared["AdminCreateUserConfig"],
        UsernameConfiguration=declared["UsernameConfiguration"],
    )
    pool_id = pool["UserPool"]["Id"]
    return Settings({"USER_POOL_ID": pool_id, "USER_POOL_CLIENT_ID": _create_client(clients, pool_id)})


def _create_client(clients: Clients, pool_id: str) -> str:
    declared = resources()["UserPoolClient"]["Properties"]
    client: str = clients("cognito-idp").create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="site",
        ExplicitAuthFlows=declared["ExplicitAuthFlows"],
        PreventUserExistenceErrors=declared["PreventUserExistenceErrors"],
    )["UserPoolClient"]["ClientId"]
    return client


def queued_mails(clients: Clients, settings: Settings) -> list[tuple[str, int]]:
    """Other emails that are asked for there are passed over, and lost."""
    mails: list[tuple[str, int]] = []
    while messages := _received(clients, settings.invite_queue_url):
        for message in messages:
            ours = decode(message["Body"], *get_args(MailMessage))
            mails.extend(ours.mails if isinstance(ours, InviteMessage) else ())
    return mails


def queued_notices(clients: Clients, settings: Settings) -> list[str]:
    """The imports that Site Admins are to be told of; no mails are expected."""
    messages = iter(lambda: _received(clients, settings.invite_queue_url), None)
    return [decode(message["Body"], NoticeMessage).import_id for some in messages for message in some]


def queued_emails(clients: Clients, settings: Settings) -> list[dict[str, Any]]:
    """Those about log-ins, passwords and addresses, as they are; no others are expected."""
    messages = iter(lambda: _received(clients, settings.invite_queue_url), None)
    return [asdict(decode(message["Body"], *get_args(MailMessage))) for some in messages for message in some]


def queued_imports(clients: Clients, settings: Settings) -> list[Upload]:
    uploads = []
    while messages := _received(clients, settings.import_queue_url):
        for message in messages:
            ours = decode(message["Body"], ImportMessage)
            uploads.append(Upload(bucket=ours.bucket, key=ours.key, object_version=ours.object_version))
    return uploads


def queued_exports(clients: Clients, settings: Settings) -> list[str]:
    """Ids of files of contacts; no imports are expected."""
    messages = iter(lambda: _received(clients, settings.import_queue_url), None)
    return [decode(message["Body"], ExportMessage).export_id for some in messages for message in some]


def _received(clients: Clients, queue_url: str) -> Any:
    return clients("sqs").receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages")


def send_form(clients: Clients, bucket: str, form: UploadForm, body: bytes) -> Upload | None:
    """What a browser does with a form; None when it is refused."""
    answer = requests.post(
        form.address, data=dict(form.fields), files={"file": ("a", body)}, allow_redirects=False, timeout=60
    )
    if answer.status_code >= 400:
        return None
    key = form.fields["key"]
    version = clients("s3").head_object(Bucket=bucket, Key=key)["VersionId"]
    return Upload(bucket=bucket, key=key, object_version=version)


def download(address: str) -> bytes:
    """What a browser gets there."""
    answer = requests.get(address, timeout=60)
    answer.raise_for_status()
    return answer.content


def delete_file(clients: Clients, upload: Upload) -> None:
    clients("s3").delete_object(Bucket=upload.bucket, Key=upload.key, VersionId=upload.object_version)
