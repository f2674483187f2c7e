"""AWS Signature Version 4, with all headers signed. A test holds it to botocore's own."""

import hmac
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from homeroom.adapters.aws_http.account import Credentials

_ALGORITHM = "AWS4-HMAC-SHA256"


class Signer(NamedTuple):
    """Signs requests to one service, named as signatures name it, such as `ses` for `sesv2`."""

    credentials: Credentials
    region: str
    service: str

    def sign(
        self, method: str, url: tuple[str, str, str], headers: Mapping[str, str], body_digest: str, now: datetime
    ) -> dict[str, str]:
        """The headers to send: these, in small letters, and those that sign them. `url` is host, path and query, both
        of them encoded, the query in the order of its names.
        """
        host, path, query = url
        moment = now.strftime("%Y%m%dT%H%M%SZ")
        sent = {**headers, "host": host, "x-amz-date": moment}
        if self.credentials.token:
            sent["x-amz-security-token"] = self.credentials.token
        names = sorted(sent)
        lines = "".join(f"{name}:{sent[name]}\n" for name in names)
        signed = ";".join(names)
        canonical = f"{method}\n{path}\n{query}\n{lines}\n{signed}\n{body_digest}"
        scope = f"{moment[:8]}/{self.region}/{self.service}/aws4_request"
        text = f"{_ALGORITHM}\n{moment}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
        key = _key(self.credentials.secret, moment[:8], self.region, self.service)
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        sent["authorization"] = (
            f"{_ALGORITHM} Credential={self.credentials.key_id}/{scope}, SignedHeaders={signed}, Signature={signature}"
        )
        return sent


@lru_cache(maxsize=16)
def _key(secret: str, *scope: str) -> bytes:
    """It holds for a day."""
    key = f"AWS4{secret}".encode()
    for part in (*scope, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
