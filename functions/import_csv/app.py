"""A file was dropped into the upload bucket: import it, or go on with an import that needs more time.

The same queue serves the other long operations: the bulk resend to everyone who has not answered, and files of
contacts.
"""

import json
from collections.abc import Callable, Iterable
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.data_classes import S3Event
from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import services
from homeroom.domain.imports.upload import Upload
from homeroom.observability import Event, log_unknown_message, logger, observed
from homeroom.queue_codec import UnknownMessage, decode
from homeroom.queue_messages import BulkResendMessage, ExportMessage, ImportMessage, QueueMessage
from homeroom.use_cases.imports.check_file import check_file
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.bulk_resend import continue_bulk_resend

ENOUGH_MS = 90_000
"""A stretch of rows takes seconds at the worst, the results file of a million rows about half a minute."""

Operation = Upload | QueueMessage


@observed
def handler(event: Event, context: LambdaContext) -> Event:
    """Of messages that this code does not know the ids, so that they alone end among the dead letters."""

    def enough_time() -> bool:
        return context.get_remaining_time_in_millis() > ENOUGH_MS

    unknown = []
    for record in event.get("Records", []):  # S3's test event, sent when the notification is set up, has none
        try:
            operations = list(operations_in(record))
        except UnknownMessage as message:
            log_unknown_message(message, record["attributes"]["ApproximateReceiveCount"])
            unknown.append({"itemIdentifier": record["messageId"]})
            continue
        for operation in operations:
            run(operation, enough_time)
    return {"batchItemFailures": unknown}


def run(operation: Operation, enough_time: Callable[[], bool]) -> None:
    if isinstance(operation, ExportMessage):
        _export(operation.export_id, enough_time)
        return
    if not isinstance(operation, Upload):
        logger.append_keys(bulk_resend=continue_bulk_resend(services(), enough_time))
        return
    logger.append_keys(**{"import": operation.import_id})  # also an error's line is to have it
    if operation.for_check_only:
        imported = check_file(operation, services())
    else:
        imported = import_csv(operation, services(), enough_time)
    state, rows = (imported.state.value, dict(imported.counts)) if imported else ("gone", {})
    logger.append_keys(state=state, rows=rows)


def _export(export_id: str, enough_time: Callable[[], bool]) -> None:
    from homeroom.use_cases.exports.make_export import make_export  # a dropped file does not pay for it

    logger.append_keys(export=export_id)  # also an error's line is to have it
    export = make_export(export_id, services(), enough_time)
    state, rows = (export.state.value, export.rows) if export else ("gone", 0)
    logger.append_keys(state=state, export_rows=rows)


def operations_in(record: Event) -> Iterable[Operation]:
    """What a record asks for: an event of the bucket, a message of our own queue, or there the event that Lambda could
    not have handled, in the envelope it puts around it. Raises UnknownMessage.
    """
    if record["eventSource"] != "aws:sqs":
        return uploads_in([record])
    if lost_event := _lost_event(record["body"]):
        return uploads_in(lost_event.get("Records", []))
    message = decode(record["body"], ImportMessage, BulkResendMessage, ExportMessage)
    if isinstance(message, ImportMessage):
        return [Upload(bucket=message.bucket, key=message.key, object_version=message.object_version)]
    return [message]


def _lost_event(body: str) -> Event | None:
    try:
        envelope = json.loads(body)
    except ValueError:
        return None
    lost_event: Event | None = envelope.get("requestPayload") if isinstance(envelope, dict) else None
    return lost_event


def uploads_in(records: list[Event]) -> Iterable[Upload]:
    """Without what nobody dropped, such as a folder's own marker."""
    for record in S3Event({"Records": records}).records:
        file, key = record.s3.get_object, unquote_plus(record.s3.get_object.key)
        upload = Upload(bucket=record.s3.bucket.name, key=key, object_version=file.version_id or "")
        if not upload.is_passed_over:
            yield upload
