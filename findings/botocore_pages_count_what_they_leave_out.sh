#!/usr/bin/env bash
# botocore's paginator cuts the items and leaves the count
#
# One would expect: with `MaxItems` 2, `build_full_result` of a Query gives two items and says `Count` 2.
# What happens: of the page that it cuts, `Count` is still that of the whole page. `Items` and `Count` disagree, and
# whoever goes on from `NextToken` and adds up the counts has counted the same items twice.
# Seen with botocore 1.43.106 on Python 3.11; the table is one of moto 5.2.5.
# What this project does: it goes through DynamoDB's pages itself, layers/common/homeroom/adapters/dynamodb/reader.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.43.106 'moto[dynamodb]==5.2.5'

seen=$(env -i HOME="$folder" PATH="$PATH" AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret \
  "$folder/venv/bin/python" - <<'PY'
from botocore.session import Session
from moto import mock_aws

with mock_aws():
    client = Session().create_client("dynamodb", region_name="eu-central-1")
    client.create_table(
        TableName="people",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("room", "name")],
        KeySchema=[{"AttributeName": "room", "KeyType": "HASH"}, {"AttributeName": "name", "KeyType": "RANGE"}],
    )
    for name in "ABCDE":
        client.put_item(TableName="people", Item={"room": {"S": "3-A"}, "name": {"S": name}})
    total, token = 0, None
    while True:
        pages = client.get_paginator("query").paginate(
            TableName="people",
            KeyConditionExpression="room = :room",
            ExpressionAttributeValues={":room": {"S": "3-A"}},
            PaginationConfig={"MaxItems": 2, "StartingToken": token},
        )
        result = pages.build_full_result()
        print(f"{len(result['Items'])} items, Count {result['Count']}")
        total += result["Count"]
        if not (token := result.get("NextToken")):
            break
    print("of 5 items", total, "were counted")
PY
)
echo "$seen"
expected="2 items, Count 5
2 items, Count 5
1 items, Count 5
of 5 items 15 were counted"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
