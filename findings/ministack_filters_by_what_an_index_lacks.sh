#!/usr/bin/env bash
# ministack filters by attributes that an index does not have
#
# One would expect: a query of a global secondary index sees what is projected into it, and nothing else: "Global
# secondary index queries cannot fetch attributes from the parent table" (AWS' API reference of Query). A filter by
# another attribute lets nothing through.
# What happens: ministack filters before it leaves attributes out, so that the filter sees all of them. A query that
# finds nothing on AWS works on ministack, and the attribute that it filtered by is not in what it returns.
# Seen with ministack 1.5.33 and boto3 1.43.106 on Python 3.11; moto 5.2.5 finds nothing, as AWS does.
# What this project does: it queries by keys and has no filters, layers/common/homeroom/adapters/dynamodb/reader.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  boto3==1.43.106 ministack==1.5.33 'moto[dynamodb]==5.2.5'

seen=$(env -i HOME="$folder" PATH="$PATH" TMPDIR="$folder" AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \
  "$folder/venv/bin/python" - <<'PY'
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

import boto3
from moto import mock_aws


@contextmanager
def ministack():
    """Its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"}
    command = [os.path.join(os.path.dirname(sys.executable), "ministack")]
    with open(os.path.join(os.environ["HOME"], "log"), "w") as log:
        server = subprocess.Popen(command, env={**os.environ, **settings}, stdout=log, stderr=log)
    try:
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{port}/_ministack/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def found(client):
    client.create_table(
        TableName="people",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("id", "room")],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_room",
                "KeySchema": [{"AttributeName": "room", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
    )
    client.put_item(TableName="people", Item={"id": {"S": "1"}, "room": {"S": "3-A"}, "role": {"S": "teacher"}})
    answer = client.query(
        TableName="people",
        IndexName="by_room",
        KeyConditionExpression="room = :room",
        FilterExpression="#role = :role",
        ExpressionAttributeNames={"#role": "role"},
        ExpressionAttributeValues={":room": {"S": "3-A"}, ":role": {"S": "teacher"}},
    )
    return [sorted(item) for item in answer["Items"]]


with mock_aws():
    print("moto:", found(boto3.client("dynamodb", region_name="eu-central-1")))
with ministack() as address:
    print("ministack:", found(boto3.client("dynamodb", region_name="eu-central-1", endpoint_url=address)))
PY
)
echo "$seen"
expected="moto: []
ministack: [['id', 'room']]"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
