#!/usr/bin/env bash
# moto keeps numbers as they were written, and takes what is twice in a set
#
# One would expect: numbers come back from moto as from DynamoDB: "Leading and trailing zeroes are trimmed", more than
# 38 digits of precision are an exception, and "each value within a set must be unique" (developer guide, Supported
# data types). moto does refuse a number that is too large, and an empty set.
# What happens: it keeps the text of a number, of any length, and the set with the same value twice. A test that
# compares an item with what was written passes, and fails on AWS.
# Seen with moto 5.2.5 and boto3 1.43.106 on Python 3.11.
# What this project does: its numbers are whole ones written by str(int), and it stores no sets:
# layers/common/homeroom/adapters/dynamodb/codec.py.
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

VALUES = [
    {"N": "0010.500"},
    {"N": "1e3"},
    {"N": "1" * 39},
    {"N": "1e130"},
    {"SS": ["3-A", "3-A"]},
    {"NS": ["1", "1.0"]},
    {"SS": []},
]
with mock_aws():
    client = boto3.client("dynamodb", region_name="eu-central-1")
    client.create_table(
        TableName="things",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    for value in VALUES:
        try:
            client.put_item(TableName="things", Item={"id": {"S": "a"}, "value": value})
            stored = client.get_item(TableName="things", Key={"id": {"S": "a"}})["Item"]["value"]
            print(f"{value}: {'as it was written' if stored == value else stored}")
        except ClientError as error:
            print(f"{value}: {error.response['Error']['Code']}")
PY
)
echo "$seen"
expected="{'N': '0010.500'}: as it was written
{'N': '1e3'}: as it was written
{'N': '111111111111111111111111111111111111111'}: as it was written
{'N': '1e130'}: ValidationException
{'SS': ['3-A', '3-A']}: as it was written
{'NS': ['1', '1.0']}: as it was written
{'SS': []}: ValidationException"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
