"""Deploys the stack to the emulator, or finds that it stands there already."""

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from local.aws import Aws
from local.problems import Problem
from local.settings import STACK
from local.stack.routes import Routes, routes_of
from local.stack.sources import fingerprint
from local.stack.transform import transformed

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

CODE_BUCKET = f"{STACK}-local-code"
DONE = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})


@dataclass(frozen=True)
class Deployment:
    """What the rest of the local run needs to know of the stack. `made_from` is the fingerprint of its sources,
    `names` maps the template's names of resources to deployed ones.
    """

    outputs: dict[str, str]
    routes: Routes
    names: dict[str, str]
    made_from: str


def deploy(aws: Aws, root: Path, parameters: dict[str, str]) -> Deployment:
    """Bring the stack up to date with the sources. Does nothing when they have not changed since.

    Raises Problem, with the stack left as it was, when the template is wrong or a resource cannot be made.
    """
    wanted = fingerprint(root, parameters)
    stack = _stack(aws)
    if stack and stack["StackStatus"] in DONE:
        standing = _standing(aws, stack)
        if standing.made_from == wanted:
            return standing
    bucket = _CodeBucket(aws)
    template = transformed(root, bucket.upload)
    template["Metadata"] = {"MadeFrom": wanted}
    address = bucket.upload("template.json", json.dumps(template).encode())  # too large to be sent with the call
    known = {name: value for name, value in parameters.items() if name in template.get("Parameters", {})}
    _apply(aws, address, known, exists=stack is not None)
    stack = _finished(aws)
    bucket.forget_older()
    return _standing(aws, stack)


def _standing(aws: Aws, stack: "StackTypeDef") -> Deployment:
    """The deployment as the emulator itself remembers it: it cannot disagree with what runs there."""
    body: Any = aws.cloudformation.get_template(StackName=STACK)["TemplateBody"]
    template: dict[str, Any] = json.loads(body) if isinstance(body, str) else body
    resources = aws.cloudformation.describe_stack_resources(StackName=STACK)["StackResources"]
    names = {resource["LogicalResourceId"]: resource.get("PhysicalResourceId", "") for resource in resources}
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    return Deployment(outputs, routes_of(template, names), names, template.get("Metadata", {}).get("MadeFrom", ""))


def _stack(aws: Aws) -> "StackTypeDef | None":
    from botocore.exceptions import ClientError

    try:
        return aws.cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    except ClientError:
        return None


class _CodeBucket:
    """Where CloudFormation finds the template and the functions' code."""

    def __init__(self, aws: Aws) -> None:
        self._s3 = aws.s3
        with suppress(self._s3.exceptions.BucketAlreadyOwnedByYou):  # asked twice, when the first answer took too long
            self._s3.create_bucket(Bucket=CODE_BUCKET)
        self._uploaded: set[str] = set()

    def upload(self, name: str, content: bytes) -> str:
        self._s3.put_object(Bucket=CODE_BUCKET, Key=name, Body=content)
        self._uploaded.add(name)
        return f"s3://{CODE_BUCKET}/{name}"

    def forget_older(self) -> None:
        """Delete what earlier deployments uploaded: the functions have it by now."""
        listed = self._s3.list_objects_v2(Bucket=CODE_BUCKET).get("Contents", [])
        for key in {stored["Key"] for stored in listed} - self._uploaded:
            self._s3.delete_object(Bucket=CODE_BUCKET, Key=key)


def _apply(aws: Aws, address: str, parameters: dict[str, str], *, exists: bool) -> None:
    from botocore.exceptions import ClientError

    call = aws.cloudformation.update_stack if exists else aws.cloudformation.create_stack
    try:
        call(
            StackName=STACK,
            TemplateURL=address.replace("s3:/", aws.endpoint, 1),
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        )
    except ClientError as error:
        raise Problem(shorten(error.response["Error"]["Message"], 500)) from None


def _finished(aws: Aws) -> "StackTypeDef":
    while (stack := _stack(aws)) and stack["StackStatus"].endswith("IN_PROGRESS"):
        time.sleep(0.03)
    if not stack or stack["StackStatus"] not in DONE:
        raise Problem("\n".join(_reasons(aws)) or "CloudFormation gave no reason.")
    return stack


def _reasons(aws: Aws) -> list[str]:
    """What CloudFormation says about each resource that failed in the latest attempt, the first to fail first."""
    reasons: list[str] = []
    for event in aws.cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]:  # newest first
        if event.get("ResourceStatus", "").endswith("_FAILED"):
            reasons.insert(
                0, f"{event.get('LogicalResourceId')}: {event.get('ResourceStatusReason', 'no reason given')}"
            )
        if event.get("LogicalResourceId") == STACK and event.get("ResourceStatus") in (
            "CREATE_IN_PROGRESS",
            "UPDATE_IN_PROGRESS",
        ):
            break
    return reasons
