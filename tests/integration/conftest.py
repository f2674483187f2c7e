"""The six functions in this process, with the events that AWS sends them, over a stack in moto."""

import importlib.util
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus

import pytest
from moto import mock_aws

from homeroom.adapters.aws import Aws
from homeroom.bootstrap import make_services
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change
from homeroom.settings import Settings
from homeroom.use_cases.ports.services import Services
from tests.factories import a_homeroom
from tests.fakes import FakeClock, FakeMailer, FakePasswords
from tests.local_site import ROOT
from tests.steps.aws_clients import client
from tests.steps.aws_http import an_aws
from tests.steps.aws_stack import create_stack, queued_imports, queued_mails
from tests.steps.visitor import Visitor

BUCKET = "uploads"


def an_event(name: str) -> dict[str, Any]:
    """One of the sample events."""
    found: dict[str, Any] = json.loads((ROOT / "events" / f"{name}.json").read_text())
    return found


@dataclass(frozen=True)
class Context:
    """As much of Lambda's context as anything looks at."""

    milliseconds: int = 900_000
    function_name: str = "function"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:function"
    aws_request_id: str = "request"

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


class Stack:
    """A deployed site: its functions, and looks into its queues, mail and tables."""

    def __init__(self, aws: Aws, settings: Settings) -> None:
        self.aws = aws
        self.clock, self.mailer, self.passwords = FakeClock(), FakeMailer(), FakePasswords()
        real = replace(make_services(settings), site_url="https://site.example")
        self.services: Services = replace(
            real, clock=self.clock, pause=self.clock.wait, mailer=self.mailer, passwords=self.passwords
        )
        self._settings = settings
        self._apps: dict[str, Any] = {}

    def invoke(self, function: str, event: dict[str, Any], context: Context | None = None) -> Any:
        return self._app(function).handler(event, context or Context())

    def visitor(self) -> Visitor:
        return Visitor(self.routes(), self.invoke)

    def routes(self) -> list[tuple[str, Any]]:
        """Every route, with the function behind it."""
        return [(name, route) for name in ("portal", "accept_invite") for route in self._app(name).ROUTES]

    def queued_mails(self) -> list[tuple[str, int]]:
        return queued_mails(self._settings)

    def queued_imports(self) -> list[Any]:
        return queued_imports(self._settings)

    def put(self, key: str, body: bytes) -> dict[str, Any]:
        """Store an object; the event that S3 sends about it."""
        answer = self.aws.s3.put_object(Bucket=BUCKET, Key=key, Body=body)
        return self.event_about(Upload(bucket=BUCKET, key=key, object_version=answer["VersionId"]))

    def event_about(self, upload: Upload) -> dict[str, Any]:
        """What S3 sends when this was stored."""
        event = an_event("s3_put")
        event["Records"][0]["s3"]["bucket"]["name"] = upload.bucket
        about = {"key": quote_plus(upload.key, safe="/"), "versionId": upload.object_version}
        event["Records"][0]["s3"]["object"] |= about
        return event

    def checks(self) -> list[Upload]:
        return self._kept("checks/")

    def dropped(self) -> list[Upload]:
        return self._kept("uploads/")

    def _kept(self, prefix: str) -> list[Upload]:
        """Every version, oldest first."""
        found = self.aws.s3.list_object_versions(Bucket=BUCKET, Prefix=prefix).get("Versions", [])
        oldest_first = sorted(found, key=lambda version: version["LastModified"])
        return [Upload(bucket=BUCKET, key=v["Key"], object_version=v["VersionId"]) for v in oldest_first]

    def results(self, name: str) -> str:
        return self.aws.s3.get_object(Bucket=BUCKET, Key=f"results/{name}")["Body"].read().decode("utf-8-sig")

    def everything_stored(self) -> dict[str, list[Any]]:
        tables = ("RosterTable", "InvitationsTable", "ImportsTable", "AccessTable", "SiteTable")
        return {t: sorted(client("dynamodb").scan(TableName=t)["Items"], key=str) for t in tables}

    def send_all(self) -> None:
        """Let send_invite empty its queue."""
        self.invoke("send_invite", sqs_event({"version": 1, "mails": self.queued_mails()}))

    def _app(self, function: str) -> Any:
        if function not in self._apps:
            spec = importlib.util.spec_from_file_location(f"{function}_app", ROOT / "functions" / function / "app.py")
            assert spec
            assert spec.loader
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            self._apps[function] = module
        return self._apps[function]


def sqs_event(*messages: dict[str, Any]) -> dict[str, Any]:
    record = an_event("invite_message")["Records"][0]
    bodies = enumerate(map(json.dumps, messages))
    return {"Records": [record | {"messageId": f"m{number}", "body": body} for number, body in bodies]}


@pytest.fixture(scope="session")
def shared_aws() -> Iterator[Aws]:
    """One for all tests: making clients is what takes long."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("AWS_ACCESS_KEY_ID", "testing")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        yield an_aws()


@contextmanager
def an_empty_site(aws: Aws) -> Iterator[Stack]:
    """With one homeroom, 3-A."""
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("homeroom.bootstrap.Aws", lambda: aws)
        stack = Stack(aws, create_stack(aws))
        patch.setattr("homeroom.bootstrap.services", lambda: stack.services)
        stack.services.store.save(Change.new(a_homeroom("3-A", version=0)))
        yield stack


@pytest.fixture
def stack(shared_aws: Aws) -> Iterator[Stack]:
    with an_empty_site(shared_aws) as stack:
        yield stack
