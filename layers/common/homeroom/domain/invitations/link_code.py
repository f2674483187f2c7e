"""The code beside a link: for a mail program that opens links in a browser of its own, for another device, or to be
read out on the telephone. It does what the button behind the link does.
"""

from homeroom.domain.kernel.token import new_number
from homeroom.domain.kernel.typed_code import typed_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXY"
"""30 signs of which no two look or are written alike: without I, L, O, S, U and Z."""
CODE_LENGTH = 10
"""49 random bits. That is too few for a plain hash, and enough where wrong ones are counted."""
PURPOSE = "invitation"
"""Of the keyed digest under which a code is stored."""

_CODES = len(ALPHABET) ** CODE_LENGTH
_GROUP = CODE_LENGTH // 2
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "U": "V"})


def new_code() -> str:
    """As it is stored and compared: ten signs of the alphabet."""
    return code_of(new_number(_CODES))


def code_of(number: int) -> str:
    """The same from a number that is as good as random: only its remainder counts."""
    number, signs = number % _CODES, ""
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs += ALPHABET[place]
    return signs


def shown_code(code: str) -> str:
    """As people read it: `7KX4M-Q2RTB`."""
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def read_code(typed: str) -> str:
    """What was typed, as it is stored; empty where that is no code at all."""
    code = typed_code(typed).translate(_READ_AS)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""
