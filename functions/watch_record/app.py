"""The record of who did what is only added to. Whatever else happens to it, but that old entries end, raises an alarm.

It says which entry by its keys, which are ids. No entry comes here: the table's stream holds keys only.
"""

from typing import Any

from aws_lambda_powertools.utilities.data_classes import DynamoDBStreamEvent
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import (
    DynamoDBRecord,
    DynamoDBRecordEventName,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom import metrics
from homeroom.observability import logger, observed

_TTL = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
"""Who deletes what has come to its age."""


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    changes = list(DynamoDBStreamEvent(event).records)
    changed = [change for change in changes if is_of_somebody(change)]
    for change in changed:
        keys = change.dynamodb.keys if change.dynamodb else {}
        logger.error("record changed", extra={"change": change["eventName"], "keys": keys})
    metrics.count(metrics.Metric.RECORD_CHANGED, len(changed))
    logger.append_keys(changes=len(changes), changed=len(changed))


def is_of_somebody(change: DynamoDBRecord) -> bool:
    if change.event_name is DynamoDBRecordEventName.INSERT:
        return False
    return change.event_name is not DynamoDBRecordEventName.REMOVE or change.get("userIdentity") != _TTL
