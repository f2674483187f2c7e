"""A Site Admin's second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost.

The app and the site share a secret, and both make a code of six digits of it and of the time, a new one every thirty
seconds.
"""

import hmac
import re
import secrets
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.token import same
from homeroom.domain.kernel.typed_code import typed_code

RECOVERY_CODES = 10
_STEP_SECONDS = 30
_DRIFT = 1
"""So many steps the clock of a phone may be off, in either direction."""
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_RECOVERY_LENGTH = 10  # 50 bits
_SECRET_BYTES = 20  # as RFC 4226 recommends
_LONGEST_ISSUER = 40


class WrongCode(HomeroomError):
    """Neither the code that the app shows nor a recovery code that is left, or one that was used before."""


@dataclass(frozen=True, kw_only=True)
class SecondFactor:
    """`secret` is in base32, as apps take it. `last_step` is that of the last code that counted: none counts twice.
    `recovery` are keyed hashes of the recovery codes that are left.
    """

    user_id: str
    secret: str
    since: datetime
    last_step: int
    recovery: tuple[str, ...] = ()
    version: int = 0

    @property
    def identity(self) -> str:
        return self.user_id

    def with_code_used(self, typed: str, now: datetime, site_secret: bytes) -> "SecondFactor":
        """`typed`: a code of the app or a recovery code, with whatever spaces. Raises WrongCode."""
        code = typed_code(typed)
        if re.fullmatch("[0-9]{6}", code):
            return replace(self, last_step=matching_step(self.secret, code, now, after=self.last_step))
        used = _recovery_hash(code, self.user_id, site_secret)
        if used not in self.recovery:
            raise WrongCode
        return replace(self, recovery=tuple(left for left in self.recovery if left != used))

    def with_recovery_codes(self, codes: Sequence[str], site_secret: bytes) -> "SecondFactor":
        """Those from before work no more."""
        return replace(
            self, recovery=tuple(_recovery_hash(typed_code(code), self.user_id, site_secret) for code in codes)
        )


def new_recovery_codes() -> tuple[str, ...]:
    """Such as `7KQ2M-XW94H`. They are shown once and kept nowhere."""
    codes = ("".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES))
    half = _RECOVERY_LENGTH // 2
    return tuple(f"{code[:half]}-{code[half:]}" for code in codes)


def proposed_secret(session_token: str, site_secret: bytes) -> str:
    """For an app that is being set up: the same as often as the page is looked at in one log-in, another in the next,
    and stored nowhere before a code has proved it.
    """
    made = hmac.new(site_secret, f"second factor {session_token}".encode(), sha256).digest()
    return b32encode(made[:_SECRET_BYTES]).decode()


def matching_step(secret: str, typed: str, now: datetime, after: int = 0) -> int:
    """Which step the code belongs to, later than `after`. Raises WrongCode."""
    from pyotp import TOTP  # only who types a code pays for it

    app, code, current = TOTP(secret, interval=_STEP_SECONDS), typed_code(typed), int(now.timestamp()) // _STEP_SECONDS
    for step in range(max(current - _DRIFT, after + 1), current + _DRIFT + 1):
        if same(app.generate_otp(step), code):
            return step
    raise WrongCode


def app_address(secret: str, email: str, school: str) -> str:
    """`otpauth://…`: what the app reads from the QR code. A long school name would make the code too fine."""
    from pyotp import TOTP

    return TOTP(secret, interval=_STEP_SECONDS).provisioning_uri(name=email, issuer_name=school[:_LONGEST_ISSUER])


def _recovery_hash(code: str, user_id: str, site_secret: bytes) -> str:
    return hmac.new(site_secret, f"recovery {user_id} {code}".encode(), sha256).hexdigest()
