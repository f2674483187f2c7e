#!/usr/bin/env bash
# Emulators of SQS and the receipt handle of an earlier delivery: two answers, neither that of AWS
#
# One would expect: a message that was delivered again is not deleted by the handle of its first delivery, and whoever
# tries is not told: "If you use an old ReceiptHandle, the request will succeed, but the message might not be deleted"
# (AWS' API reference of DeleteMessage). So a slow worker does not take away what another one is working on.
# What happens: moto deletes the message. ministack keeps it, and refuses the call with ReceiptHandleIsInvalid.
# Seen with moto 5.2.5, ministack 1.5.33 and boto3 1.43.106 on Python 3.11.
# What this project does: Lambda deletes messages, not its code; what comes twice is safe (docs/reliability.md).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  boto3==1.43.106 ministack==1.5.33 'moto[sqs]==5.2.5'

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


def delete_by_first_handle(client):
    queue = client.create_queue(QueueName="mails", Attributes={"VisibilityTimeout": "1"})["QueueUrl"]
    client.send_message(QueueUrl=queue, MessageBody="text")
    handles = []
    while len(handles) < 2:
        handles += [message["ReceiptHandle"] for message in client.receive_message(QueueUrl=queue).get("Messages", [])]
        time.sleep(0.2)
    try:
        client.delete_message(QueueUrl=queue, ReceiptHandle=handles[0])
        told = "success"
    except ClientError as error:
        told = error.response["Error"]["Code"]
    time.sleep(1.5)  # the second delivery is over, too
    left = client.receive_message(QueueUrl=queue).get("Messages", [])
    return f"{told}, {len(left)} message left"


with mock_aws():
    print("moto:", delete_by_first_handle(boto3.client("sqs", region_name="eu-central-1")))
with ministack() as address:
    print("ministack:", delete_by_first_handle(boto3.client("sqs", region_name="eu-central-1", endpoint_url=address)))
PY
)
echo "$seen"
expected="moto: success, 0 message left
ministack: ReceiptHandleIsInvalid, 1 message left"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
