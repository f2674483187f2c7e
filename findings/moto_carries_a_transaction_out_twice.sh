#!/usr/bin/env bash
# moto carries a transaction out twice although it has a token
#
# One would expect: moto knows a ClientRequestToken. "Providing a ClientRequestToken makes the call to
# TransactWriteItems idempotent", says AWS' API reference, and the same token with other parameters is refused.
# What happens: the token is not looked at. A retry after a lost answer is tested against what DynamoDB does not do:
# the counter is 2, and another transaction under the same token goes through.
# Seen with moto 5.2.5 and boto3 1.43.106 on Python 3.11.
# What this project does: tests/contract/test_dynamodb_answers.py compares the tokens of both tries.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boto3==1.43.106 'moto[dynamodb]==5.2.5'

seen=$(env -i HOME="$folder" PATH="$PATH" AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret \
  "$folder/venv/bin/python" - <<'PY'
import boto3
from moto import mock_aws

with mock_aws():
    client = boto3.client("dynamodb", region_name="eu-central-1")
    client.create_table(
        TableName="counters",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    key = {"id": {"S": "mails"}}
    for number in ("1", "1", "10"):
        update = {
            "TableName": "counters",
            "Key": key,
            "UpdateExpression": "ADD sent :number",
            "ExpressionAttributeValues": {":number": {"N": number}},
        }
        client.transact_write_items(ClientRequestToken="token", TransactItems=[{"Update": update}])
        item = client.get_item(TableName="counters", Key=key)["Item"]
        print("added", number, "under the same token:", item["sent"]["N"])
PY
)
echo "$seen"
expected="added 1 under the same token: 1
added 1 under the same token: 2
added 10 under the same token: 12"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
