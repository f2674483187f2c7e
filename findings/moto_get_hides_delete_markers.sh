#!/usr/bin/env bash
# moto knows delete markers for HEAD and not for GET
#
# One would expect: HeadObject and GetObject agree. "If the current version of the object is a delete marker, Amazon S3
# [...] includes x-amz-delete-marker: true in the response. If the specified version is a delete marker, the response
# returns a 405 Method Not Allowed error" says AWS' API reference of both.
# What happens: HEAD answers like that. GET lacks the header, and says of a marker's version that there is no such one.
# Seen with moto 5.2.5 and boto3 1.43.106 on Python 3.11.
# What this project does: every one of these answers means that the file is gone, `_GONE` in
# layers/common/homeroom/adapters/s3.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boto3==1.43.106 'moto[s3]==5.2.5'

seen=$(env -i HOME="$folder" PATH="$PATH" AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret \
  "$folder/venv/bin/python" - <<'PY'
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

with mock_aws():
    client = boto3.client("s3", region_name="us-east-1")
    client.create_bucket(Bucket="files")
    client.put_bucket_versioning(Bucket="files", VersioningConfiguration={"Status": "Enabled"})
    client.put_object(Bucket="files", Key="a.csv", Body=b"text")
    marker = client.delete_object(Bucket="files", Key="a.csv")["VersionId"]
    for what, version in {"newest version": {}, "marker's version": {"VersionId": marker}}.items():
        for name, call in {"HEAD": client.head_object, "GET": client.get_object}.items():
            try:
                call(Bucket="files", Key="a.csv", **version)
            except ClientError as error:
                metadata = error.response["ResponseMetadata"]
                says_so = metadata["HTTPHeaders"].get("x-amz-delete-marker") == "true"
                told = "a delete marker" if says_so else "nothing of a delete marker"
                print(f"{name} of the {what}: {metadata['HTTPStatusCode']} {error.response['Error']['Code']}, {told}")
PY
)
echo "$seen"
expected="HEAD of the newest version: 404 404, a delete marker
GET of the newest version: 404 NoSuchKey, nothing of a delete marker
HEAD of the marker's version: 405 405, a delete marker
GET of the marker's version: 404 NoSuchVersion, nothing of a delete marker"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
