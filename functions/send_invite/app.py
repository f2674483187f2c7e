"""Queued emails: send each that is still wanted, those that log in or confirm an address, and those that tell somebody
what they are to know. Only what failed is given back to the queue.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, get_args

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import services
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.observability import Reported, log_unknown_message, logger, observed, reported
from homeroom.queue_codec import UnknownMessage, decode
from homeroom.queue_messages import (
    AccountNewsMessage,
    AddressChangedMessage,
    AdminInvitationMessage,
    ConfirmContactMessage,
    DeletionMessage,
    InviteMessage,
    LogInMessage,
    MailMessage,
    NewAddressMessage,
    NoticeMessage,
    PasswordSetMessage,
    SampleMessage,
)
from homeroom.use_cases.imports.send_notice import send_notice
from homeroom.use_cases.mail.send_account_news import send_account_news
from homeroom.use_cases.mail.send_address_changed import send_address_changed
from homeroom.use_cases.mail.send_admin_invitation import send_admin_invitation
from homeroom.use_cases.mail.send_confirm_contacts import send_confirm_contacts
from homeroom.use_cases.mail.send_invite import send_invites
from homeroom.use_cases.mail.send_log_in import send_log_in
from homeroom.use_cases.mail.send_new_address import send_new_address
from homeroom.use_cases.mail.send_password_set import send_password_set
from homeroom.use_cases.mail.send_sample import send_sample
from homeroom.use_cases.mail.service_mails import EnoughTime
from homeroom.use_cases.people.send_deletion import send_deletion
from homeroom.use_cases.ports.invite_queue import AccountNews

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

_ONE_MORE = 40_000
"""Milliseconds: one email waits twenty seconds for its moment and ten for an answer at most."""


def send(record: SQSRecord, lambda_context: LambdaContext) -> None:
    with reported(message_id=record.message_id):
        try:
            message: MailMessage = decode(record.body, *get_args(MailMessage))
        except UnknownMessage as unknown:
            log_unknown_message(unknown, record.attributes.approximate_receive_count)
            raise Reported("UnknownMessage") from None
        _SENDERS[type(message)](message, lambda: _time_for_one_more(lambda_context))


_SENDERS: Mapping[type[MailMessage], Callable[[Any, EnoughTime], None]] = {
    InviteMessage: lambda message, time: send_invites(message.mails, services(), time),
    NoticeMessage: lambda message, time: send_notice(message.import_id, services(), time),
    LogInMessage: lambda message, time: send_log_in(message.user_id, message.number, services(), time),
    PasswordSetMessage: lambda message, time: send_password_set(message.user_id, message.set_at, services(), time),
    DeletionMessage: lambda message, time: send_deletion(message.contact_id, message.asked_at, services(), time),
    NewAddressMessage: lambda message, time: send_new_address(message.contact_id, message.number, services(), time),
    AddressChangedMessage: lambda message, time: send_address_changed(
        message.contact_id, message.number, services(), time
    ),
    ConfirmContactMessage: lambda message, time: send_confirm_contacts(
        message.campaign_id, message.number, message.contact_ids, services(), time
    ),
    AdminInvitationMessage: lambda message, time: send_admin_invitation(
        message.invitation_id, message.number, services(), time
    ),
    AccountNewsMessage: lambda message, time: send_account_news(_news(message), services(), time),
    SampleMessage: lambda message, time: send_sample(message.user_id, message.asked_at, services(), time),
}


def _news(message: AccountNewsMessage) -> AccountNews:
    at = datetime.fromtimestamp(message.at, UTC)
    return AccountNews(AuditAction(message.action), message.user_id, at, message.about)


def _time_for_one_more(context: LambdaContext) -> bool:
    return context.get_remaining_time_in_millis() > _ONE_MORE


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    failed = process_partial_response(event=event, record_handler=send, processor=processor, context=context)
    logger.append_keys(messages=len(event["Records"]), given_back=len(failed["batchItemFailures"]))
    return failed
