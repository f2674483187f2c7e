"""What parents have asked for."""

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.reader import Reader
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.settings import Settings


class DynamoParentRequests:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._table = Reader(aws, settings.invitations_table)

    def get(self, request_id: str) -> ParentRequest | None:
        return self._table.one(ParentRequest, keys.parent_request(request_id))

    def waiting(self) -> list[ParentRequest]:
        return self._under(keys.REQUESTS_WAITING)

    def of_parent(self, contact_id: str) -> list[ParentRequest]:
        return self._under(keys.requests_of(contact_id))

    def to_address(self, email_key: str) -> list[ParentRequest]:
        return self._under(keys.requests_to(email_key))

    def _under(self, key: str) -> list[ParentRequest]:
        items = self._table.query("pk = :requests", {"requests": key})
        return self._table.many(ParentRequest, [keys.request_in_order(item["sk"]["S"]) for item in items])
