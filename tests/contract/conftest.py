"""Every contract is checked three times: against the fake, against the adapter over moto in this process, and against
the adapter over the local run's emulator, which is a process of its own and gets what really travels.
"""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from homeroom.adapters.aws_clients import Aws
from homeroom.settings import Settings
from tests.steps.aws_clients import client
from tests.steps.aws_stack import AwsStack, create_stack
from tests.steps.emulated_aws import EmulatedAws, an_emulator
from tests.steps.ports import Ports, ports_over_adapters, ports_over_fakes
from tests.steps.quick_moto import make_moto_quick


@pytest.fixture(scope="session")
def aws() -> Iterator[Aws]:
    """One for all tests: making clients is what takes long."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("TRANSPORT_TO_AWS", "boto3")
        environment.setenv("AWS_ACCESS_KEY_ID", "testing")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        environment.delenv("AWS_ENDPOINT_URL", raising=False)
        make_moto_quick()
        yield Aws()


@pytest.fixture
def settings(aws: Aws) -> Iterator[Settings]:
    """Of an empty stack in moto."""
    with mock_aws():
        yield create_stack()


@pytest.fixture
def moto_stack(aws: Aws, settings: Settings) -> AwsStack:
    return AwsStack(aws, settings, client)


@pytest.fixture(scope="session")
def one_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatedAws]:
    with an_emulator(tmp_path_factory.mktemp("emulator")) as emulator:
        yield emulator


@pytest.fixture
def emulator(one_emulator: EmulatedAws, monkeypatch: pytest.MonkeyPatch) -> EmulatedAws:
    """What the environment names as AWS until the end of the test."""
    for name, value in one_emulator.environment.items():
        monkeypatch.setenv(name, value)
    return one_emulator


@pytest.fixture
def emulator_stack(emulator: EmulatedAws) -> AwsStack:
    return emulator.empty_stack()


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.adapters.backoff.time.sleep", lambda _: None)


@pytest.fixture(params=["moto", "emulator"])
def stack(request: pytest.FixtureRequest) -> AwsStack:
    """For what is true of an adapter and no part of its port."""
    return _stack(request)


@pytest.fixture(params=["fake", "moto", "emulator"])
def services(request: pytest.FixtureRequest) -> Ports:
    return ports_over_fakes() if request.param == "fake" else ports_over_adapters(_stack(request))


def _stack(request: pytest.FixtureRequest) -> AwsStack:
    stack: AwsStack = request.getfixturevalue(f"{request.param}_stack")
    return stack
