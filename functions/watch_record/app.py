"""The record of who did what is only added to. Whatever else happens to it, but that old entries end, raises an alarm.

It says which entry by its keys, which are ids. No entry comes here: the table's stream holds keys only.
"""

from typing import Any

from aws_lambda_powertools.metrics import Metrics, MetricUnit
from aws_lambda_powertools.utilities.data_classes import DynamoDBStreamEvent
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import (
    DynamoDBRecord,
    DynamoDBRecordEventName,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom.observability import logger

_TTL = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
"""Who deletes what has come to its age."""

metrics = Metrics()


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    changed = [record for record in DynamoDBStreamEvent(event).records if is_change(record)]
    for record in changed:
        keys = record.dynamodb.keys if record.dynamodb else {}
        logger.error("record changed", extra={"change": record["eventName"], "keys": keys})
    if changed:
        metrics.add_metric(name="RecordChanged", unit=MetricUnit.Count, value=len(changed))
        metrics.flush_metrics()


def is_change(record: DynamoDBRecord) -> bool:
    if record.event_name is DynamoDBRecordEventName.INSERT:
        return False
    return record.event_name is not DynamoDBRecordEventName.REMOVE or record.get("userIdentity") != _TTL
