"""The rules of single cells. Each takes the text of a cell and returns its value, or raises Refused.

Plain cells are let through by a pattern; the rest is looked at closely.
"""

import re
from collections.abc import Callable, Collection, Mapping

from homeroom.domain.imports.spreadsheet.code_pages import LOST
from homeroom.domain.imports.spreadsheet.codes import WrongCell
from homeroom.domain.imports.spreadsheet.columns import FULL_NAMES, STUDENT_COLUMNS, folded
from homeroom.domain.imports.spreadsheet.markup import is_json
from homeroom.domain.imports.spreadsheet.rewritten_ids import LOST_DIGITS
from homeroom.domain.imports.spreadsheet.said_nothing import FORMULA_ERROR, is_formula_error
from homeroom.domain.kernel.email_address import EmailProblem, InvalidEmail, is_ordinary, parse_email
from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Value, message
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
_NUMBER = re.compile(r"\d[\d\s.,/-]*")
_MONTH = (
    r"(?:jan|feb|fe[bv]|mar|mrt|mrz|m[äa]r|mars|apr|avr|abr|may|mai|maj|mei|mag|jun|juin|giu|jul|juil|lug"
    r"|aug|ago|ao[uû]|sep|sept|set|oct|okt|ott|out|nov|dec|dez|d[ée]c|dic)"
)
_LOST_TO_EXCEL = re.compile(
    rf"""{LOST_DIGITS}
      | \d{{1,2}}[-.\s]{{1,2}}{_MONTH}\.?(?:[-.\s]\d{{2,4}})?   # 3-Apr, 03. Apr, 3-Apr-26
      | {_MONTH}\.?[-.\s]\d{{1,4}}                              # Apr-03
      | \d{{4}}-\d{{2}}-\d{{2}}(?:[ T]00:00(?::00)?)? | \d{{1,2}}([./])\d{{1,2}}\1\d{{2,4}}
      | \d{{4}}([./])\d{{1,2}}\2\d{{1,2}}                         # 2026/04/03, which was 3-Apr
      | \d{{1,2}}\ days?,\ \d{{1,2}}:\d\d:\d\d                    # 1 day, 0:00:00, which was 1D
      | {FORMULA_ERROR}""",
    re.VERBOSE | re.IGNORECASE,
)
# How programs keep Excel from changing a text: it shows `="00417"` as 00417.
_TEXT_AS_FORMULA = re.compile(r'\s*="([^"]*)"\s*')


class CellRefused(Refused):
    """The text cannot stand in its column."""


def school_year(default: str) -> CellRule:
    """An empty cell means `default`, which may itself be empty: then the cell is needed."""

    def rule(text: str) -> str:
        if default and not clean(text):
            return default
        return parse_school_year(_legible(text))

    return rule


def class_code(text: str) -> str:
    """`3/4 A`, as systems call a homeroom of two grades, is `3-4 A` here: a code stands in addresses of pages."""
    if folded(text) in _HEADERS:
        raise _refused(WrongCell.COLUMN_NAME)
    _not_changed_by_excel(text)
    return parse_class_code(_legible(text).replace("/", "-"))


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
    try:
        return parse_email(_legible(text)) if clean(text) else ""
    except InvalidEmail as invalid:
        if invalid.message.is_(EmailProblem.SEVERAL):  # a file has a column for the second one
            raise _refused(WrongCell.SEVERAL_EMAILS) from None
        raise


def needed(value: str, if_empty: WrongCell) -> str:
    """`value`, which may not be empty."""
    if not value:
        raise _refused(if_empty)
    return value


def name(text: str) -> str:
    value = _short_text(text, LONGEST_NAME)
    if not value:
        return ""
    if "@" in value and "." in value:
        raise _refused(WrongCell.EMAIL_AS_NAME)
    if looks_like_web_address(value):
        raise _refused(WrongCell.WEB_ADDRESS_AS_NAME)
    if not _LETTER_OR_DIGIT.search(value) or _NUMBER.fullmatch(value):  # an id from the column beside it
        raise _refused(WrongCell.NAME_WITHOUT_LETTER)
    if is_formula_error(value):
        raise _refused(WrongCell.FORMULA_ERROR, text=value)
    return value


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
        rules["student_id"] = lambda text: needed(student_id(text), WrongCell.STUDENT_ID_NEEDED)
    return rules


def _name_of(column: str, required: Collection[str]) -> CellRule:
    return (lambda text: needed(name(text), WrongCell.NAME_NEEDED)) if column in required else name


def _short_text(text: str, longest: int) -> str:
    text = _legible(text)
    if has_control_characters(text):
        raise _refused(WrongCell.INVISIBLE)
    value = clean(text)
    if len(value) > longest:
        raise _refused(WrongCell.TOO_LONG, most=longest)
    return value


def _legible(text: str) -> str:
    if LOST in text:
        raise _refused(WrongCell.LOST_LETTER)
    if is_json(text):
        raise _refused(WrongCell.JSON)
    wrapped = _TEXT_AS_FORMULA.fullmatch(text)
    return wrapped[1] if wrapped else text


def _not_changed_by_excel(text: str) -> None:
    if _LOST_TO_EXCEL.fullmatch(text.strip()):
        raise _refused(WrongCell.CHANGED_BY_EXCEL)


def _refused(code: WrongCell, **values: Value) -> CellRefused:
    return CellRefused(message(code, **values))
