#!/usr/bin/env bash
# XlsxWriter writes a text that begins with <r> and ends with </r> as markup, and openpyxl keeps an escape
#
# One would expect: `write_string` writes any text as that text, with `<` and `&` escaped, as its documentation has it for
# every other one; and what it escapes as `_x005F_x0041_`, so that Excel shows `_x0041_`, is read back as that.
# What happens: `<r><t>one</t></r>` is taken for a rich string of its own, and stands in the XML as it is: the cell is
# read as `one`. With constant_memory texts are inline, and in an inline text openpyxl does not undo the escape: it
# reads `_x005F_x0041_`, where calamine reads `_x0041_`; of shared strings both read `_x0041_`.
# Seen with xlsxwriter 3.3.1, openpyxl 3.1.5 and python-calamine 0.9.1 on Python 3.11.
# What this project does: such a text is written by `write_rich_string`, in three pieces, which are escaped; whoever
# types `_x0041_` is not cared for: layers/common/homeroom/use_cases/exports/write_table.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
	xlsxwriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1 2>/dev/null

seen=$("$folder/venv/bin/python" - "$folder/written.xlsx" <<'PY'
import sys

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

for constant_memory in (False, True):
    with xlsxwriter.Workbook(sys.argv[1], {"constant_memory": constant_memory}) as book:
        sheet = book.add_worksheet()
        for column, text in enumerate(["<r><t>one</t></r>", "_x0041_", "<t>&"]):
            sheet.write_string(0, column, text)
    [by_openpyxl] = openpyxl.load_workbook(sys.argv[1]).worksheets[0].iter_rows(values_only=True)
    [by_calamine] = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
    print(f"constant_memory={constant_memory}: {list(by_openpyxl)} {by_calamine}")
PY
)
echo "$seen"
expected="constant_memory=False: ['one', '_x0041_', '<t>&'] ['one', '_x0041_', '<t>&']
constant_memory=True: ['one', '_x005F_x0041_', '<t>&'] ['one', '_x0041_', '<t>&']"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
