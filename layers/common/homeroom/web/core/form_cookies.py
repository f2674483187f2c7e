"""Each form behind a link that a browser has begun has a cookie of its own. The cookie is the secret, and a key in its
name says which form it opens: `__Host-form-2-1a2b3c4d`. The key stands in addresses, and opens nothing by itself.
"""

import re
from collections.abc import Iterable, Sequence
from secrets import token_hex

MOST_FORMS = 5
"""That one browser keeps open. A sixth takes the place of the oldest."""
_COOKIE = re.compile(r"__Host-form-([1-9][0-9]{0,5}-[0-9a-f]{8})")


def form_cookie(key: str) -> str:
    """The name of the cookie that opens the form of this key."""
    return f"__Host-form-{key}"


def is_form_cookie(name: str) -> bool:
    return _COOKIE.fullmatch(name) is not None


def form_keys(cookies: Iterable[str]) -> list[str]:
    """Of the forms that cookies of these names open, the oldest first."""
    keys = [match[1] for match in map(_COOKIE.fullmatch, cookies) if match]
    return sorted(keys, key=lambda key: (_number(key), key))


def new_form_key(keys: Sequence[str]) -> str:
    """Counts on from the newest of those that the browser has, the oldest first. No key comes twice."""
    return f"{_number(keys[-1]) + 1 if keys else 1}-{token_hex(4)}"


def _number(key: str) -> int:
    return int(key.partition("-")[0])
