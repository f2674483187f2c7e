#!/usr/bin/env bash
# botocore gives an error of SQS two codes, and its class goes by the other one
#
# One would expect: `error.response["Error"]["Code"]` names the exception, and `QueryErrorCode` is the code that comes
# from SQS' older protocol, Query.
# What happens: it is the other way round. `Code` is the one of the older protocol, from the header x-amzn-query-error;
# `QueryErrorCode` is the newer one, which the exception's class is chosen by. An answer without that header, and a
# Stubber, know one code: with the `Code` that AWS gives, a stubbed error is not the exception that AWS raises.
# Seen with botocore 1.43.106 on Python 3.11; the answer is one that moto 5.2.5 gives, as AWS does.
# What this project does: its own transport reads that header as well, `_code` in
# layers/common/homeroom/adapters/lean_aws/service.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.43.106 'moto[sqs]==5.2.5'

seen=$(env -i HOME="$folder" PATH="$PATH" AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret \
  "$folder/venv/bin/python" - <<'PY'
from botocore.exceptions import ClientError
from botocore.session import Session
from botocore.stub import Stubber
from moto import mock_aws


def show(label, client):
    try:
        client.send_message(QueueUrl="https://sqs.eu-central-1.amazonaws.com/123456789012/none", MessageBody="text")
    except ClientError as error:
        codes = {name: value for name, value in error.response["Error"].items() if name.endswith("Code")}
        print(f"{label}: {type(error).__name__} {codes}")
        return codes
    raise SystemExit("no error at all")


with mock_aws():
    code = show("answered", Session().create_client("sqs", region_name="eu-central-1"))["Code"]
client = Session().create_client("sqs", region_name="eu-central-1")
with Stubber(client) as stubber:
    for stubbed in (code, "QueueDoesNotExist"):
        stubber.add_client_error("send_message", stubbed)
        show("stubbed", client)
PY
)
echo "$seen"
old=AWS.SimpleQueueService.NonExistentQueue
expected="answered: QueueDoesNotExist {'Code': '$old', 'QueryErrorCode': 'QueueDoesNotExist'}
stubbed: ClientError {'Code': '$old'}
stubbed: QueueDoesNotExist {'Code': 'QueueDoesNotExist'}"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
