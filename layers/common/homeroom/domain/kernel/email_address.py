"""Email addresses: as typed, mended where there is one meaning, and compared.

A strict pattern lets ordinary addresses through; email-validator, which is slow to import, decides the rest.
"""

import re

from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code, message
from homeroom.domain.kernel.text import clean

# A subset of what email-validator accepts; a differential test holds it to that. What is long (every length limit
# is past _SHORT), labels such as `xn--…` and top-level domains that no mail reaches are left to the library.
_SHORT = 64
ORDINARY_LINE = (
    rf"(?=.{{0,{_SHORT}}}$)[A-Za-z0-9_+-]++(?:[.'][A-Za-z0-9_+-]++)*+"
    r"@(?:[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*+\.)+"
    r"(?!(?i:arpa|invalid|local|localhost|onion|test)$)[A-Za-z]{2,}"
)
"""The pattern of a line (`re.MULTILINE`) that is surely an address, and one that needs no mending."""
_ORDINARY = re.compile(ORDINARY_LINE, re.MULTILINE)

_LONGEST_MENDED = 1_000
"""Of what stands around an address: mending takes it off piece by piece."""
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛ʼ′", "'") | {"＇": "'"})
_FULL_WIDTH = str.maketrans({0xFF01 + i: 0x21 + i for i in range(94)} | {"。": ".", "｡": "."})
_WITH_NAME = re.compile(r"[^<>]*<([^<>]*)>")
_COMMENT_AFTER = re.compile(r"\s*\([^()@]*\)$")
_AROUND_AT = re.compile(r"\s*@\s*")
_SEPARATOR = re.compile(r"[\s,;/|&<>()]+")
_EDGES = " .,;:\"'"


class EmailProblem(Code):
    """Why a text is no address."""

    NEEDED = "email.needed"
    NO_AT = "email.no_at"
    SEVERAL = "email.several"
    SEVERAL_AT = "email.several_at"
    SPACES = "email.spaces"
    LETTER = "email.letter"
    INCOMPLETE = "email.incomplete"
    NO_ENDING = "email.no_ending"
    INVALID = "email.invalid"


class InvalidEmail(Refused):
    """Not an address that email can be sent to."""


def is_ordinary(text: str) -> bool:
    """Surely an address, and one that needs no mending. False says nothing."""
    return _ORDINARY.fullmatch(text) is not None


def parse_email(text: str) -> str:
    """The address as typed, after mending `Bob <b@x.com>`, `mailto:`, smart quotes and the like.

    Raises InvalidEmail.
    """
    if is_ordinary(text):
        return text
    address = _mended(text)
    if not is_ordinary(address):
        _check(address)
    return address


def email_key(address: str) -> str:
    """Identity of a parsed address: `A@X.com` is `a@x.com`; plus-addresses and dots stay distinct."""
    if address.isascii():
        return address.lower()
    return email_to_send_to(address).lower()


def email_to_send_to(address: str) -> str:
    """A parsed address with its domain in ASCII (`müller.de` -> `xn--mller-kva.de`), as mail services want it."""
    if address.isascii():
        return address
    local, _, _ = address.rpartition("@")
    return f"{local}@{_ascii_domain(address)}"


def _mended(text: str) -> str:
    """What was surely meant. Mending is done when nothing changes any more, so that mending twice is mending once."""
    mended = clean(text).translate(_QUOTES).translate(_FULL_WIDTH)
    if len(mended) > _LONGEST_MENDED:
        return mended
    while (again := _mended_once(mended)) != mended:
        mended = again
    return mended


def _mended_once(text: str) -> str:
    stripped = text.strip(_EDGES)
    text = text if stripped.startswith("@") else stripped  # strange, but an address: '@example.org
    if text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0]
    if named := _WITH_NAME.fullmatch(text):
        text = named[1]
    text = _COMMENT_AFTER.sub("", text)
    return _one_of_repeated(_AROUND_AT.sub("@", text))


def _one_of_repeated(text: str) -> str:
    """`a@x.com; A@x.com` is one address written twice."""
    if text.count("@") < 2:
        return text
    written = _SEPARATOR.split(text)
    same = len({w.lower() for w in written if w}) == 1
    return written[0] if same else text


def _check(address: str) -> None:
    """Raise InvalidEmail with the message that helps most, or return."""
    if not address:
        raise _invalid(EmailProblem.NEEDED)
    local, at, domain = address.rpartition("@")
    if not at:
        raise _invalid(EmailProblem.NO_AT)
    if "@" in local:
        several = sum("@" in part for part in _SEPARATOR.split(address)) > 1
        raise _invalid(EmailProblem.SEVERAL if several else EmailProblem.SEVERAL_AT)
    if " " in address:
        raise _invalid(EmailProblem.SPACES)
    if not local.isascii():
        raise _invalid(EmailProblem.LETTER, letter=next(c for c in local if not c.isascii()))
    if not local or not domain:
        raise _invalid(EmailProblem.INCOMPLETE)
    if "." not in domain:
        raise _invalid(EmailProblem.NO_ENDING)
    _ascii_domain(address)


def _invalid(code: EmailProblem, **values: str) -> InvalidEmail:
    return InvalidEmail(message(code, **values))


def _ascii_domain(address: str) -> str:
    """The library's word on everything unusual. Imported here because it costs a cold start 30 ms."""
    from email_validator import EmailNotValidError, validate_email

    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as refusal:
        raise _invalid(EmailProblem.INVALID) from refusal
    return checked.ascii_domain
