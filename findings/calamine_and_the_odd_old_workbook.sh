#!/usr/bin/env bash
# calamine reads a NUL after each letter of an .xls, and refuses an .ods whose XML is indented
#
# One would expect: an .xls that says "code page 1252" in its CODEPAGE record, as Perl's Spreadsheet::WriteExcel writes
# it, is read like one that says 1200: from Excel 97 on, texts are Unicode, in one or two bytes a letter. And white space
# between the rows of an .ods means nothing, as anywhere in XML: Gnumeric and SheetJS write it.
# What happens: `year` is read as `y\0e\0a\0r\0`, without an error, and the .ods is refused: "Expecting 'table-cell',
# found 'Text'".
# Seen with python-calamine 0.9.1 on Python 3.11, and files of xlwt 1.3.0 and odfpy 1.4.1 with nothing else changed.
# What this project does: see layers/common/homeroom/domain/imports/spreadsheet/old_workbook.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 xlwt==1.3.0 odfpy==1.4.1 2>/dev/null

seen=$("$folder/venv/bin/python" - "$folder" <<'PY'
import sys
import zipfile
from pathlib import Path

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineError, CalamineWorkbook

folder = Path(sys.argv[1])


def read(path: Path) -> str:
    try:
        return repr(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())
    except CalamineError as error:
        return f"{type(error).__name__}: {str(error).split('(')[0].strip()}"


book = xlwt.Workbook()
book.add_sheet("students").write(0, 0, "year")
book.save(folder / "unicode.xls")
written = (folder / "unicode.xls").read_bytes()
codepage = b"\x42\x00\x02\x00"  # the record's kind and length, then the number
assert written.count(codepage + b"\xb0\x04") == 1
(folder / "1252.xls").write_bytes(written.replace(codepage + b"\xb0\x04", codepage + b"\xe4\x04"))

document = OpenDocumentSpreadsheet()
table, row, cell = Table(name="students"), TableRow(), TableCell(valuetype="string")
document.spreadsheet.addElement(table)
table.addElement(row)
row.addElement(cell)
cell.addElement(P(text="year"))
document.save(folder / "plain.ods")
with zipfile.ZipFile(folder / "plain.ods") as plain, zipfile.ZipFile(folder / "indented.ods", "w") as indented:
    for name in plain.namelist():
        indented.writestr(name, plain.read(name).replace(b"<table:table-cell", b"\n  <table:table-cell"))
for name in ("unicode.xls", "1252.xls", "plain.ods", "indented.ods"):
    print(f"{name}: {read(folder / name)}")
PY
)
echo "$seen"
expected="unicode.xls: [['year']]
1252.xls: [['y\\x00e\\x00a\\x00r\\x00']]
plain.ods: [['year']]
indented.ods: CalamineError: Expecting 'table-cell', found 'Text"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
