"""Secrets that stand in links and cookies: 256 random bits, of which we keep only the SHA-256. Digests."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def keyed_digest(key: bytes, purpose: str, text: str) -> str:
    """Of a text that is too short for `digest`. HMAC-SHA256, 64 hexadecimal digits."""
    return hmac.new(key, f"{purpose}:{text}".encode(), sha256).hexdigest()


def token_of(digest: str) -> str:
    """A token made of a keyed digest: as long as a random one, and the same each time."""
    return urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip("=")


def csrf_token(secret: str) -> str:
    """A form's proof that its page was made for the holder of this cookie or link."""
    return hmac.new(secret.encode(), b"csrf", sha256).hexdigest()


def same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def new_number(below: int) -> int:
    """At random, from 0 on: for codes that people type."""
    return secrets.randbelow(below)


def new_id() -> str:
    """96 random bits: an id that nobody can guess and that tells nothing."""
    return secrets.token_hex(12)
