"""Stand-ins in memory for everything outside, as strict about conditions as the real ones.

The type checker holds them to the ports; tests/contract holds them to the adapters.
"""

from dataclasses import dataclass, field, fields
from functools import cached_property

from homeroom.messages.catalogue import catalogue
from homeroom.use_cases.families.logged_store import LoggedStore
from homeroom.use_cases.ports.renderer import EmailContext
from homeroom.use_cases.ports.services import Services
from tests.fakes.campaigns import FakeCampaigns
from tests.fakes.invitations import (
    FakeAddressBlocks,
    FakeAddressChanges,
    FakeAdminInvitations,
    FakeDueInvitations,
    FakeInvitationLists,
    FakeInvitations,
    FakeLogInMails,
    FakeMails,
    FakeParentRequests,
)
from tests.fakes.services import (
    FakeClock,
    FakeCodeKey,
    FakeFiles,
    FakeImportQueue,
    FakeMailer,
    FakePasswords,
    FakeQueue,
)
from tests.fakes.store import FakeStore
from tests.fakes.tables import (
    FakeAccess,
    FakeAuditRecord,
    FakeExports,
    FakeImports,
    FakeRoster,
    FakeSite,
)

__all__ = [
    "FakeAccess",
    "FakeAddressBlocks",
    "FakeAddressChanges",
    "FakeAdminInvitations",
    "FakeAuditRecord",
    "FakeCampaigns",
    "FakeClock",
    "FakeCodeKey",
    "FakeDueInvitations",
    "FakeExports",
    "FakeFiles",
    "FakeImportQueue",
    "FakeImports",
    "FakeInvitationLists",
    "FakeInvitations",
    "FakeLogInMails",
    "FakeMailer",
    "FakeMails",
    "FakeParentRequests",
    "FakePasswords",
    "FakeQueue",
    "FakeRoster",
    "FakeSite",
    "FakeStore",
    "Rendered",
    "World",
]


@dataclass(frozen=True)
class Rendered:
    """Says what it was made of, instead of putting it well."""

    subject: str
    text: str
    html: str = ""


def render(email: EmailContext) -> Rendered:
    return Rendered(email.event, "\n".join(f"{field.name}: {getattr(email, field.name)}" for field in fields(email)))


@dataclass
class World:
    """Everything outside: hand `world.services` to a use case, then look what has become of the world."""

    clock: FakeClock = field(default_factory=FakeClock)
    store: FakeStore = field(default_factory=FakeStore)
    queue: FakeQueue = field(default_factory=FakeQueue)
    import_queue: FakeImportQueue = field(default_factory=FakeImportQueue)
    passwords: FakePasswords = field(default_factory=FakePasswords)
    mailer: FakeMailer = field(default_factory=FakeMailer)
    files: FakeFiles = field(default_factory=FakeFiles)

    def state(self) -> tuple[object, ...]:
        """All that the next operation can find here, to be compared with another world's."""
        return (
            self.clock.now,
            self.store.state(),
            (*self.queue.mails,),
            dict(self.queue.delays),
            (*self.queue.notices,),
            (*self.queue.log_ins,),
            (*self.queue.passwords_set,),
            (*self.queue.admin_invitations, *self.queue.account_news),
            (*self.queue.deletions,),
            (*self.queue.new_addresses,),
            (*self.queue.addresses_changed,),
            (*self.queue.confirm_contacts,),
            ((*self.import_queue.uploads,), self.import_queue.bulk_resends, (*self.import_queue.exports,)),
            dict(self.passwords.passwords),
            (*self.mailer.sent,),
            self.files.state(),
            dict(self.access.tries),
        )

    @cached_property
    def access(self) -> FakeAccess:
        return FakeAccess(self.store)

    @cached_property
    def services(self) -> Services:
        return Services(
            clock=self.clock,
            pause=self.clock.wait,
            store=LoggedStore(self.store, FakeRoster(self.store)),
            roster=FakeRoster(self.store),
            invitations=FakeInvitations(self.store),
            invitation_lists=FakeInvitationLists(self.store),
            due_invitations=FakeDueInvitations(self.store),
            parent_requests=FakeParentRequests(self.store),
            mails=FakeMails(self.store),
            log_in_mails=FakeLogInMails(self.store),
            admin_invitations=FakeAdminInvitations(self.store),
            address_changes=FakeAddressChanges(self.store),
            address_blocks=FakeAddressBlocks(self.store),
            campaigns=FakeCampaigns(self.store),
            imports=FakeImports(self.store),
            exports=FakeExports(self.store),
            access=self.access,
            code_key=FakeCodeKey(),
            audit_record=FakeAuditRecord(self.store),
            site=FakeSite(self.store),
            queue=self.queue,
            import_queue=self.import_queue,
            passwords=self.passwords,
            mailer=self.mailer,
            files=self.files,
            render_mail=render,
            sentences=catalogue().say_all,
            site_url="https://homeroom.example",
        )
