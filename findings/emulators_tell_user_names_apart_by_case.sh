#!/usr/bin/env bash
# Emulators of Cognito tell user names apart by case, whatever the user pool says
#
# One would expect: in a user pool made with `UsernameConfiguration: {CaseSensitive: false}`, which is also AWS' default
# and what its documentation recommends, `U1` and `u1` are one user.
# What happens: moto and ministack keep the setting, and give it back when they are asked to describe the pool; but a
# user who was made as `u1` does not exist as `U1`, and a second user `U1` can be made beside the first. So code that
# lowers the case of user names here and there passes every test, or fails tests that AWS would let pass.
# Seen with moto 5.2.5, ministack 1.5.33 and boto3 1.43.106 on Python 3.11.
# What this project does: its user names are ids of its own, in lower case (`new_id` in
# layers/common/homeroom/domain/kernel/token.py); what people type is looked up by `email_key`, in our own table.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  boto3==1.43.106 joserfc==1.8.0 ministack==1.5.33 moto==5.2.5

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
from botocore.exceptions import ClientError
from moto import mock_aws


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


def outcome(call, **arguments):
    try:
        call(**arguments)
        return "done"
    except ClientError as error:
        return error.response["Error"]["Code"]


def try_it(name, client):
    pool = client.create_user_pool(PoolName="p", UsernameConfiguration={"CaseSensitive": False})["UserPool"]["Id"]
    described = client.describe_user_pool(UserPoolId=pool)["UserPool"]["UsernameConfiguration"]
    user = {"UserPoolId": pool, "MessageAction": "SUPPRESS"}
    first = outcome(client.admin_create_user, Username="u1", **user)
    looked_up = outcome(client.admin_get_user, UserPoolId=pool, Username="U1")
    second = outcome(client.admin_create_user, Username="U1", **user)
    print(name, described, "made:", first, "looked up as U1:", looked_up, "U1 made beside it:", second)


with mock_aws():
    try_it("moto", boto3.client("cognito-idp", region_name="us-east-1"))
with ministack() as address:
    try_it("ministack", boto3.client("cognito-idp", region_name="us-east-1", endpoint_url=address))
PY
)
echo "$seen"
expected="moto {'CaseSensitive': False} made: done looked up as U1: UserNotFoundException U1 made beside it: done
ministack {'CaseSensitive': False} made: done looked up as U1: UserNotFoundException U1 made beside it: done"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
