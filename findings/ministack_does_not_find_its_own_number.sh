#!/usr/bin/env bash
# ministack does not find an item by the number that it was stored with
#
# One would expect: an item that was put under the sort key 1.0 is got with 1.0. To DynamoDB 1.0 and 1 are one number:
# "Leading and trailing zeroes are trimmed" (developer guide, Supported data types).
# What happens: ministack trims the numbers of an item that it stores, and not those of a key that it looks for. So 1.0
# finds nothing, and 1 finds the item that was put as 1.0. An update with the key 1.0 makes a second item, whose key is
# 1 as well.
# Seen with ministack 1.5.33 and boto3 1.43.106 on Python 3.11.
# What this project does: its keys are strings, and moments and counts in them have a fixed form:
# layers/common/homeroom/adapters/dynamodb/keys.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boto3==1.43.106 ministack==1.5.33

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


with ministack() as address:
    client = boto3.client("dynamodb", region_name="eu-central-1", endpoint_url=address)
    client.create_table(
        TableName="grades",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "name", "AttributeType": "S"},
            {"AttributeName": "grade", "AttributeType": "N"},
        ],
        KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}, {"AttributeName": "grade", "KeyType": "RANGE"}],
    )

    def key(number):
        return {"name": {"S": "Ada"}, "grade": {"N": number}}

    client.put_item(TableName="grades", Item=key("1.0"))
    for number in ("1.0", "1"):
        print("found by", number, "Item" in client.get_item(TableName="grades", Key=key(number)))
    client.update_item(
        TableName="grades",
        Key=key("1.0"),
        UpdateExpression="SET passed = :yes",
        ExpressionAttributeValues={":yes": {"BOOL": True}},
    )
    print("items:", *(item["grade"]["N"] for item in client.scan(TableName="grades")["Items"]))
PY
)
echo "$seen"
expected="found by 1.0 False
found by 1 True
items: 1 1"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
