#!/usr/bin/env bash
# moto reads by a key that it would not store
#
# One would expect: moto knows how long a key may be, 2,048 bytes for the partition and 1,024 for the sort key: it
# refuses to put such an item with a ValidationException, as DynamoDB does, so a read is refused, too.
# What happens: GetItem and Query take a key of any length and find nothing. DynamoDB refuses them as it refuses the put
# (and MiniStack 1.5.33 does). So a page that looks up whatever stands in its address is "not found" under moto, and
# breaks on AWS.
# Seen with moto 5.2.5 and boto3 1.43.106 on Python 3.11.
# What this project does: an id in an address is checked before it becomes a key (web/core/requests.py), tested in
# tests/unit/core/test_requests.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boto3==1.43.106 'moto[dynamodb]==5.2.5'

seen=$(env -i HOME="$folder" PATH="$PATH" AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret \
  "$folder/venv/bin/python" - <<'PY'
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

LONG = "x" * 2049


def outcome(call, **arguments):
    try:
        answer = call(TableName="pages", **arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "nothing found" if not answer.get("Item") and not answer.get("Items") else "found"


with mock_aws():
    client = boto3.client("dynamodb", region_name="eu-central-1")
    client.create_table(
        TableName="pages",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    key = {"id": {"S": LONG}}
    print("PutItem:", outcome(client.put_item, Item=key))
    print("GetItem:", outcome(client.get_item, Key=key))
    values = {":id": {"S": LONG}}
    print("Query:", outcome(client.query, KeyConditionExpression="id = :id", ExpressionAttributeValues=values))
PY
)
echo "$seen"
expected="PutItem: ValidationException
GetItem: nothing found
Query: nothing found"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
