"""A code as people type it: from an email, an app, a sheet of paper, or what somebody reads out."""

from unicodedata import category, decimal, normalize

_SEPARATORS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})
"""Unicode's categories of spaces, line ends, invisible signs, and hyphens and dashes of all kinds."""


def typed_code(typed: str) -> str:
    """Its letters as capitals and its digits, of whatever script, as 0 to 9, without what people put between them."""
    kept = (sign for sign in normalize("NFKC", typed) if sign != "." and category(sign) not in _SEPARATORS)
    return "".join(str(decimal(sign, sign)) for sign in kept).upper()
