"""Where AWS is, and who asks: from the environment, as AWS' own tools read it."""

import json
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import botocore

from homeroom.adapters import aws_errors
from homeroom.settings import aws_region, process_environment

if TYPE_CHECKING:
    from botocore.session import Session

_BOTOCORE = Path(botocore.__file__).parent


class Credentials(NamedTuple):
    key_id: str
    secret: str
    token: str


class Account:
    """Lambda gives every function its region and its credentials in the environment, for as long as it lives. Anything
    else that somebody may have on a computer of their own (profiles, single sign-on, containers) is botocore's to find.
    """

    @cached_property
    def region(self) -> str:
        """Raises NoRegionError."""
        region = aws_region() or self._session.get_config_variable("region")
        if not region:
            raise aws_errors.NoRegionError
        return str(region)

    def credentials(self) -> Credentials:
        """To be asked for at every request: botocore renews what has an end. Raises NoCredentialsError."""
        if self._given:
            return self._given
        credentials = self._session.get_credentials()
        if credentials is None:
            raise aws_errors.NoCredentialsError
        frozen = credentials.get_frozen_credentials()
        return Credentials(frozen.access_key or "", frozen.secret_key or "", frozen.token or "")

    def endpoint(self, service: str) -> str | None:
        """Where an emulator stands for this service, such as `dynamodb`; None where AWS itself is meant."""
        environment = process_environment()
        endpoint = environment.get(f"AWS_ENDPOINT_URL_{service.upper()}") or environment.get("AWS_ENDPOINT_URL")
        return endpoint.rstrip("/") if endpoint else None

    @cached_property
    def domain(self) -> str:
        """What the hosts of the region's partition end with, such as `amazonaws.com`. By botocore's own data, which
        every Lambda runtime carries; a region of no partition in it is one of the first, as botocore has it.
        """
        partitions = json.loads((_BOTOCORE / "data" / "partitions.json").read_bytes())["partitions"]
        its_own = (one for one in partitions if re.match(one["regionRegex"], self.region))
        return str(next(its_own, partitions[0])["outputs"]["dnsSuffix"])

    @property
    def authorities(self) -> str:
        """A file of the certificate authorities to trust: botocore's list, or one's own."""
        return process_environment().get("AWS_CA_BUNDLE") or str(_BOTOCORE / "cacert.pem")

    @cached_property
    def _given(self) -> Credentials | None:
        environment = process_environment()
        key_id, secret = environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY")
        return Credentials(key_id, secret, environment.get("AWS_SESSION_TOKEN", "")) if key_id and secret else None

    @cached_property
    def _session(self) -> "Session":
        from botocore.session import Session

        return Session()
