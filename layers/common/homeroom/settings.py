"""What a function is told by its environment. The only place that reads it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass


def process_environment() -> Mapping[str, str]:
    """All of it: what AWS' own tools look at, too."""
    return os.environ


def aws_region() -> str | None:
    """AWS_REGION wins, as in AWS' other tools, of which boto3 looks at AWS_DEFAULT_REGION alone."""
    return process_environment().get("AWS_REGION") or process_environment().get("AWS_DEFAULT_REGION")


def is_transport_lean() -> bool:
    """Whether AWS is called through adapters/lean_aws; otherwise it is boto3."""
    return process_environment().get("TRANSPORT_TO_AWS") == "lean"


class MissingSetting(Exception):
    """The function's environment in template.yaml lacks a variable that its code needs."""


class _Variable:
    """An environment variable of the attribute's name in capitals. Looked at when first needed, so that a
    function starts without those that it never uses.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name.upper()

    def __get__(self, settings: "Settings", owner: type) -> str:
        value = settings.environment.get(self._name)
        if not value:
            raise MissingSetting(self._name)
        return value


@dataclass(frozen=True)
class Settings:
    """Each attribute is never empty, and raises MissingSetting where the function was not given it."""

    environment: Mapping[str, str]

    roster_table = _Variable()
    invitations_table = _Variable()
    imports_table = _Variable()
    access_table = _Variable()
    site_table = _Variable()
    audit_table = _Variable()
    upload_bucket = _Variable()
    invite_queue_url = _Variable()
    import_queue_url = _Variable()
    user_pool_id = _Variable()
    user_pool_client_id = _Variable()
    code_key_secret = _Variable()
    sender_address = _Variable()
    mail_configuration_set = _Variable()

    @classmethod
    def from_environment(cls) -> "Settings":
        return cls(process_environment())

    @classmethod
    def from_outputs(cls, outputs: Mapping[str, str]) -> "Settings":
        """For whoever works on a stack from outside; the stack's outputs are named like the variables."""
        names = {name: re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper() for name in outputs}
        environment = {names[name]: value for name, value in outputs.items()}
        return cls({"UPLOAD_BUCKET": environment.get("UPLOAD_BUCKET_NAME", ""), **environment})

    @property
    def site_url(self) -> str:
        """Base address of links in mails and letters, without a slash at the end. Empty in functions that make none,
        and in the portal of a site that has the API's own address: each request knows it.
        """
        return self.environment.get("SITE_URL", "")
