#!/usr/bin/env bash
# moto answers a query whose BETWEEN is turned round with nothing, where DynamoDB refuses it
#
# One would expect: `sk BETWEEN :first AND :last` with a first that comes after the last matches nothing, as in SQL; or
# else that an emulator refuses it, as DynamoDB does: "The BETWEEN operator requires upper bound to be greater than or
# equal to lower bound", a ValidationException.
# What happens: moto counts 0. ministack refuses it. So a page of a list whose end is given by the caller passes its
# tests on moto, and fails on AWS as soon as somebody goes on behind its end.
# Seen with moto 5.2.5, ministack 1.5.33 and boto3 1.43.106 on Python 3.11.
# What this project does: the reader of the list looks at the two first, and asks nobody:
# layers/common/homeroom/adapters/dynamodb/roster.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  boto3==1.43.106 "moto[dynamodb]==5.2.5" ministack==1.5.33

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
from botocore.exceptions import ClientError
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


def ask(**at):
    table = boto3.client("dynamodb", region_name="us-east-1", **at)
    table.create_table(
        TableName="changes",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
    )
    values = {":list": "all", ":first": "2026-09-02", ":last": "2026-09-01"}
    try:
        return table.query(
            TableName="changes",
            KeyConditionExpression="pk = :list AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues={name: {"S": value} for name, value in values.items()},
        )["Count"]
    except ClientError as error:
        return error.response["Error"]["Code"]


with mock_aws():
    print("moto:", ask())
with ministack() as address:
    print("ministack:", ask(endpoint_url=address))
PY
)
echo "$seen"
expected="moto: 0
ministack: ValidationException"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
