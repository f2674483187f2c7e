"""One site in moto for each test."""

from collections.abc import Iterator

import pytest

from homeroom.adapters.aws_clients import Aws
from tests.steps.log_lines import LogLines, captured_log
from tests.steps.quick_moto import make_moto_quick
from tests.steps.stack import Stack, an_empty_site


@pytest.fixture(scope="session")
def shared_aws() -> Iterator[Aws]:
    """One for all tests: making clients is what takes long."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("TRANSPORT_TO_AWS", "boto3")
        environment.setenv("AWS_ACCESS_KEY_ID", "testing")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        make_moto_quick()
        yield Aws()


@pytest.fixture
def stack(shared_aws: Aws) -> Iterator[Stack]:
    with an_empty_site(shared_aws) as stack:
        yield stack


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[LogLines]:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "lincoln")
    with captured_log() as log:
        yield log
