#!/usr/bin/env bash
# openpyxl reads an escape of an inline text as it stands, and undoes that of a shared one
#
# One would expect: what a workbook's XML escapes as `_x005F_x0041_`, so that Excel shows `_x0041_`, is read back as
# that, wherever the text of a cell stands.
# What happens: XlsxWriter keeps texts among the shared strings, and with constant_memory, which a large file needs,
# inside their cells. Of a shared text both openpyxl and calamine read `_x0041_`. Of an inline one calamine does, and
# openpyxl reads `_x005F_x0041_`: what one writes to save memory is another text to whoever reads it by pandas.
# Seen with xlsxwriter 3.3.1, openpyxl 3.1.5 and python-calamine 0.9.1 on Python 3.11.
# What this project does: files of contacts are written with constant_memory; whoever types `_x0041_` is not cared for:
# layers/common/homeroom/use_cases/exports/write_table.py.
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
        for column, text in enumerate(["_x0041_", "<t>&"]):
            sheet.write_string(0, column, text)
    [by_openpyxl] = openpyxl.load_workbook(sys.argv[1]).worksheets[0].iter_rows(values_only=True)
    [by_calamine] = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
    print(f"constant_memory={constant_memory}: {list(by_openpyxl)} {by_calamine}")
PY
)
echo "$seen"
expected="constant_memory=False: ['_x0041_', '<t>&'] ['_x0041_', '<t>&']
constant_memory=True: ['_x005F_x0041_', '<t>&'] ['_x0041_', '<t>&']"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
