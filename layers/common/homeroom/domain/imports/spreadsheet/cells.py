"""The rules of single cells. Each takes the text of a cell and returns its value, or raises with a sentence.

Plain cells are let through by a pattern; the rest is looked at closely.
"""

import re
from collections.abc import Callable, Collection, Mapping

from homeroom.domain.imports.spreadsheet.columns import FULL_NAMES, STUDENT_COLUMNS, folded
from homeroom.domain.imports.spreadsheet.encoding import LOST
from homeroom.domain.kernel.email_address import is_ordinary, parse_email
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.text import clean, has_control_characters, looks_like_web_address
from homeroom.domain.roster.homeroom_code import parse_class_code
from homeroom.domain.roster.school_year import parse_school_year

CellRule = Callable[[str], str]
CellRules = Mapping[str, CellRule]

LONGEST_NAME = 100
LONGEST_STUDENT_ID = 64
LONGEST_SHORT_TEXT = 40

# Letters that are in Unicode's composed form by themselves: Latin, Cyrillic, Chinese, Japanese, Korean.
_LETTER = "[A-Za-zÀ-ÖØ-öø-ɏḀ-ỹЀ-ҁҊ-ԯ一-鿕ぁ-ゖァ-ヺ가-힣]"
PLAIN_NAME = f"{_LETTER}{{1,24}}+(?:[ '’-]{_LETTER}{{1,24}}+){{0,3}}+"
PLAIN_ID = r"[A-Za-z]{0,20}[0-9]{1,40}"
"""Patterns of a name, and of a student's id, that is one as it stands; neither can be too long."""
_PLAIN_ID = re.compile(f"(?:{PLAIN_ID})?")
_HEADERS = frozenset(map(folded, ("class_code", *STUDENT_COLUMNS["class_code"])))
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_MONTH = (
    r"(?:jan|feb|fe[bv]|mar|mrt|mrz|m[äa]r|mars|apr|avr|abr|may|mai|maj|mei|mag|jun|juin|giu|jul|juil|lug"
    r"|aug|ago|ao[uû]|sep|sept|set|oct|okt|ott|out|nov|dec|dez|d[ée]c|dic)"
)
_ERROR = r"\#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)"
_LOST_TO_EXCEL = re.compile(
    rf"""\d(?:[.,]\d+)?E[+-]?\d{{2,3}}                          # 1.23457E+11
      | \d{{1,2}}[-.\s]{{1,2}}{_MONTH}\.?(?:[-.\s]\d{{2,4}})?   # 3-Apr, 03. Apr, 3-Apr-26
      | {_MONTH}\.?[-.\s]\d{{1,4}}                              # Apr-03
      | \d{{4}}-\d{{2}}-\d{{2}}(?:[ T]00:00(?::00)?)? | \d{{1,2}}([./])\d{{1,2}}\1\d{{2,4}}
      | {_ERROR}""",
    re.VERBOSE | re.IGNORECASE,
)
_ERROR_OF_EXCEL = re.compile(_ERROR, re.IGNORECASE)
# How programs keep Excel from changing a text: it shows `="00417"` as 00417.
_TEXT_AS_FORMULA = re.compile(r'\s*="([^"]*)"\s*')


class CellRefused(HomeroomError):
    """The text cannot stand in its column; `str()` is the sentence for the person who typed it."""


def school_year(default: str) -> CellRule:
    """An empty cell means `default`, which may itself be empty: then the cell is needed."""

    def rule(text: str) -> str:
        if default and not clean(text):
            return default
        return parse_school_year(_legible(text))

    return rule


def class_code(text: str) -> str:
    if folded(text) in _HEADERS:
        raise CellRefused("This is what the column is called: type the homeroom's code here, such as 3-A")
    _not_changed_by_excel(text)
    return parse_class_code(_legible(text))


def student_id(text: str) -> str:
    """Kept as text, leading zeros and all."""
    if _PLAIN_ID.fullmatch(text):
        return text
    _not_changed_by_excel(text)
    return _short_text(text, LONGEST_STUDENT_ID)


def grade(text: str) -> str:
    _not_changed_by_excel(text)
    return short_text(text)


def short_text(text: str) -> str:
    return _short_text(text, LONGEST_SHORT_TEXT)


def email(text: str) -> str:
    """An empty cell is no address, and fine."""
    if is_ordinary(text):
        return text
    return parse_email(_legible(text)) if clean(text) else ""


def needed(found: str, sentence: str) -> str:
    """`found`, which may not be empty."""
    if not found:
        raise CellRefused(sentence)
    return found


def name(text: str) -> str:
    found = _short_text(text, LONGEST_NAME)
    if not found:
        return ""
    if "@" in found and "." in found:
        raise CellRefused("This is an e-mail address: type the name here")
    if looks_like_web_address(found):
        raise CellRefused("This is a web address: type the name here")
    if not _LETTER_OR_DIGIT.search(found):
        raise CellRefused("A name needs at least one letter")
    if _ERROR_OF_EXCEL.fullmatch(found):
        raise CellRefused(f"{found} is an error of a formula: type the name here")
    return found


def rules_of_columns(default_year: str, required: Collection[str]) -> CellRules:
    """Canonical column name -> its rule. What is required may not be empty."""
    rules: dict[str, CellRule] = {
        "year": school_year(default_year),
        "class_code": class_code if "class_code" in required else lambda text: clean(text) and class_code(text),
        "grade": grade,
        "class_room": short_text,
        "student_id": student_id,
        "parent_email": email,
        "parent2_email": email,
        "relationship": short_text,
        "language": short_text,
        **{half: _name_of(half, required) for half in FULL_NAMES},
    }
    if "student_id" in required:
        rules["student_id"] = lambda text: needed(student_id(text), "The student's id is needed here")
    return rules


def _name_of(column: str, required: Collection[str]) -> CellRule:
    return (lambda text: needed(name(text), "A name is needed here")) if column in required else name


def _short_text(text: str, longest: int) -> str:
    text = _legible(text)
    if has_control_characters(text):
        raise CellRefused("There is a line break, a tab or an invisible character in this cell: type it again")
    found = clean(text)
    if len(found) > longest:
        raise CellRefused(f"This is too long: use at most {longest} characters")
    return found


def _legible(text: str) -> str:
    if LOST in text:
        raise CellRefused("A letter in this cell cannot be read: type it again and save the file as “CSV UTF-8”")
    wrapped = _TEXT_AS_FORMULA.fullmatch(text)
    return wrapped[1] if wrapped else text


def _not_changed_by_excel(text: str) -> None:
    if _LOST_TO_EXCEL.fullmatch(text.strip()):
        raise CellRefused("This looks changed by Excel: set the column's format to Text and type the original again")
