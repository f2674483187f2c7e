"""The calls of DynamoDB that we make. Items are written and read in the form that they have on the wire."""

from typing import Any
from uuid import uuid4

from homeroom.adapters.aws_http.service import Service

_VERSION = "DynamoDB_20120810"


class DynamoDb:
    """What each call takes and gives is as in AWS' own description, but for bytes, which it gives in base64. Raises
    ServiceError, NothingSent or AnswerLost.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    def get_item(self, **asked: Any) -> Any:
        return self._call("GetItem", asked)

    def batch_get_item(self, **asked: Any) -> Any:
        return self._call("BatchGetItem", asked)

    def query(self, **asked: Any) -> Any:
        return self._call("Query", asked)

    def put_item(self, **asked: Any) -> Any:
        return self._call("PutItem", asked)

    def update_item(self, **asked: Any) -> Any:
        return self._call("UpdateItem", asked)

    def transact_write_items(self, **asked: Any) -> Any:
        """With a token, so that a request repeated after a lost answer is known as the same."""
        return self._call("TransactWriteItems", {"ClientRequestToken": str(uuid4()), **asked})

    def _call(self, action: str, asked: dict[str, Any]) -> Any:
        return self._service.call(f"{_VERSION}.{action}", asked)
