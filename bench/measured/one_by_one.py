"""What one would write first: for each row of the file its student, its invitation and its message, a call for each."""

import csv
import io
import json
import os
import sys
import time
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

import boto3


def main(key: str) -> None:
    s3, dynamodb, sqs = boto3.client("s3"), boto3.client("dynamodb"), boto3.client("sqs")
    queue = "http://127.0.0.1/1/one-by-one"
    dynamodb.put_item(TableName="one-by-one", Item=_item("STUDENT#warm", {}))
    sqs.send_message(QueueUrl=queue, MessageBody="warm")
    urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/-/calls").close()  # noqa: S310  count from here
    start = time.process_time()
    body: Any = s3.get_object(Bucket="uploads", Key=key)["Body"]
    for row in csv.DictReader(io.TextIOWrapper(io.BufferedReader(body), encoding="utf-8", newline="")):
        invitation = str(uuid4())
        invitation_fields = {"email": row["parent_email"], "student_id": row["student_id"]}
        dynamodb.put_item(TableName="one-by-one", Item=_item(f"STUDENT#{row['student_id']}", row))
        dynamodb.put_item(TableName="one-by-one", Item=_item(f"INVITATION#{invitation}", invitation_fields))
        sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"invitation": invitation}))
    print(json.dumps({"cpu": time.process_time() - start}))


def _item(pk: str, values: dict[str, str]) -> Any:
    return {"pk": {"S": pk}, **{name: {"S": value} for name, value in values.items()}}


if __name__ == "__main__":
    main(sys.argv[1])
