"""boto3's clients, as far as every event needs them: their methods, arguments, answers and errors. Arguments are not
checked before they are sent: AWS does that.
"""

import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from homeroom.adapters.lean_aws.account import Account
from homeroom.adapters.lean_aws.http import Http
from homeroom.adapters.lean_aws.messages import Body
from homeroom.adapters.lean_aws.service import AwsRequest, Service, read_json
from homeroom.adapters.limits import Limits

if TYPE_CHECKING:
    from typing import Unpack

    from mypy_boto3_sesv2 import type_defs as ses

    from homeroom.adapters.aws_interface import DynamoDb, Objects, Secrets, Ses, Sqs

_WITH_TOKEN = frozenset({"TransactWriteItems"})
"""Boto3, too, gives these a token, so that a request repeated after a lost answer is known as the same."""
_OLDER_NAMES = {"x-amzn-query-mode": "true"}
"""boto3 asks for the older names of SQS' errors, too."""
_NEWER_JSON = {"Content-Type": "application/x-amz-json-1.1"}
"""What Secrets Manager speaks."""
_JSON = {"Content-Type": "application/json"}


class LeanClients:
    """One account, and one set of connections, for all of them."""

    def __init__(self) -> None:
        self._account = Account()
        self._http = Http(self._account.authorities)

    def dynamodb(self, limits: Limits) -> "DynamoDb":
        return cast("DynamoDb", _JsonClient("DynamoDB_20120810", self._service("dynamodb", limits), {}))

    def sqs(self, limits: Limits) -> "Sqs":
        return cast("Sqs", _JsonClient("AmazonSQS", self._service("sqs", limits), _OLDER_NAMES))

    def secrets(self, limits: Limits) -> "Secrets":
        return cast("Secrets", _JsonClient("secretsmanager", self._service("secretsmanager", limits), _NEWER_JSON))

    def ses(self, limits: Limits) -> "Ses":
        return _SesClient(self._service("sesv2", limits, host="email", signed_for="ses"))

    def objects(self, limits: Limits) -> "Objects":
        from homeroom.adapters.lean_aws.objects import LeanObjects  # few functions read files

        return LeanObjects(self._service("s3", limits))

    def _service(self, name: str, limits: Limits, *, host: str = "", signed_for: str = "") -> Service:
        """`name` is as endpoints are named in the environment, `host` what stands before the region. Raises
        NoRegionError.
        """
        account = self._account
        emulator = account.endpoint(name)
        base = emulator or f"https://{host or name}.{account.region}.{account.domain}"
        return Service(self._http, account, base, bool(emulator), signed_for or name, limits)


class _JsonClient:
    """Every operation by boto3's name for it: `get_item` is GetItem."""

    def __init__(self, prefix: str, service: Service, headers: Mapping[str, str]) -> None:
        self._prefix, self._service, self._headers = prefix, service, headers

    def __getattr__(self, method: str) -> Callable[..., Any]:
        operation = method.title().replace("_", "")

        def call(**kwargs: Any) -> Any:
            if operation in _WITH_TOKEN:
                from uuid import uuid4  # many events write nothing

                kwargs = {"ClientRequestToken": str(uuid4()), **kwargs}
            response = self._service.call(f"{self._prefix}.{operation}", kwargs, self._headers)
            return read_json(response, _with_bytes if b'"B' in response.body else None)

        setattr(self, method, call)  # once for each: the next time, it is found
        return call


class _SesClient:
    def __init__(self, service: Service) -> None:
        self._service = service

    def send_email(self, **kwargs: "Unpack[ses.SendEmailRequestTypeDef]") -> "ses.SendEmailResponseTypeDef":
        body = Body.of_bytes(json.dumps(kwargs).encode())
        request = AwsRequest("SendEmail", "POST", "/v2/email/outbound-emails", headers=_JSON, body=body)
        return cast("ses.SendEmailResponseTypeDef", read_json(self._service.send(request)))

    def get_account(self) -> "ses.GetAccountResponseTypeDef":
        response = self._service.send(AwsRequest("GetAccount", "GET", "/v2/email/account"))
        return cast("ses.GetAccountResponseTypeDef", read_json(response))

    def delete_suppressed_destination(
        self, **kwargs: "Unpack[ses.DeleteSuppressedDestinationRequestTypeDef]"
    ) -> dict[str, Any]:
        path = f"/v2/email/suppression/addresses/{quote(kwargs['EmailAddress'], safe='')}"
        answer: dict[str, Any] = read_json(
            self._service.send(AwsRequest("DeleteSuppressedDestination", "DELETE", path))
        )
        return answer


def _with_bytes(value: dict[str, Any]) -> Any:
    """Bytes in an answer's JSON are in base64. Nothing else there is an object of one text or list named like that."""
    match value:
        case {"B": str(text), **rest} if not rest:
            return {"B": b64decode(text)}
        case {"BS": [str(), *_] as texts, **rest} if not rest:
            return {"BS": [b64decode(text) for text in texts]}
    return value
