#!/usr/bin/env bash
# moto stores a file whose checksum is wrong
#
# One would expect: PutObject with a checksum that is not the body's is refused, BadDigest, as by S3: the header "can be
# used as a data integrity check to verify that the data received is the same data that was originally sent" (AWS' API
# reference). moto does compute CRC32, and returns the right one when none is given.
# What happens: it stores the object, whichever of the checksums and Content-MD5 is wrong. A test of an upload that
# comes damaged passes without the check that it is about.
# Seen with moto 5.2.5 and boto3 1.43.106 on Python 3.11.
# What this project does: none of its tests is about a file that comes damaged.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boto3==1.43.106 'moto[s3]==5.2.5'

seen=$(env -i HOME="$folder" PATH="$PATH" AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret \
  "$folder/venv/bin/python" - <<'PY'
import base64
import hashlib
import zlib

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws


def text(digest):
    return base64.b64encode(digest).decode()


OTHER = b"other bytes"
WRONG = {
    "ContentMD5": text(hashlib.md5(OTHER).digest()),
    "ChecksumCRC32": text(zlib.crc32(OTHER).to_bytes(4, "big")),
    "ChecksumSHA1": text(hashlib.sha1(OTHER).digest()),
    "ChecksumSHA256": text(hashlib.sha256(OTHER).digest()),
}
with mock_aws():
    client = boto3.client("s3", region_name="us-east-1")
    client.create_bucket(Bucket="files")
    answer = client.put_object(Bucket="files", Key="a.csv", Body=b"bytes")
    print("none given:", answer["ChecksumCRC32"] == text(zlib.crc32(b"bytes").to_bytes(4, "big")))
    for name, wrong in WRONG.items():
        try:
            client.put_object(Bucket="files", Key="a.csv", Body=b"bytes", **{name: wrong})
            print(f"{name}: stored")
        except ClientError as error:
            print(f"{name}: {error.response['Error']['Code']}")
PY
)
echo "$seen"
expected="none given: True
ContentMD5: stored
ChecksumCRC32: stored
ChecksumSHA1: stored
ChecksumSHA256: stored"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
