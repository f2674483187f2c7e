#!/usr/bin/env bash
# moto refuses items that are smaller than DynamoDB's limit, and takes some that are larger
#
# One would expect: the most that an item may hold is 400 KB, 409,600 bytes with the names of its attributes, and each
# element of a list counts one byte more than its value (AWS' guide, "DynamoDB item sizes and formats").
# What happens: a text or a binary value that makes an item of 405,001 bytes is refused, and one of 405,000 taken. A list
# of 300,000 texts of one letter is taken, which by the guide makes an item of 600,006 bytes.
# Seen with moto 5.2.5 and boto3 1.43.106 on Python 3.11.
# What this project does: what grows has items of its own long before either limit, and what a user uploads into an item,
# such as a school's logo, is bounded at half of it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boto3==1.43.106 moto==5.2.5 2>/dev/null

seen=$(env -i HOME="$folder" PATH="$PATH" TMPDIR="$folder" AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \
  "$folder/venv/bin/python" - <<'PY'
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

with mock_aws():
    client = boto3.client("dynamodb", region_name="eu-central-1")
    client.create_table(
        TableName="items",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )

    def put(kind, value):
        try:
            client.put_item(TableName="items", Item={"k": {"S": "1"}, "v": {kind: value}})
            return "taken"
        except ClientError as error:
            return error.response["Error"]["Code"]

    around = 3  # two names and the key's value
    for size in (405_000, 405_001, 409_600, 409_601):
        print(f"{size} bytes, text: {put('S', 'x' * (size - around))}, binary: {put('B', b'x' * (size - around))}")
    for elements in (200_000, 205_000, 300_000):
        size = around + 3 + 2 * elements
        print(f"{size} bytes, list of {elements} letters:", put("L", [{"S": "x"}] * elements))
PY
)
echo "$seen"
expected="405000 bytes, text: taken, binary: taken
405001 bytes, text: ValidationException, binary: ValidationException
409600 bytes, text: ValidationException, binary: ValidationException
409601 bytes, text: ValidationException, binary: ValidationException
400006 bytes, list of 200000 letters: taken
410006 bytes, list of 205000 letters: taken
600006 bytes, list of 300000 letters: taken"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
