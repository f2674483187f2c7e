"""The calls of DynamoDB that we make. Items are written and read in the form in which DynamoDB sends them."""

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

    def get_item(self, **parameters: Any) -> Any:
        return self._call("GetItem", parameters)

    def batch_get_item(self, **parameters: Any) -> Any:
        return self._call("BatchGetItem", parameters)

    def query(self, **parameters: Any) -> Any:
        return self._call("Query", parameters)

    def put_item(self, **parameters: Any) -> Any:
        return self._call("PutItem", parameters)

    def update_item(self, **parameters: Any) -> Any:
        return self._call("UpdateItem", parameters)

    def transact_write_items(self, **parameters: Any) -> Any:
        """With a token, so that a request repeated after a lost answer is known as the same."""
        return self._call("TransactWriteItems", {"ClientRequestToken": str(uuid4()), **parameters})

    def _call(self, action: str, parameters: dict[str, Any]) -> Any:
        return self._service.call(f"{_VERSION}.{action}", parameters)
