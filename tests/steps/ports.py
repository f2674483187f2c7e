"""The ports, over the fakes or over the adapters, with looks behind them."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from homeroom.adapters.dynamodb.access import DynamoAccess
from homeroom.adapters.dynamodb.address_blocks import DynamoAddressBlocks
from homeroom.adapters.dynamodb.address_changes import DynamoAddressChanges
from homeroom.adapters.dynamodb.admin_invitations import DynamoAdminInvitations
from homeroom.adapters.dynamodb.audit_record import DynamoAuditRecord
from homeroom.adapters.dynamodb.campaigns import DynamoCampaigns
from homeroom.adapters.dynamodb.due_invitations import DynamoDueInvitations
from homeroom.adapters.dynamodb.exports import DynamoExports
from homeroom.adapters.dynamodb.imports import DynamoImports
from homeroom.adapters.dynamodb.invitation_lists import DynamoInvitationLists
from homeroom.adapters.dynamodb.invitations import DynamoInvitations
from homeroom.adapters.dynamodb.log_in_mails import DynamoLogInMails
from homeroom.adapters.dynamodb.mails import DynamoMails
from homeroom.adapters.dynamodb.parent_requests import DynamoParentRequests
from homeroom.adapters.dynamodb.roster import DynamoRoster
from homeroom.adapters.dynamodb.site import DynamoSite
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.adapters.s3 import S3Files
from homeroom.adapters.secrets_manager import SecretsManagerCodeKey
from homeroom.adapters.ses import SesMailer
from homeroom.adapters.sqs import SqsImportQueue, SqsInviteQueue
from homeroom.domain.imports.upload import Upload
from homeroom.queue_messages import (
    AccountNewsMessage,
    AddressChangedMessage,
    AdminInvitationMessage,
    ConfirmContactMessage,
    DeletionMessage,
    LogInMessage,
    NewAddressMessage,
    PasswordSetMessage,
    SampleMessage,
)
from homeroom.use_cases.ports.access import Access
from homeroom.use_cases.ports.address_blocks import AddressBlocks
from homeroom.use_cases.ports.address_changes import AddressChanges
from homeroom.use_cases.ports.admin_invitations import AdminInvitations
from homeroom.use_cases.ports.audit_record import AuditRecord
from homeroom.use_cases.ports.campaigns import Campaigns
from homeroom.use_cases.ports.code_key import CodeKey
from homeroom.use_cases.ports.due_invitations import DueInvitations
from homeroom.use_cases.ports.exports import Exports
from homeroom.use_cases.ports.files import Files, UploadForm
from homeroom.use_cases.ports.import_queue import ImportQueue
from homeroom.use_cases.ports.imports import Imports
from homeroom.use_cases.ports.invitation_lists import InvitationLists
from homeroom.use_cases.ports.invitations import Invitations
from homeroom.use_cases.ports.invite_queue import AccountNews, InviteQueue
from homeroom.use_cases.ports.log_in_mails import LogInMails
from homeroom.use_cases.ports.mailer import Mailer
from homeroom.use_cases.ports.mails import Mails
from homeroom.use_cases.ports.parent_requests import ParentRequests
from homeroom.use_cases.ports.roster import Roster
from homeroom.use_cases.ports.site import Site
from homeroom.use_cases.ports.store import Store
from tests.fakes import World
from tests.steps.aws_stack import (
    AwsStack,
    delete_file,
    download,
    queued_emails,
    queued_exports,
    queued_imports,
    queued_mails,
    queued_notices,
    send_form,
)


@dataclass(frozen=True)
class Ports:
    """The ports, and looks behind them."""

    store: Store
    roster: Roster
    invitations: Invitations
    invitation_lists: InvitationLists
    due_invitations: DueInvitations
    parent_requests: ParentRequests
    mails: Mails
    log_in_mails: LogInMails
    admin_invitations: AdminInvitations
    address_changes: AddressChanges
    address_blocks: AddressBlocks
    campaigns: Campaigns
    imports: Imports
    exports: Exports
    access: Access
    code_key: CodeKey
    other_code_key: CodeKey
    audit_record: AuditRecord
    site: Site
    other_site: Site
    queue: InviteQueue
    import_queue: ImportQueue
    mailer: Mailer
    files: Files
    queued: Callable[[], list[tuple[str, int]]]
    queued_notices: Callable[[], list[str]]
    queued_emails: Callable[[], list[dict[str, Any]]]
    queued_imports: Callable[[], list[Upload]]
    queued_exports: Callable[[], list[str]]
    delete_file: Callable[[Upload], None]
    send: Callable[[UploadForm, bytes], Upload | None]
    download: Callable[[str], bytes]


def ports_over_fakes() -> Ports:
    world = World()
    fake = world.services
    return Ports(
        store=world.store,
        roster=fake.roster,
        invitations=fake.invitations,
        invitation_lists=fake.invitation_lists,
        due_invitations=fake.due_invitations,
        parent_requests=fake.parent_requests,
        mails=fake.mails,
        log_in_mails=fake.log_in_mails,
        admin_invitations=fake.admin_invitations,
        address_changes=fake.address_changes,
        address_blocks=fake.address_blocks,
        campaigns=fake.campaigns,
        imports=fake.imports,
        exports=fake.exports,
        access=fake.access,
        code_key=fake.code_key,
        other_code_key=fake.code_key,
        audit_record=fake.audit_record,
        site=fake.site,
        other_site=fake.site,
        queue=fake.queue,
        import_queue=fake.import_queue,
        mailer=fake.mailer,
        files=fake.files,
        queued=lambda: world.queue.mails,
        queued_notices=lambda: [import_id for import_id, _ in world.queue.notices],
        queued_emails=lambda: _as_messages(world),
        queued_imports=lambda: world.import_queue.uploads,
        queued_exports=lambda: world.import_queue.exports,
        delete_file=world.files.delete,
        send=world.files.send,
        download=world.files.download,
    )


def _as_messages(world: World) -> list[dict[str, Any]]:
    return [
        *(asdict(NewAddressMessage(contact_id=i, number=number)) for i, number, _ in world.queue.new_addresses),
        *(asdict(AddressChangedMessage(contact_id=i, number=number)) for i, number, _ in world.queue.addresses_changed),
        *(asdict(LogInMessage(user_id=user_id, number=number)) for user_id, number, _ in world.queue.log_ins),
        *(asdict(PasswordSetMessage(user_id=user_id, set_at=at)) for user_id, at, _ in world.queue.passwords_set),
        *(asdict(AdminInvitationMessage(invitation_id=i, number=n)) for i, n, _ in world.queue.admin_invitations),
        *(asdict(_news_message(news)) for news, _ in world.queue.account_news),
        *(asdict(SampleMessage(user_id=user_id, asked_at=at)) for user_id, at, _ in world.queue.samples),
        *(asdict(DeletionMessage(contact_id=contact, asked_at=at)) for contact, at, _ in world.queue.deletions),
        *(
            asdict(ConfirmContactMessage(campaign_id=campaign, number=number, contact_ids=contacts))
            for campaign, number, contacts, _ in world.queue.confirm_contacts
        ),
    ]


def _news_message(news: AccountNews) -> AccountNewsMessage:
    at = int(news.at.timestamp())
    return AccountNewsMessage(action=news.action, user_id=news.user_id, about=news.about, at=at)


def ports_over_adapters(stack: AwsStack) -> Ports:
    aws, settings, clients = stack.aws, stack.settings, stack.clients
    return Ports(
        store=DynamoStore(aws, settings),
        roster=DynamoRoster(aws, settings),
        invitations=DynamoInvitations(aws, settings),
        invitation_lists=DynamoInvitationLists(aws, settings),
        due_invitations=DynamoDueInvitations(aws, settings),
        parent_requests=DynamoParentRequests(aws, settings),
        mails=DynamoMails(aws, settings),
        log_in_mails=DynamoLogInMails(aws, settings),
        admin_invitations=DynamoAdminInvitations(aws, settings),
        address_changes=DynamoAddressChanges(aws, settings),
        address_blocks=DynamoAddressBlocks(aws, settings, SecretsManagerCodeKey(aws, settings)),
        campaigns=DynamoCampaigns(aws, settings),
        imports=DynamoImports(aws, settings),
        exports=DynamoExports(aws, settings),
        access=DynamoAccess(aws, settings),
        code_key=SecretsManagerCodeKey(aws, settings),
        other_code_key=SecretsManagerCodeKey(aws, settings),
        audit_record=DynamoAuditRecord(aws, settings),
        site=DynamoSite(aws, settings),
        other_site=DynamoSite(aws, settings),
        queue=SqsInviteQueue(aws, settings),
        import_queue=SqsImportQueue(aws, settings),
        mailer=SesMailer(aws, settings),
        files=S3Files(aws, settings),
        queued=lambda: queued_mails(clients, settings),
        queued_notices=lambda: queued_notices(clients, settings),
        queued_emails=lambda: queued_emails(clients, settings),
        queued_imports=lambda: queued_imports(clients, settings),
        queued_exports=lambda: queued_exports(clients, settings),
        delete_file=lambda upload: delete_file(clients, upload),
        send=lambda form, body: send_form(clients, settings.upload_bucket, form, body),
        download=download,
    )
