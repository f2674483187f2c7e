"""Where AWS is, and who asks: from the environment, as AWS' own tools read it."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from homeroom.adapters.aws_http.messages import NothingSent
from homeroom.settings import process_environment

if TYPE_CHECKING:
    from botocore.session import Session


class Credentials(NamedTuple):
    key_id: str
    secret: str
    token: str


class Account:
    """Lambda gives every function its region and its credentials in the environment. Anything else that somebody may
    have on a computer of their own (profiles, single sign-on, containers) is botocore's to find.
    """

    @property
    def region(self) -> str:
        """Raises NothingSent."""
        environment = self._environment
        region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
        region = region or self._session.get_config_variable("region")
        if not region:
            raise NothingSent("no region")
        return region

    def credentials(self) -> Credentials:
        """Asked for at every request: botocore renews what has an end. Raises NothingSent."""
        environment = self._environment
        if (key_id := environment.get("AWS_ACCESS_KEY_ID")) and (secret := environment.get("AWS_SECRET_ACCESS_KEY")):
            return Credentials(key_id, secret, environment.get("AWS_SESSION_TOKEN", ""))
        credentials = self._session.get_credentials()
        if credentials is None:
            raise NothingSent("no credentials")
        frozen = credentials.get_frozen_credentials()
        return Credentials(frozen.access_key or "", frozen.secret_key or "", frozen.token or "")

    def endpoint(self, service: str) -> str | None:
        """Where an emulator stands for this service, such as `dynamodb`; None where AWS itself is meant."""
        environment = self._environment
        endpoint = environment.get(f"AWS_ENDPOINT_URL_{service.upper()}") or environment.get("AWS_ENDPOINT_URL")
        return endpoint.rstrip("/") if endpoint else None

    @property
    def domain(self) -> str:
        return "amazonaws.com.cn" if self.region.startswith("cn-") else "amazonaws.com"

    @property
    def _environment(self) -> Mapping[str, str]:
        return process_environment()

    @cached_property
    def _session(self) -> "Session":
        from botocore.session import Session

        return Session()
