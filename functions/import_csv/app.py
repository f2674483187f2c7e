"""A file was dropped into the upload bucket: import it."""

from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.data_classes import S3Event
from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.bootstrap import outside
from homeroom.domain.import_run import Upload
from homeroom.observability import logger
from homeroom.use_cases.import_csv import import_csv


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    for upload in uploads_in(event):
        run = import_csv(upload, outside())
        state, counts = (run.state.value, dict(run.counts)) if run else ("gone", {})
        logger.info("import", extra={"import": upload.import_id, "state": state, "counts": counts})


def uploads_in(event: dict[str, Any]) -> list[Upload]:
    """The uploads that an S3 event tells of; a test event has no records, a folder's own marker is no file."""
    if "Records" not in event:
        return []
    uploads = [
        Upload(
            bucket=record.s3.bucket.name,
            key=unquote_plus(record.s3.get_object.key),
            object_version=record.s3.get_object.version_id or "",
        )
        for record in S3Event(event).records
    ]
    return [upload for upload in uploads if not upload.key.endswith("/")]
