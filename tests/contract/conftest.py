"""Every contract is checked twice: against the fake, and against the adapter over moto, in process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from moto import mock_aws

from homeroom.adapters.aws import Aws
from homeroom.adapters.dynamodb.access import DynamoAccess
from homeroom.adapters.dynamodb.imports import DynamoImports
from homeroom.adapters.dynamodb.invitations import DynamoInvitations
from homeroom.adapters.dynamodb.roster import DynamoRoster
from homeroom.adapters.dynamodb.site import DynamoSite
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.adapters.s3 import S3Files
from homeroom.adapters.ses import SesMailer
from homeroom.adapters.sqs import SqsImportQueue, SqsInviteQueue
from homeroom.domain.imports.import_run import Upload
from homeroom.settings import Settings
from homeroom.use_cases import ports
from tests.fakes import World
from tests.steps.aws_http import an_aws
from tests.steps.aws_stack import create_stack, delete_file, download, queued_imports, queued_mails, send_form


@dataclass(frozen=True)
class Ports:
    """The ports, and looks behind them."""

    store: ports.Store
    roster: ports.Roster
    invitations: ports.Invitations
    imports: ports.Imports
    access: ports.Access
    site: ports.Site
    other_site: ports.Site
    queue: ports.InviteQueue
    import_queue: ports.ImportQueue
    mailer: ports.Mailer
    files: ports.Files
    queued: Callable[[], list[tuple[str, int]]]
    queued_imports: Callable[[], list[Upload]]
    delete_file: Callable[[Upload], None]
    send: Callable[[ports.UploadForm, bytes], Upload | None]
    download: Callable[[str], bytes]


@pytest.fixture(scope="session")
def aws() -> Iterator[Aws]:
    """One for all tests: making clients is what takes long."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("AWS_ACCESS_KEY_ID", "testing")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        environment.delenv("AWS_ENDPOINT_URL", raising=False)
        yield an_aws()


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
        return _fakes()
    return _adapters(request.getfixturevalue("aws"), request.getfixturevalue("settings"))


def _fakes() -> Ports:
    world = World()
    fake = world.services
    return Ports(
        store=fake.store,
        roster=fake.roster,
        invitations=fake.invitations,
        imports=fake.imports,
        access=fake.access,
        site=fake.site,
        other_site=fake.site,
        queue=fake.queue,
        import_queue=fake.import_queue,
        mailer=fake.mailer,
        files=fake.files,
        queued=lambda: world.queue.mails,
        queued_imports=lambda: world.import_queue.uploads,
        delete_file=world.files.delete,
        send=world.files.send,
        download=world.files.download,
    )


def _adapters(aws: Aws, settings: Settings) -> Ports:
    return Ports(
        store=DynamoStore(aws, settings),
        roster=DynamoRoster(aws, settings),
        invitations=DynamoInvitations(aws, settings),
        imports=DynamoImports(aws, settings),
        access=DynamoAccess(aws, settings),
        site=DynamoSite(aws, settings),
        other_site=DynamoSite(aws, settings),
        queue=SqsInviteQueue(aws, settings),
        import_queue=SqsImportQueue(aws, settings),
        mailer=SesMailer(aws, settings),
        files=S3Files(aws, settings),
        queued=lambda: queued_mails(settings),
        queued_imports=lambda: queued_imports(settings),
        delete_file=lambda upload: delete_file(aws, upload),
        send=lambda form, body: send_form(aws, form, body),
        download=download,
    )
