"""Phone numbers: as people type them, as they are kept and shown, and as a telephone dials them.

What a person could dial is never refused, and what stands beside a number (`cell`, `Mom`) is part of what they said.
phonenumbers is imported where a number is read: it takes longer to load than most pages take to answer.
"""

import re

FEWEST_DIGITS, MOST_DIGITS = 5, 40
"""Of what may be typed into one field: an internal number, or two numbers with their extensions."""

_FEWEST_TO_DIAL, _MOST_TO_DIAL = 7, 18  # fifteen are the most there are, and some come before them to dial abroad
_LEAST_OF_WORD = 7  # digits and letters of `1-800-FLOWERS`
# Once another way to dial abroad, and numbers of Mexico as they were until 2019, are what they mean.
_OLD_MEXICAN = re.compile(r"(?<![\d+])(?:\+|00|011[ .-]?) ?52[ .()-]*1(?=(?:[ .()-]*\d){10}(?!\d))")
_ABROAD = re.compile(r"(?<![\d+])00(?=[1-9])")
_NUMBER = re.compile(r"\+?\(?\d(?:[\d ().\u2010-\u2015-]*\d)?")
_EXTENSION = re.compile(r"\s*(?:ext\.?|x|#)\s*(\d{1,7})(?!\d)", re.IGNORECASE)
_NOT_DIALED_ABROAD = re.compile(r"^(\+.*)\(0\)")


def is_dialable(text: str) -> bool:
    """Whether a person could make a phone call of it; `call me` and `12 A` are none."""
    digits = sum(c.isdecimal() for c in text)
    if digits < FEWEST_DIGITS:
        from phonenumbers import is_alpha_number

        return sum(c.isalnum() for c in text) >= _LEAST_OF_WORD and is_alpha_number(text)
    return digits <= MOST_DIGITS


def nice_phone(typed: str, country: str) -> str:
    """`cell: 4155552671x12` -> `cell: (415) 555-2671 ext. 12` for a school in the country `US` (ISO 3166).

    As one dials it in that country, or with `+` for another one. Several numbers, and what is not surely a number that
    exists, stay as they were typed. Done twice it is done once.
    """
    nice = _nice(typed, country)
    return nice if _nice(nice, country) == nice else typed


def phone_numbers(text: str) -> tuple[str, ...]:
    """The digits of each number in a text, without extensions: `cell: +1 (415) 555-2671 ext. 12` -> `14155552671`."""
    numbers = (_ascii(_NOT_DIALED_ABROAD.sub(r"\1", found[0])) for found in _NUMBER.finditer(text))
    return tuple(digits for digits in numbers if FEWEST_DIGITS <= len(digits) <= _MOST_TO_DIAL)


def may_be_one_number(digits: str, others: str) -> bool:
    """Whether one of the two only leaves out what comes first: the code of a country or an area, for which another one
    may have a zero.
    """
    short, long = sorted((digits, others), key=len)
    return long.endswith(short) or (len(short) > _FEWEST_TO_DIAL and long.endswith(short.lstrip("0")))


def phone_link(phone: str) -> str:
    """`tel:` and what to dial for the first number in a text, empty where there is none that is sure."""
    for found in _NUMBER.finditer(phone):
        digits = _ascii(_NOT_DIALED_ABROAD.sub(r"\1", found[0]))
        if _FEWEST_TO_DIAL <= len(digits) <= _MOST_TO_DIAL:
            extension = _EXTENSION.match(phone, found.end())
            plus = "+" if found[0].startswith("+") else ""
            return f"tel:{plus}{digits}" + (f";ext={_ascii(extension[1])}" if extension else "")
    return ""


def _ascii(text: str) -> str:
    """Its digits, whatever script they are in."""
    return "".join(str(int(c)) for c in text if c.isdecimal())


def _nice(typed: str, country: str) -> str:
    from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher, country_code_for_region, format_number

    modern = _OLD_MEXICAN.sub("+52 ", typed)
    readings = ((text, list(PhoneNumberMatcher(text, country))) for text in (typed, modern, _ABROAD.sub("+", modern)))
    text, numbers = next(((text, found) for text, found in readings if found), (typed, []))
    if len(numbers) != 1:
        return typed
    found, number = numbers[0], numbers[0].number
    extension, number.extension = number.extension, None
    at_home = number.country_code == country_code_for_region(country)
    shown = format_number(number, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL)
    beside = f" ext. {extension}" if extension else ""
    return f"{text[: found.start]}{shown}{beside}{text[found.end :]}"
