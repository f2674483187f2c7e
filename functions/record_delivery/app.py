"""Reports of the mail service: record each, and give back to the queue those that came before our own write."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.adapters.ses_events import read_event
from homeroom.bootstrap import services
from homeroom.observability import logger, observed, reported
from homeroom.use_cases.mail.record_delivery import record_delivery

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def record_one(record: SQSRecord) -> None:
    with reported(message_id=record.message_id):
        event = read_event(record.body)
        if event and (report := event.report()):
            record_delivery(report, services())


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    failed = process_partial_response(event=event, record_handler=record_one, processor=processor, context=context)
    logger.append_keys(messages=len(event["Records"]), given_back=len(failed["batchItemFailures"]))
    return failed
