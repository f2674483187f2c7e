"""Formulas that no program has calculated name nobody: the workbook is refused, and says what to do."""

import io
import re
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from homeroom.domain.imports.spreadsheet import SpoiltFile
from tests.steps.english import english
from tests.steps.spreadsheet_files import sheet_of

HEADER = ("Class Code", "Last Name", "First Name", "Parent Email", "Absences")
FORMULA = '=CONCATENATE("p",1,"@example.org")'


def book(*rows: tuple[object, ...], changed: tuple[tuple[str, str], ...] = ()) -> bytes:
    """As openpyxl writes it, but for what was changed in its XML: patterns and what stands for them."""
    new = Workbook()
    sheet: Any = new.active
    for row in (HEADER, *rows):
        sheet.append(row)
    file, result = io.BytesIO(), io.BytesIO()
    new.save(file)
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(result, "w") as written:
        for name in parts.namelist():
            text = parts.read(name)
            for pattern, by in changed:
                text = re.sub(pattern.encode(), by.encode(), text)
            written.writestr(name, text)
    return result.getvalue()


def emails(data: bytes) -> list[str]:
    return [p.email for row in sheet_of(data).rows() if row.placement for p in row.placement.parents]


def refusal(data: bytes) -> str:
    with pytest.raises(SpoiltFile) as refused:
        emails(data)
    return english(*refused.value.problems)


EMPTY = r"<v ?/>|<v></v>"
ROWS = [("3-A", "García", "Noé", FORMULA, 1), ("3-A", "Li", "Mei", FORMULA, 2)]
SAVED_BY_EXCEL = (r' fullCalcOnLoad="1"', "")
CALCULATED = (r'<c r="(D\d)"><f>([^<]*)</f>(?:<v ?/>|<v></v>)', r'<c r="\1" t="str"><f>\2</f><v>a@example.org</v>')


def test_formulas_without_values_are_refused_and_the_sentence_says_what_to_do() -> None:
    sentence = refusal(book(*ROWS))
    assert "column D" in sentence
    assert "Open and save it in Excel. Then import it again." in sentence


def test_formulas_with_zeros_in_a_column_of_texts_are_refused() -> None:
    assert "column D" in refusal(book(*ROWS, changed=((EMPTY, "<v>0</v>"),)))


def test_names_are_texts_as_well() -> None:
    rows = [("3-A", '=A2&"x"', "Noé", "a@example.org", 1)]
    assert "column B" in refusal(book(*rows, changed=((EMPTY, "<v>0</v>"),)))


def test_zeros_of_numbers_and_of_a_program_that_has_calculated_are_read() -> None:
    rows = [("3-A", "García", "Noé", "a@example.org", "=1-1")]
    assert emails(book(*rows, changed=((EMPTY, "<v>0</v>"),))) == ["a@example.org"]
    assert emails(book(*ROWS, changed=((EMPTY, "<v>0</v>"), SAVED_BY_EXCEL))) == []


def test_formulas_that_were_calculated_are_read() -> None:
    assert emails(book(*ROWS, changed=(CALCULATED, SAVED_BY_EXCEL))) == ["a@example.org"] * 2


def test_a_formula_whose_value_is_an_empty_text_was_calculated() -> None:
    empty = (r'<c r="(D\d)"><f>', r'<c r="\1" t="str"><f>')
    assert emails(book(*ROWS, changed=(empty,))) == []


def test_it_is_told_however_far_down_the_formulas_stand() -> None:
    plain = [("3-A", f"Name{'x' * (n % 9)}", "Ann", "", 1) for n in range(3_000)]
    assert "column D" in refusal(book(*plain, *ROWS))
