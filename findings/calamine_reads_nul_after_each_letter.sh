#!/usr/bin/env bash
# calamine reads a NUL after each letter of an old workbook that names a code page
#
# One would expect: an .xls that says "code page 1252" in its CODEPAGE record, as Perl's Spreadsheet::WriteExcel writes
# it, is read like one that says 1200: from Excel 97 on its texts are Unicode, in one or two bytes a letter, and a flag
# of each text says in how many. xlrd, LibreOffice and Gnumeric read it so.
# What happens: `year` is read as `y\0e\0a\0r\0`, without an error. A column of that name is not found, or an id
# matches none, though both look right where they are printed.
# Seen with python-calamine 0.9.1 and xlrd 2.0.2 on Python 3.11, and a file of xlwt 1.3.0 with that number changed.
# What this project does: it puts the number right in its copy of the file, before that is read:
# layers/common/homeroom/domain/imports/spreadsheet/old_workbook.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 xlrd==2.0.2 xlwt==1.3.0 2>/dev/null

seen=$("$folder/venv/bin/python" - "$folder" <<'PY'
import sys
from pathlib import Path

import xlrd
import xlwt
from python_calamine import CalamineWorkbook

folder = Path(sys.argv[1])


book = xlwt.Workbook()
book.add_sheet("students").write(0, 0, "year")
book.save(folder / "unicode.xls")
written = (folder / "unicode.xls").read_bytes()
codepage = b"\x42\x00\x02\x00"  # the record's kind and length, then the number
assert written.count(codepage + b"\xb0\x04") == 1
(folder / "1252.xls").write_bytes(written.replace(codepage + b"\xb0\x04", codepage + b"\xe4\x04"))

for name in ("unicode.xls", "1252.xls"):
    read = CalamineWorkbook.from_path(folder / name).get_sheet_by_index(0).to_python()
    print(f"{name}: {read} {xlrd.open_workbook(folder / name).sheet_by_index(0).row_values(0)}")
PY
)
echo "$seen"
expected="unicode.xls: [['year']] ['year']
1252.xls: [['y\\x00e\\x00a\\x00r\\x00']] ['year']"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
