#!/usr/bin/env bash
# Emulators of SES take any tag and any configuration set
#
# One would expect: the strict parts of SendEmail are checked, as the sender's identity is by both of them. A tag's name
# and value "can only contain ASCII letters (a-z, A-Z), numbers (0-9), underscores (_), or dashes (-)" (AWS' API
# reference of MessageTag), and a configuration set that does not exist is a NotFoundException.
# What happens: moto and ministack take an address as a tag's value and a set that nobody made. On AWS, each email of
# the first deployment is refused.
# Seen with moto 5.2.5, ministack 1.5.33 and boto3 1.43.106 on Python 3.11.
# What this project does: its tag is made of letters, digits and a dash (`mail_id` in
# layers/common/homeroom/domain/mail/mail.py), and template.yaml makes the set that its functions name.
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


def send(client, **more):
    message = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "text"}}}
    try:
        client.send_email(
            FromEmailAddress="school@example.org",
            Destination={"ToAddresses": ["parent@example.com"]},
            Content={"Simple": message},
            **more,
        )
        return "sent"
    except ClientError as error:
        return error.response["Error"]["Code"]


def show(name, client):
    print(f"{name}, a sender that is no identity:", send(client))
    client.create_email_identity(EmailIdentity="school@example.org")
    tag = {"Name": "sent to", "Value": "parent@example.com"}
    print(f"{name}, a tag that is not allowed:", send(client, EmailTags=[tag]))
    print(f"{name}, a configuration set that does not exist:", send(client, ConfigurationSetName="none"))


with mock_aws():
    show("moto", boto3.client("sesv2", region_name="eu-central-1"))
with ministack() as address:
    show("ministack", boto3.client("sesv2", region_name="eu-central-1", endpoint_url=address))
PY
)
echo "$seen"
expected="moto, a sender that is no identity: MessageRejected
moto, a tag that is not allowed: sent
moto, a configuration set that does not exist: sent
ministack, a sender that is no identity: MessageRejected
ministack, a tag that is not allowed: sent
ministack, a configuration set that does not exist: sent"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
