#!/usr/bin/env bash
# moto refuses a password for Cognito that has 99 characters or more
#
# One would expect: a password that a generator or a person has made long is taken up to the 256 characters of Cognito's
# own model (`PasswordType`); 99 is the most that a pool's policy may ask for as a minimum.
# What happens: AdminSetUserPassword takes 98 characters and answers 99, 100 and 256 with InvalidPasswordException, "does
# not confirm to the configured password policy", whatever the policy says. A pool whose policy asks for 99 takes no
# password at all.
# Seen with moto 5.2.5 and boto3 1.43.106 on Python 3.11.
# What this project does: it takes 99 characters itself and says so before the service is asked; no test that runs on
# moto sets the longest: layers/common/homeroom/domain/accounts/password.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boto3==1.43.106 'moto[cognitoidp]==5.2.5'

seen=$(env -i HOME="$folder" PATH="$PATH" TMPDIR="$folder" AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \
  "$folder/venv/bin/python" - <<'PY'
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

NOTHING_ELSE = {f"Require{signs}": False for signs in ("Uppercase", "Lowercase", "Numbers", "Symbols")}


def answer(client, pool, length):
    try:
        client.admin_set_user_password(UserPoolId=pool, Username="somebody", Password="x" * length, Permanent=True)
        return "taken"
    except ClientError as error:
        return error.response["Error"]["Code"]


with mock_aws():
    client = boto3.client("cognito-idp", region_name="eu-central-1")
    print("the service's model:", client.meta.service_model.shape_for("PasswordType").metadata["max"])
    for least in (10, 99):
        policy = {"PasswordPolicy": {"MinimumLength": least, **NOTHING_ELSE}}
        pool = client.create_user_pool(PoolName="parents", Policies=policy)["UserPool"]["Id"]
        client.admin_create_user(UserPoolId=pool, Username="somebody", MessageAction="SUPPRESS")
        for length in (98, 99, 100, 256):
            print(f"at least {least}, {length} characters:", answer(client, pool, length))
PY
)
echo "$seen"
expected="the service's model: 256
at least 10, 98 characters: taken
at least 10, 99 characters: InvalidPasswordException
at least 10, 100 characters: InvalidPasswordException
at least 10, 256 characters: InvalidPasswordException
at least 99, 98 characters: InvalidPasswordException
at least 99, 99 characters: InvalidPasswordException
at least 99, 100 characters: InvalidPasswordException
at least 99, 256 characters: InvalidPasswordException"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
