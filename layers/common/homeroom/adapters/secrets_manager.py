"""The key for codes, as Secrets Manager keeps it."""

from homeroom.adapters.aws_clients import Aws
from homeroom.domain.kernel.token import keyed_digest
from homeroom.settings import Settings


class SecretsManagerCodeKey:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._aws = aws
        self._settings = settings
        self._key = b""

    def digest(self, purpose: str, text: str) -> str:
        return keyed_digest(self._stored_key(), purpose, text)

    def _stored_key(self) -> bytes:
        """Read when first needed, and once: it never changes."""
        if not self._key:
            answer = self._aws.secrets.get_secret_value(SecretId=self._settings.code_key_secret)
            self._key = answer["SecretString"].encode()
        return self._key
