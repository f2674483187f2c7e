"""All ports together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # most ports are types and nothing else: a function need not load them to start
    from homeroom.use_cases.ports.access import Access
    from homeroom.use_cases.ports.address_blocks import AddressBlocks
    from homeroom.use_cases.ports.address_changes import AddressChanges
    from homeroom.use_cases.ports.admin_invitations import AdminInvitations
    from homeroom.use_cases.ports.audit_record import AuditRecord
    from homeroom.use_cases.ports.campaigns import Campaigns
    from homeroom.use_cases.ports.clock import Clock
    from homeroom.use_cases.ports.code_key import CodeKey
    from homeroom.use_cases.ports.due_invitations import DueInvitations
    from homeroom.use_cases.ports.exports import Exports
    from homeroom.use_cases.ports.files import Files
    from homeroom.use_cases.ports.import_queue import ImportQueue
    from homeroom.use_cases.ports.imports import Imports
    from homeroom.use_cases.ports.invitation_lists import InvitationLists
    from homeroom.use_cases.ports.invitations import Invitations
    from homeroom.use_cases.ports.invite_queue import InviteQueue
    from homeroom.use_cases.ports.log_in_mails import LogInMails
    from homeroom.use_cases.ports.mailer import Mailer
    from homeroom.use_cases.ports.mails import Mails
    from homeroom.use_cases.ports.parent_requests import ParentRequests
    from homeroom.use_cases.ports.passwords import Passwords
    from homeroom.use_cases.ports.pause import Pause
    from homeroom.use_cases.ports.renderer import Renderer
    from homeroom.use_cases.ports.roster import Roster
    from homeroom.use_cases.ports.sentences import Sentences
    from homeroom.use_cases.ports.site import Site
    from homeroom.use_cases.ports.store import Store


@dataclass(frozen=True)
class Services:
    """Everything outside, put together once in bootstrap.py and handed to every use case."""

    clock: Clock
    pause: Pause
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
    audit_record: AuditRecord
    site: Site
    queue: InviteQueue
    import_queue: ImportQueue
    passwords: Passwords
    mailer: Mailer
    files: Files
    render_mail: Renderer
    sentences: Sentences
    site_url: str
