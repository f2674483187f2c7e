#!/usr/bin/env bash
# ministack leaves out the headers that a download was to have, once it names a version
#
# One would expect: a presigned GetObject with ResponseContentDisposition and ResponseContentType is answered with these
# headers, whether it names the newest version of the object or none.
# What happens: without a version ministack does so. With one the file comes without Content-Disposition and as
# application/octet-stream, so a browser saves it under the last part of its key.
# Seen with ministack 1.5.33 and boto3 1.43.106 on Python 3.11.
# What this project does: files of contacts are downloaded by their version; on AWS they have a name with their day, and
# in the local run that of their key.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boto3==1.43.106 ministack==1.5.33

seen=$(env -i HOME="$folder" PATH="$PATH" TMPDIR="$folder" AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \
  "$folder/venv/bin/python" - <<'PY'
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

import boto3
from botocore.config import Config


@contextmanager
def ministack():
    """Its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"}
    command = [os.path.join(os.path.dirname(sys.executable), "ministack")]
    with open(os.path.join(os.environ["HOME"], "log"), "w") as log:
        server = subprocess.Popen(command, env={**os.environ, **settings}, stdout=log, stderr=log)
    try:
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{port}/_ministack/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


HEADERS = {"ResponseContentDisposition": 'attachment; filename="day.csv"', "ResponseContentType": "text/csv"}

with ministack() as address:
    config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
    s3 = boto3.client("s3", region_name="us-east-1", endpoint_url=address, config=config)
    s3.create_bucket(Bucket="files")
    s3.put_bucket_versioning(Bucket="files", VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket="files", Key="key", Body=b"a,b")["VersionId"]
    for what, more in (("no version", {}), ("its version", {"VersionId": version})):
        url = s3.generate_presigned_url("get_object", Params={"Bucket": "files", "Key": "key", **HEADERS, **more})
        with urlopen(url) as answer:
            print(f"{what}: {answer.headers['content-disposition']}, {answer.headers['content-type']}")
PY
)
echo "$seen"
expected='no version: attachment; filename="day.csv", text/csv
its version: None, application/octet-stream'
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
