#!/usr/bin/env bash
# moto sends from an identity that it calls unverified
#
# One would expect: SES v2 in moto goes by its own word. It refuses an email from an address that is no identity
# ("Email address not verified"), and says of a new one `VerifiedForSendingStatus: False`; "You can only send email from
# verified email addresses or domains", says AWS' API reference of that member.
# What happens: the email goes out all the same. That a sender waits for the status can be tested against nothing.
# Seen with moto 5.2.5 and boto3 1.43.106 on Python 3.11.
# What this project does: what SES answers to an unverified sender is played to it, tests/contract/test_mailer.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boto3==1.43.106 'moto==5.2.5'

seen=$(env -i HOME="$folder" PATH="$PATH" AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret \
  "$folder/venv/bin/python" - <<'PY'
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws


def send(client):
    message = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "text"}}}
    try:
        client.send_email(
            FromEmailAddress="school@example.org",
            Destination={"ToAddresses": ["parent@example.com"]},
            Content={"Simple": message},
        )
        return "sent"
    except ClientError as error:
        return error.response["Error"]["Code"]


with mock_aws():
    client = boto3.client("sesv2", region_name="eu-central-1")
    print("no identity:", send(client))
    client.create_email_identity(EmailIdentity="school@example.org")
    identity = client.get_email_identity(EmailIdentity="school@example.org")
    print("verified for sending:", identity["VerifiedForSendingStatus"])
    print("new identity:", send(client))
PY
)
echo "$seen"
expected="no identity: MessageRejected
verified for sending: False
new identity: sent"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
