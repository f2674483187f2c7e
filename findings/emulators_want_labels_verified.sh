#!/usr/bin/env bash
# Emulators of SES want a sender's address with a label to be verified on its own
#
# One would expect: who has verified `school@example.org` sends from `school+room-3a@example.org` as well. "With the
# exception of addresses containing labels, you must verify each email address" (AWS' guide, on verifying addresses).
# What happens: moto and ministack refuse it as not verified, as they refuse another address. Who tries on a laptop
# gives up what works on AWS, or makes identities there that nobody needs.
# Seen with moto 5.2.5, ministack 1.5.33 and boto3 1.43.106 on Python 3.11.
# What this project does: the sender is the identity itself, a parameter of template.yaml; answers go to the reply-to
# address, which needs no identity.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  boto3==1.43.106 ministack==1.5.33 moto==5.2.5

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


def send(client, sender):
    message = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "text"}}}
    try:
        client.send_email(
            FromEmailAddress=sender,
            Destination={"ToAddresses": ["parent@example.com"]},
            Content={"Simple": message},
        )
        return "sent"
    except ClientError as error:
        return error.response["Error"]["Code"]


def show(name, client):
    client.create_email_identity(EmailIdentity="school@example.org")
    for sender in ("school@example.org", "school+room-3a@example.org", "office@example.org"):
        print(f"{name}, from {sender}:", send(client, sender))


with mock_aws():
    show("moto", boto3.client("sesv2", region_name="eu-central-1"))
with ministack() as address:
    show("ministack", boto3.client("sesv2", region_name="eu-central-1", endpoint_url=address))
PY
)
echo "$seen"
expected="moto, from school@example.org: sent
moto, from school+room-3a@example.org: MessageRejected
moto, from office@example.org: MessageRejected
ministack, from school@example.org: sent
ministack, from school+room-3a@example.org: MessageRejected
ministack, from office@example.org: MessageRejected"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
