"""A file was dropped into the upload bucket: import it, or go on with an import that needs more time.

The same queue and the same patience serve the other long operation: sending again to everyone who has not answered.
"""

import json
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.data_classes import S3Event, SQSEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import services
from homeroom.domain.imports.upload import Upload
from homeroom.observability import logger
from homeroom.use_cases.imports.check_file import check_file
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.bulk_resend import go_on_bulk_resend

ENOUGH_MS = 90_000
"""A stretch of rows takes seconds at the worst, the results file of a million rows about half a minute."""


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    def enough_time() -> bool:
        return context.get_remaining_time_in_millis() > ENOUGH_MS

    if is_bulk_resend(event):
        logger.info("sending again", extra={"done": go_on_bulk_resend(services(), enough_time)})
        return
    for upload in uploads_in(event):
        run = check_file(upload, services()) if upload.for_check_only else import_csv(upload, services(), enough_time)
        state, counts = (run.state.value, dict(run.counts)) if run else ("gone", {})
        logger.info("import", extra={"import": upload.import_id, "state": state, "counts": counts})


def is_bulk_resend(event: dict[str, Any]) -> bool:
    """Whether it is the message of our own queue that asks for that. The queue hands over one message at a time."""
    record: dict[str, Any] = next(iter(event.get("Records", [])), {})
    if record.get("eventSource") != "aws:sqs" or "deed" not in json.loads(record["body"]):
        return False
    from homeroom.queue_messages import BulkResendMessage

    BulkResendMessage.model_validate_json(record["body"])
    return True


def uploads_in(event: dict[str, Any]) -> list[Upload]:
    """The uploads that an event tells of: an event of the bucket, or messages of our own queue."""
    if "Records" not in event:  # the test event that S3 sends when the notification is set up
        return []
    if event["Records"][0]["eventSource"] == "aws:sqs":
        return [upload for record in SQSEvent(event).records for upload in _uploads_in_message(record.body)]
    return _uploads_in_bucket_event(event)


def _uploads_in_message(body: str) -> list[Upload]:
    """Our own message, or the event that Lambda could not have handled, in the envelope it puts around it."""
    message = json.loads(body)
    if "requestPayload" in message:
        return uploads_in(message["requestPayload"])
    from homeroom.queue_messages import ImportMessage  # the ordinary drop does not pay for pydantic

    ours = ImportMessage.model_validate(message)
    return [Upload(bucket=ours.bucket, key=ours.key, object_version=ours.object_version)]


def _uploads_in_bucket_event(event: dict[str, Any]) -> list[Upload]:
    """A folder's own marker is no file."""
    uploads = [
        Upload(
            bucket=record.s3.bucket.name,
            key=unquote_plus(record.s3.get_object.key),
            object_version=record.s3.get_object.version_id or "",
        )
        for record in S3Event(event).records
    ]
    return [upload for upload in uploads if not upload.key.endswith("/")]
