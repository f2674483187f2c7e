"""`aws_calls <transport> <times>`: calls to AWS, each again and again; prints the CPU of one, in microseconds, by name.

The transport is `lean` or `boto3`. Of many short runs the quickest counts: others were disturbed.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from homeroom.adapters.aws_clients import Aws

_CALLS_IN_A_RUN = 30
_KEY = {"pk": {"S": "student"}, "sk": {"S": "1"}}


def main(transport: str, times: int) -> None:
    os.environ["TRANSPORT_TO_AWS"] = transport
    calls = _calls(Aws())
    for call in calls.values():  # clients are made and connected, and there is an item to get
        call()
    gc.collect()
    gc.freeze()
    print(json.dumps({name: min(_run(call) for _ in range(times)) for name, call in calls.items()}))


def _calls(aws: Aws) -> dict[str, Callable[[], Any]]:
    item = {"pk": {"S": "student"}, "name": {"S": "García, Ana" * 20}}
    puts: Any = [{"Put": {"TableName": "roster", "Item": {**item, "sk": {"S": str(number)}}}} for number in range(25)]
    mail: Any = {
        "FromEmailAddress": "office@school.example",
        "Destination": {"ToAddresses": ["parent@example.org"]},
        "Content": {
            "Simple": {
                "Subject": {"Data": "Ana's contact information", "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": "Please confirm. " * 180, "Charset": "UTF-8"},
                    "Html": {"Data": "<p>Please confirm.</p>" * 270, "Charset": "UTF-8"},
                },
            }
        },
    }
    message = json.dumps({"kind": "bulk-resend", "version": 1})
    return {
        "TransactWriteItems, 25 items": lambda: aws.dynamodb.transact_write_items(TransactItems=puts),
        "GetItem": lambda: aws.dynamodb.get_item(TableName="roster", Key=_KEY, ConsistentRead=True),
        "SendMessage": lambda: aws.sqs.send_message(QueueUrl=os.environ["IMPORT_QUEUE_URL"], MessageBody=message),
        "SendEmail, 9 KB": lambda: aws.ses.send_email(**mail),
    }


def _run(call: Callable[[], Any]) -> float:
    start = time.process_time()
    for _ in range(_CALLS_IN_A_RUN):
        call()
    return (time.process_time() - start) / _CALLS_IN_A_RUN * 1_000_000


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
