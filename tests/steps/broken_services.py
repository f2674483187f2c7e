"""Services that AWS refuses, with a family's name and address wherever a careless log might look for a value."""

from dataclasses import replace
from typing import Any

from botocore.exceptions import ClientError

from homeroom.adapters.errors import ServiceFailed
from homeroom.use_cases.ports.services import Services

FAMILY = ("Quetzalcoatl-Okonkwo", "quetzal@family.example")
AWS_ANSWER = {"code": "ThrottlingException", "operation": "BatchGetItem", "request_id": "AWS-REQUEST-1"}
_PORTS = ("access", "address_blocks", "due_invitations", "files", "import_queue", "imports", "invitations", "mails")


def refused_by_aws() -> ClientError:
    text = f"no room for {' '.join(FAMILY)}"
    answer: Any = {
        "Error": {"Code": AWS_ANSWER["code"], "Message": text},
        "ResponseMetadata": {"RequestId": AWS_ANSWER["request_id"], "HTTPHeaders": {"x-family": text}},
        "Item": {"name": {"S": text}},
    }
    return ClientError(answer, AWS_ANSWER["operation"])


class BrokenPort:
    """Whatever it is asked, AWS has refused it."""

    def __getattr__(self, name: str) -> Any:
        def ask(*_: object, **__: object) -> None:
            name, address = FAMILY
            try:
                raise refused_by_aws()
            except ClientError as error:
                failed = ServiceFailed(f"{name} <{address}>", {"name": name})
                failed.add_note(f"when asked about {address}")
                raise failed from error

        return ask


def broken(services: Services) -> Services:
    ports: dict[str, Any] = {port: BrokenPort() for port in _PORTS}
    return replace(services, **ports)
