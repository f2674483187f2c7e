"""The AWS emulator of the local run as a place for adapters: it takes what they really send, and checks signatures."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from homeroom.adapters.aws_clients import Aws
from local.emulator import Emulator
from local.ports import listen
from local.settings import OWNER, REGION, from_environment
from tests.steps.aws_clients import Clients, clients_at
from tests.steps.aws_stack import AwsStack, create_one_more_stack, create_sender

_TRANSPORT = from_environment().transport
"""Lean, as on Lambda, wherever that is installed. Read before fixtures make boto3 of it, which is what moto answers."""


class EmulatedAws:
    """One emulator for many tests. Adapters find it as long as `environment` is part of the process's own."""

    def __init__(self, endpoint: str) -> None:
        self.aws = Aws()  # one for all tests: making clients is what takes long
        self.clients = clients_at(endpoint, OWNER, OWNER)
        self.environment = {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "TRANSPORT_TO_AWS": _TRANSPORT,
            **_session_of_a_function(self.clients),
        }
        create_sender(self.clients)
        self._numbers = count(1)

    def empty_stack(self) -> AwsStack:
        """One more: to empty one that stands there takes as many calls and more."""
        settings = create_one_more_stack(self.clients, f"-{next(self._numbers)}")
        return AwsStack(self.aws, settings, self.clients)


def _session_of_a_function(clients: Clients) -> dict[str, str]:
    """Credentials of a role, as Lambda gives them, though this role may do everything: the emulator does not look at
    the signatures of its owner.
    """
    anybody = _policy({"Principal": "*", "Action": "sts:AssumeRole"})
    role = clients("iam").create_role(RoleName="adapters", AssumeRolePolicyDocument=anybody)["Role"]
    everything = _policy({"Action": "*", "Resource": "*"})
    clients("iam").put_role_policy(RoleName="adapters", PolicyName="everything", PolicyDocument=everything)
    session = clients("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="tests")["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": session["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
        "AWS_SESSION_TOKEN": session["SessionToken"],
    }


def _policy(statement: dict[str, str]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", **statement}})


@contextmanager
def an_emulator(folder: Path) -> Iterator[EmulatedAws]:
    """Runs until the end of the block; what it says is in the folder."""
    with listen(0) as probe:
        port: int = probe.getsockname()[1]
    environment = {"TMPDIR": str(folder), "STATE_DIR": str(folder / "state")}
    with Emulator("tests.steps.emulator_app:app", port, folder / "emulator.log", environment) as emulator:
        yield EmulatedAws(emulator.endpoint)
