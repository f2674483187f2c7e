"""Queued invitations: send each, and give back to the queue only those that could not be sent now."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import outside
from homeroom.messages import InviteMessage
from homeroom.observability import logger
from homeroom.use_cases.send_invite import send_invite

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def send(record: SQSRecord) -> None:
    message = InviteMessage.model_validate_json(record.body)
    send_invite(message.invitation_id, message.generation, outside())


def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    failed = process_partial_response(event=event, record_handler=send, processor=processor, context=context)
    logger.info("sent", extra={"mails": len(event["Records"]), "failed": len(failed["batchItemFailures"])})
    return failed
