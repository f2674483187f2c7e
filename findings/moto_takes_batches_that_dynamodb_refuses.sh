#!/usr/bin/env bash
# moto takes batches that DynamoDB refuses
#
# One would expect: moto checks a BatchWriteItem as it checks a BatchGetItem and a TransactWriteItems, both of which it
# refuses when they are too long or name an item twice. "DynamoDB rejects the entire batch write operation" with more
# than 25 requests, or with two for the same item, says AWS' API reference.
# What happens: it carries out all of them.
# Seen with moto 5.2.5 and boto3 1.43.106 on Python 3.11.
# What this project does: it writes in transactions only, layers/common/homeroom/adapters/dynamodb/store.py.
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


def key(number):
    return {"id": {"S": str(number)}}


def put(number):
    return {"PutRequest": {"Item": key(number)}}


def transact(number):
    return {"Put": {"TableName": "people", "Item": key(number)}}


def get(keys):
    return client.batch_get_item(RequestItems={"people": {"Keys": keys}})


with mock_aws():
    client = boto3.client("dynamodb", region_name="eu-central-1")
    client.create_table(
        TableName="people",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    twice = [put(1), {"DeleteRequest": {"Key": key(1)}}]
    calls = {
        "TransactWriteItems, 101 puts": lambda: client.transact_write_items(TransactItems=[*map(transact, range(101))]),
        "TransactWriteItems, one item twice": lambda: client.transact_write_items(TransactItems=[transact(1)] * 2),
        "BatchGetItem, 101 keys": lambda: get([*map(key, range(101))]),
        "BatchGetItem, one key twice": lambda: get([key(1)] * 2),
        "BatchWriteItem, 26 puts": lambda: client.batch_write_item(RequestItems={"people": [*map(put, range(26))]}),
        "BatchWriteItem, one item put and deleted": lambda: client.batch_write_item(RequestItems={"people": twice}),
    }
    for name, call in calls.items():
        try:
            call()
            print(f"{name}: done")
        except ClientError as error:
            print(f"{name}: {error.response['Error']['Code']}")
PY
)
echo "$seen"
expected="TransactWriteItems, 101 puts: ValidationException
TransactWriteItems, one item twice: ValidationException
BatchGetItem, 101 keys: ValidationException
BatchGetItem, one key twice: ValidationException
BatchWriteItem, 26 puts: done
BatchWriteItem, one item put and deleted: done"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
