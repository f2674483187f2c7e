"""What the product does with AWS, one call of each kind, and what may come of it."""

import io
from collections.abc import Callable
from typing import Literal

from botocore.exceptions import BotoCoreError, ClientError

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.aws_errors import is_nothing_sent
from homeroom.adapters.dynamodb.site import DynamoSite
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.adapters.s3 import S3Files
from homeroom.adapters.secrets_manager import SecretsManagerCodeKey
from homeroom.adapters.ses import SesMailer
from homeroom.adapters.sqs import SqsImportQueue
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import MailState
from homeroom.settings import Settings
from homeroom.use_cases.ports.mailer import MailNotSent, OutgoingMail
from tests.factories import a_homeroom
from tests.steps.aws_stack import SENDER, TABLES

SETTINGS = Settings(
    {
        **TABLES,
        "CODE_KEY_SECRET": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:code-key-AbCdEf",
        "UPLOAD_BUCKET": "uploads",
        "IMPORT_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/imports",
        "SENDER_ADDRESS": SENDER,
        "MAIL_CONFIGURATION_SET": "homeroom-mail",
    }
)
UPLOAD = Upload(bucket="uploads", key="uploads/a.csv", object_version="v1")
MAIL = OutgoingMail(
    to="maria@example.org",
    subject="Please tell us about Noé",
    text="Press the button.",
    html="<p>Press the button.</p>",
    sender_name="Lincoln School",
    reply_to="office@lincoln.example",
    tag="i1-3",
)


def _send_mail(aws: Aws) -> None:
    SesMailer(aws, SETTINGS).send(MAIL)


def _save(aws: Aws) -> None:
    DynamoStore(aws, SETTINGS).save(Change.new(a_homeroom()))


def _read(aws: Aws) -> None:
    DynamoSite(aws, SETTINGS).settings()


def _queue(aws: Aws) -> None:
    SqsImportQueue(aws, SETTINGS).put(UPLOAD)


def _open_file(aws: Aws) -> None:
    with S3Files(aws, SETTINGS).open(UPLOAD) as opened:
        opened.body.read()


def _write_file(aws: Aws) -> None:
    S3Files(aws, SETTINGS).write_results(UPLOAD, io.BytesIO(b"rows"))


def _make_digest(aws: Aws) -> None:
    SecretsManagerCodeKey(aws, SETTINGS).digest("invitation", "7KX4MQ2RTB")


USES: dict[str, Callable[[Aws], None]] = {
    "ses": _send_mail,
    "dynamodb save": _save,
    "dynamodb read": _read,
    "sqs": _queue,
    "secrets": _make_digest,
    "s3 open": _open_file,
    "s3 write": _write_file,
}
GOOD = b'{"MessageId": "m", "SecretString": "key"}'
"""An answer that is good enough for each of them, but for the file that is written: nothing is answered there."""

Outcome = Literal["done", "nothing sent", "lost", "refused"]
_OF_A_MAIL: dict[MailState, Outcome] = {
    MailState.DEFERRED: "nothing sent",
    MailState.SEND_UNCONFIRMED: "lost",
    MailState.REFUSED: "refused",
}


def outcome(use: str, aws: Aws) -> Outcome:
    """A refusal is the service's own word. A mail that was refused for now counts as not sent."""
    try:
        USES[use](aws)
    except MailNotSent as error:
        return _OF_A_MAIL[error.state]
    except ClientError:
        return "refused"
    except BotoCoreError as error:
        return "nothing sent" if is_nothing_sent(error) else "lost"
    return "done"
