"""Who was asked to become a Site Admin, in the table of the invitations and their mails."""

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.items import from_item
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.accounts.admin_invitation import AdminInvitation
from homeroom.settings import Settings


class DynamoAdminInvitations:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def get(self, invitation_id: str) -> AdminInvitation | None:
        """As one of a batch: whoever sends mails may read it, too."""
        return next(iter(self._table.many(AdminInvitation, [keys.admin_invitation(invitation_id)])), None)

    def all(self) -> list[AdminInvitation]:
        items = self._table.query("pk = :pk", {"pk": keys.ADMIN_INVITATIONS})
        return [from_item(AdminInvitation, item) for item in items]
