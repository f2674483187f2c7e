#!/usr/bin/env bash
# calamine refuses an OpenDocument spreadsheet whose XML is indented
#
# One would expect: white space between the cells of an .ods means nothing, as in any XML whose elements hold no text.
# Gnumeric writes its files so, and LibreOffice and odfpy read them.
# What happens: one line feed between two cells, and the file cannot be opened: "Expecting 'table-cell', found 'Text(…)'".
# Seen with python-calamine 0.9.1 (calamine 0.37.0) on Python 3.11.
# What this project does: it reads .ods itself (layers/common/homeroom/domain/imports/spreadsheet/ods_tables.py).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1
cd "$folder"

cat >read.py <<'PY'
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

NAMES = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
CELL = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'


def ods(between: str) -> str:
    row = f"<table:table-row>{CELL}{between}{CELL}</table:table-row>"
    with zipfile.ZipFile("table.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<office:document-content {NAMES}><office:body><office:spreadsheet><table:table table:name="T">{row}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return "table.ods"


for name, between in (("not indented", ""), ("indented", "\n  ")):
    try:
        print(f"{name}: {CalamineWorkbook.from_path(ods(between)).get_sheet_by_index(0).to_python()}")
    except CalamineError as error:
        print(f"{name}: {error}")
PY
output=$(venv/bin/python read.py)
echo "$output"
grep -q "^not indented: \[\['a', 'a'\]\]" <<<"$output" || { echo "changed: the plain file is not read either"; exit 1; }
if grep -q "^indented: \[\['a', 'a'\]\]" <<<"$output"; then
  echo "changed: white space between cells is passed over now"
  exit 1
fi
echo "still so: white space between two cells makes the file unreadable"
