#!/usr/bin/env bash
# ministack refers to a secret by its name, and gives it signs that were to be left out
#
# One would expect: `Ref` of an AWS::SecretsManager::Secret is "the ARN of the secret" (CloudFormation's reference, Return
# values), as its attribute `Id` is, and a policy with the resource `Ref` allows GetSecretValue. A value that is generated
# with ExcludePunctuation has letters and digits alone.
# What happens: ministack's `Ref` is the secret's name, which is no resource of a policy, so a role with it is denied what
# AWS allows. `Id` is the ARN. ExcludePunctuation is not looked at.
# Seen with ministack 1.5.33 and boto3 1.43.106 on Python 3.11.
# What this project does: template.yaml names the secret by `!GetAtt CodeKeySecret.Id`, which is its ARN on both, and
# takes its value as text, whatever signs it has.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boto3==1.43.106 ministack==1.5.33

seen=$(env -i HOME="$folder" PATH="$PATH" TMPDIR="$folder" AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \
  "$folder/venv/bin/python" - <<'PY'
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

import boto3


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


TEMPLATE = {
    "Resources": {
        "Key": {
            "Type": "AWS::SecretsManager::Secret",
            "Properties": {"GenerateSecretString": {"PasswordLength": 400, "ExcludePunctuation": True}},
        }
    },
    "Outputs": {"Ref": {"Value": {"Ref": "Key"}}, "Id": {"Value": {"Fn::GetAtt": ["Key", "Id"]}}},
}

with ministack() as address:
    at = {"region_name": "eu-central-1", "endpoint_url": address}
    stacks = boto3.client("cloudformation", **at)
    stacks.create_stack(StackName="site", TemplateBody=json.dumps(TEMPLATE))
    stacks.get_waiter("stack_create_complete").wait(StackName="site", WaiterConfig={"Delay": 1})
    outputs = {o["OutputKey"]: o["OutputValue"] for o in stacks.describe_stacks(StackName="site")["Stacks"][0]["Outputs"]}
    for name in ("Ref", "Id"):
        print(name, "is an ARN", outputs[name].startswith("arn:aws:secretsmanager:"))
    value = boto3.client("secretsmanager", **at).get_secret_value(SecretId=outputs["Id"])["SecretString"]
    print("letters and digits alone", value.isalnum())
PY
)
echo "$seen"
expected="Ref is an ARN False
Id is an ARN True
letters and digits alone False"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
