"""Our own queues: mails to send, and imports to begin or to go on with."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, TypeVar

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.backoff import tries
from homeroom.adapters.errors import ServiceFailed
from homeroom.domain.imports.upload import Upload
from homeroom.queue_codec import encode
from homeroom.queue_messages import (
    AccountNewsMessage,
    AddressChangedMessage,
    AdminInvitationMessage,
    BulkResendMessage,
    ConfirmContactMessage,
    DeletionMessage,
    ExportMessage,
    ImportMessage,
    InviteMessage,
    LogInMessage,
    NewAddressMessage,
    NoticeMessage,
    PasswordSetMessage,
    QueueMessage,
    SampleMessage,
)
from homeroom.settings import Settings
from homeroom.use_cases.ports.invite_queue import AccountNews

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef as Entry

T = TypeVar("T")

_MAILS_IN_A_MESSAGE = 10
_MESSAGES_IN_A_CALL = 10
_LONGEST_DELAY = 900


class SqsInviteQueue:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._aws = aws
        self._settings = settings

    def put(self, mails: Sequence[tuple[str, int]], delay: timedelta = timedelta()) -> None:
        """Raises ServiceFailed when some could not be queued; all of them may then be asked for again."""
        self._send_all([InviteMessage(mails=some) for some in _cut(mails)], delay)

    def put_notice(self, import_id: str, delay: timedelta = timedelta()) -> None:
        self._send([_entry(NoticeMessage(import_id=import_id), delay)])

    def put_log_in(self, user_id: str, number: int, delay: timedelta = timedelta()) -> None:
        self._send([_entry(LogInMessage(user_id=user_id, number=number), delay)])

    def put_new_address(self, contact_id: str, number: int, delay: timedelta = timedelta()) -> None:
        self._send([_entry(NewAddressMessage(contact_id=contact_id, number=number), delay)])

    def put_address_changed(self, contact_id: str, number: int, delay: timedelta = timedelta()) -> None:
        self._send([_entry(AddressChangedMessage(contact_id=contact_id, number=number), delay)])

    def put_password_set(self, user_id: str, set_at: datetime, delay: timedelta = timedelta()) -> None:
        self._send([_entry(PasswordSetMessage(user_id=user_id, set_at=int(set_at.timestamp())), delay)])

    def put_admin_invitation(self, invitation_id: str, number: int, delay: timedelta = timedelta()) -> None:
        self._send([_entry(AdminInvitationMessage(invitation_id=invitation_id, number=number), delay)])

    def put_account_news(self, news: AccountNews, delay: timedelta = timedelta()) -> None:
        at = int(news.at.timestamp())
        message = AccountNewsMessage(action=news.action, user_id=news.user_id, about=news.about, at=at)
        self._send([_entry(message, delay)])

    def put_deletion(self, contact_id: str, asked_at: datetime, delay: timedelta = timedelta()) -> None:
        self._send([_entry(DeletionMessage(contact_id=contact_id, asked_at=int(asked_at.timestamp())), delay)])

    def put_confirm_contacts(
        self, campaign_id: str, number: int, contact_ids: Sequence[str], delay: timedelta = timedelta()
    ) -> None:
        messages = [
            ConfirmContactMessage(campaign_id=campaign_id, number=number, contact_ids=some)
            for some in _cut(contact_ids)
        ]
        self._send_all(messages, delay)

    def put_sample(self, user_id: str, asked_at: datetime, delay: timedelta = timedelta()) -> None:
        self._send([_entry(SampleMessage(user_id=user_id, asked_at=int(asked_at.timestamp())), delay)])

    def _send_all(self, messages: Sequence[QueueMessage], delay: timedelta) -> None:
        for start in range(0, len(messages), _MESSAGES_IN_A_CALL):
            some = messages[start : start + _MESSAGES_IN_A_CALL]
            self._send([_entry(message, delay, n) for n, message in enumerate(some)])

    def _send(self, entries: "list[Entry]") -> None:
        queue = self._settings.invite_queue_url
        for _ in tries():
            answer = self._aws.sqs.send_message_batch(QueueUrl=queue, Entries=entries)
            failed = {failure["Id"]: failure for failure in answer.get("Failed", [])}
            if any(failure["SenderFault"] for failure in failed.values()):
                codes = {failure["Code"] for failure in failed.values()}
                raise ServiceFailed(f"SQS SendMessageBatch/{', '.join(sorted(codes))}")
            entries = [entry for entry in entries if entry["Id"] in failed]
            if not entries:
                return
        raise ServiceFailed("SQS: messages of a batch were left by every try")


class SqsImportQueue:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._aws = aws
        self._settings = settings

    def put(self, upload: Upload) -> None:
        self._put(ImportMessage(bucket=upload.bucket, key=upload.key, object_version=upload.object_version))

    def put_bulk_resend(self) -> None:
        self._put(BulkResendMessage())

    def put_export(self, export_id: str) -> None:
        self._put(ExportMessage(export_id=export_id))

    def _put(self, message: QueueMessage) -> None:
        self._aws.sqs.send_message(QueueUrl=self._settings.import_queue_url, MessageBody=encode(message))


def _cut(emails: Sequence[T]) -> list[Sequence[T]]:
    """Into what fits in a message each."""
    return [emails[n : n + _MAILS_IN_A_MESSAGE] for n in range(0, len(emails), _MAILS_IN_A_MESSAGE)]


def _entry(message: QueueMessage, delay: timedelta, position: int = 0) -> "Entry":
    seconds = min(ceil(delay.total_seconds()), _LONGEST_DELAY)
    return {"Id": str(position), "MessageBody": encode(message), "DelaySeconds": seconds}
