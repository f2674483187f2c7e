"""What the adapters use of boto3's clients, with the types of its stubs: mypy checks the adapters' calls and boto3's
own clients by it. The lean ones of tables, queues and secrets send any operation by its name; tests hold
them to boto3's.
"""

from typing import TYPE_CHECKING, Any, Protocol, TypedDict

if TYPE_CHECKING:
    from typing import Unpack

    from mypy_boto3_dynamodb import type_defs as dynamodb
    from mypy_boto3_s3 import type_defs as s3
    from mypy_boto3_sesv2 import type_defs as ses
    from mypy_boto3_sqs import type_defs as sqs


class DynamoDb(Protocol):
    def get_item(self, **kwargs: "Unpack[dynamodb.GetItemInputTypeDef]") -> "dynamodb.GetItemOutputTypeDef": ...

    def batch_get_item(
        self, **kwargs: "Unpack[dynamodb.BatchGetItemInputTypeDef]"
    ) -> "dynamodb.BatchGetItemOutputTypeDef": ...

    def query(self, **kwargs: "Unpack[dynamodb.QueryInputTypeDef]") -> "dynamodb.QueryOutputTypeDef": ...

    def put_item(self, **kwargs: "Unpack[dynamodb.PutItemInputTypeDef]") -> "dynamodb.PutItemOutputTypeDef": ...

    def update_item(
        self, **kwargs: "Unpack[dynamodb.UpdateItemInputTypeDef]"
    ) -> "dynamodb.UpdateItemOutputTypeDef": ...

    def transact_write_items(
        self, **kwargs: "Unpack[dynamodb.TransactWriteItemsInputTypeDef]"
    ) -> "dynamodb.TransactWriteItemsOutputTypeDef": ...


class Sqs(Protocol):
    def send_message(self, **kwargs: "Unpack[sqs.SendMessageRequestTypeDef]") -> "sqs.SendMessageResultTypeDef": ...

    def send_message_batch(
        self, **kwargs: "Unpack[sqs.SendMessageBatchRequestTypeDef]"
    ) -> "sqs.SendMessageBatchResultTypeDef": ...


class Ses(Protocol):
    def send_email(self, **kwargs: "Unpack[ses.SendEmailRequestTypeDef]") -> "ses.SendEmailResponseTypeDef": ...

    def get_account(self) -> "ses.GetAccountResponseTypeDef": ...

    def delete_suppressed_destination(
        self, **kwargs: "Unpack[ses.DeleteSuppressedDestinationRequestTypeDef]"
    ) -> dict[str, Any]: ...


class SecretId(TypedDict):
    SecretId: str


class SecretValue(TypedDict):
    """Of what is answered, what is used."""

    SecretString: str


class Secrets(Protocol):
    def get_secret_value(self, **kwargs: "Unpack[SecretId]") -> SecretValue: ...


class Objects(Protocol):
    """Of S3, what imports read and write."""

    def get_object(self, **kwargs: "Unpack[s3.GetObjectRequestTypeDef]") -> "s3.GetObjectOutputTypeDef": ...

    def put_object(self, **kwargs: "Unpack[s3.PutObjectRequestTypeDef]") -> "s3.PutObjectOutputTypeDef": ...
