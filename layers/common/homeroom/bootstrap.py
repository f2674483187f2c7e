"""Where the outside is put together: the only place that knows which adapter stands behind which port."""

from collections.abc import Sequence
from functools import cache

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.clock import pause, utc_now
from homeroom.adapters.cognito import CognitoPasswords
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
from homeroom.domain.kernel.message import Message
from homeroom.emails.rendering import render
from homeroom.messages.catalogue import catalogue
from homeroom.metrics import CountedStore
from homeroom.settings import Settings
from homeroom.use_cases.families.logged_store import LoggedStore
from homeroom.use_cases.ports.services import Services


def make_services(settings: Settings) -> Services:
    aws = Aws()
    code_key, roster = SecretsManagerCodeKey(aws, settings), DynamoRoster(aws, settings)
    return Services(
        clock=utc_now,
        pause=pause,
        store=LoggedStore(CountedStore(DynamoStore(aws, settings)), roster),
        roster=roster,
        invitations=DynamoInvitations(aws, settings),
        invitation_lists=DynamoInvitationLists(aws, settings),
        due_invitations=DynamoDueInvitations(aws, settings),
        parent_requests=DynamoParentRequests(aws, settings),
        mails=DynamoMails(aws, settings),
        log_in_mails=DynamoLogInMails(aws, settings),
        admin_invitations=DynamoAdminInvitations(aws, settings),
        address_changes=DynamoAddressChanges(aws, settings),
        address_blocks=DynamoAddressBlocks(aws, settings, code_key),
        campaigns=DynamoCampaigns(aws, settings),
        imports=DynamoImports(aws, settings),
        exports=DynamoExports(aws, settings),
        access=DynamoAccess(aws, settings),
        code_key=code_key,
        audit_record=DynamoAuditRecord(aws, settings),
        site=DynamoSite(aws, settings),
        queue=SqsInviteQueue(aws, settings),
        import_queue=SqsImportQueue(aws, settings),
        passwords=CognitoPasswords(aws, settings),
        mailer=SesMailer(aws, settings),
        files=S3Files(aws, settings),
        render_mail=render,
        sentences=_in_english,
        site_url=settings.site_url,
    )


def _in_english(messages: Sequence[Message]) -> str:
    """The catalogue is read with the first one: most functions write no results."""
    return catalogue().say_all(messages)


@cache
def services() -> Services:
    """One for all events of a function's life, so that connections are kept."""
    return make_services(Settings.from_environment())
