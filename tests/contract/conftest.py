"""Every contract is checked twice: against the fake, and against the adapter over moto, in process."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from homeroom.adapters.aws_clients import Aws
from homeroom.settings import Settings
from tests.steps.aws_stack import create_stack
from tests.steps.ports import Ports, ports_over_adapters, ports_over_fakes
from tests.steps.quick_moto import make_moto_quick


@pytest.fixture(scope="session")
def aws() -> Iterator[Aws]:
    """One for all tests: making clients is what takes long."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("AWS_ACCESS_KEY_ID", "testing")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        environment.delenv("AWS_ENDPOINT_URL", raising=False)
        make_moto_quick()
        yield Aws()


@pytest.fixture
def settings(aws: Aws) -> Iterator[Settings]:
    """An empty stack in moto."""
    with mock_aws():
        yield create_stack(aws)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.adapters.backoff.time.sleep", lambda _: None)


@pytest.fixture(params=["fake", "moto"])
def services(request: pytest.FixtureRequest) -> Ports:
    if request.param == "fake":
        return ports_over_fakes()
    return ports_over_adapters(request.getfixturevalue("aws"), request.getfixturevalue("settings"))
