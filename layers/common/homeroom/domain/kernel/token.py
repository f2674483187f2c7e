"""Secrets that stand in links and cookies: 256 random bits, of which we keep only the SHA-256."""

import hmac
import secrets
from hashlib import sha256


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def csrf_token(secret: str) -> str:
    """A form's proof that its page was made for the holder of this cookie or link."""
    return hmac.new(secret.encode(), b"csrf", sha256).hexdigest()


def same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def new_id() -> str:
    """96 random bits: an id that nobody can guess and that tells nothing."""
    return secrets.token_hex(12)
