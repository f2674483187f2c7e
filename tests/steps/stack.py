"""The functions in this process, with the events that AWS sends them, over a stack in moto."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus

import pytest
from moto import mock_aws

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.bootstrap import make_services
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change
from homeroom.metrics import CountedStore
from homeroom.settings import Settings
from homeroom.use_cases.families.logged_store import LoggedStore
from homeroom.use_cases.ports.services import Services
from tests.factories import a_homeroom
from tests.fakes import FakeClock, FakeMailer, FakePasswords
from tests.steps.aws_clients import client
from tests.steps.aws_stack import create_stack, queued_emails, queued_imports, queued_mails, queued_notices
from tests.steps.lambda_events import Context, an_event, sqs_event
from tests.steps.project import load_app
from tests.steps.visitor import Visitor

BUCKET = "uploads"


class Stack:
    """A deployed site: its functions, and looks into its queues, mail and tables."""

    def __init__(self, aws: Aws, settings: Settings) -> None:
        self.aws = aws
        self.clock, self.mailer, self.passwords = FakeClock(), FakeMailer(), FakePasswords()
        real = replace(make_services(settings), site_url="https://site.example")
        self.services: Services = replace(
            real,
            store=DynamoStore(aws, settings),
            clock=self.clock,
            pause=self.clock.wait,
            mailer=self.mailer,
            passwords=self.passwords,
        )
        self._settings = settings
        self._apps: dict[str, Any] = {}

    @property
    def logged_services(self) -> Services:
        """What the functions have: tests store contacts of which nobody says who has entered them."""
        counted = CountedStore(self.services.store)
        return replace(self.services, store=LoggedStore(counted, self.services.roster))

    def invoke(self, function: str, event: dict[str, Any], context: Context | None = None) -> Any:
        return self._app(function).handler(event, context or Context())

    def visitor(self) -> Visitor:
        return Visitor(self.invoke)

    def routes(self) -> list[tuple[str, Any]]:
        """Every route, with the function behind it."""
        return [(name, route) for name in ("portal", "accept_invite") for route in self._app(name).ROUTES]

    def queued_mails(self) -> list[tuple[str, int]]:
        return queued_mails(client, self._settings)

    def queued_notices(self) -> list[str]:
        return queued_notices(client, self._settings)

    def emails_sent(self) -> None:
        """Those about log-ins and accounts."""
        if messages := queued_emails(client, self._settings):
            assert self.invoke("send_invite", sqs_event(*messages)) == {"batchItemFailures": []}

    def queued_imports(self) -> list[Any]:
        return queued_imports(client, self._settings)

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
        versions = self.aws.s3.list_object_versions(Bucket=BUCKET, Prefix=prefix).get("Versions", [])
        oldest_first = sorted(versions, key=lambda version: version["LastModified"])
        return [Upload(bucket=BUCKET, key=v["Key"], object_version=v["VersionId"]) for v in oldest_first]

    def results(self, name: str) -> str:
        return self.aws.s3.get_object(Bucket=BUCKET, Key=f"results/{name}")["Body"].read().decode("utf-8-sig")

    def everything_stored(self) -> dict[str, list[Any]]:
        tables = ("RosterTable", "InvitationsTable", "ImportsTable", "AccessTable", "SiteTable", "AuditTable")
        return {t: sorted(client("dynamodb").scan(TableName=t)["Items"], key=str) for t in tables}

    def send_all(self) -> None:
        """Let send_invite empty its queue."""
        self.invoke("send_invite", sqs_event({"kind": "invite", "version": 1, "mails": self.queued_mails()}))

    def _app(self, function: str) -> Any:
        if function not in self._apps:
            self._apps[function] = load_app(function)
        return self._apps[function]


@contextmanager
def an_empty_site(aws: Aws) -> Iterator[Stack]:
    """With one homeroom, 3-A."""
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("homeroom.bootstrap.Aws", lambda: aws)
        stack = Stack(aws, create_stack())
        patch.setattr("homeroom.bootstrap.services", lambda: stack.logged_services)
        stack.services.store.save(Change.new(a_homeroom("3-A", version=0)))
        yield stack
