#!/usr/bin/env bash
# csvkit and tablib read the sheet that was looked at last, and pandas and SheetJS one that is hidden
#
# One would expect: programs that are given a workbook and no name of a sheet read the same sheet, and none that nobody
# can see.
# What happens: in a workbook that was saved with its second sheet in view, in2csv and tablib read that one (agate's
# documentation says so, and neither csvkit's nor tablib's does), the others the first. Where the first sheet is hidden,
# pandas, polars, petl, SheetJS and ExcelJS read it all the same, and only pyexcel leaves it out. Nothing is said.
# Seen with csvkit 2.2.0 (agate-excel 0.4.2), tablib 3.10.0, pandas 3.1.1, polars 2.1.0 (fastexcel 0.21.0), petl 1.7.30,
# pyexcel 0.7.6 (pyexcel-xlsx 0.6.1) and openpyxl 3.1.5 on Python 3.11, xlsx 0.18.5 and exceljs 4.4.0 on Node 20.
# What this project does: it reads the first sheet that can be seen, as Excel shows them from left to right:
# layers/common/homeroom/domain/imports/spreadsheet/workbook.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csvkit==2.2.0 agate-excel==0.4.2 \
  'tablib[xlsx]==3.10.0' pandas==3.1.1 polars==2.1.0 fastexcel==0.21.0 petl==1.7.30 pyexcel==0.7.6 \
  pyexcel-xlsx==0.6.1 openpyxl==3.1.5 2>/dev/null
npm install --silent --prefix "$folder" xlsx@0.18.5 exceljs@4.4.0 >/dev/null
cd "$folder"
cat >read.py <<'PY'
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas
import petl
import polars
import pyexcel
import tablib

for name, hidden in (("second-in-view", False), ("first-hidden", True)):
    book = openpyxl.Workbook()
    book.active.title = "First"
    for sheet in (book["First"], book.create_sheet("Second")):
        sheet.append(["sheet"])
        sheet.append([sheet.title])
    book.active = 1
    book["First"].sheet_state = "hidden" if hidden else "visible"
    path = Path(f"{name}.xlsx")
    book.save(path)
    in2csv = subprocess.run([Path(sys.executable).parent / "in2csv", path], capture_output=True, text=True, check=True)
    print(f"{name}: csvkit {in2csv.stdout.split()[1]}")
    print(f"{name}: tablib {tablib.Dataset().load(path.read_bytes(), format='xlsx')[0][0]}")
    print(f"{name}: pandas {pandas.read_excel(path).iloc[0, 0]}")
    print(f"{name}: polars {polars.read_excel(path)[0, 0]}")
    print(f"{name}: petl {list(petl.fromxlsx(path))[1][0]}")
    print(f"{name}: pyexcel {pyexcel.get_array(file_name=str(path))[1][0]}")
PY
cat >read.cjs <<'JS'
const xlsx = require("xlsx");
const exceljs = require("exceljs");
(async () => {
  for (const name of ["second-in-view", "first-hidden"]) {
    xlsx.writeFile(xlsx.readFile(`${name}.xlsx`), "converted.csv");
    console.log(`${name}: SheetJS ${require("fs").readFileSync("converted.csv", "utf8").split("\n")[1]}`);
    const book = new exceljs.Workbook();
    await book.xlsx.readFile(`${name}.xlsx`);
    console.log(`${name}: ExcelJS ${(await book.csv.writeBuffer()).toString().split("\n")[1]}`);
  }
})();
JS
seen=$(venv/bin/python -W ignore read.py && node read.cjs)
echo "$seen"
expected="second-in-view: csvkit Second
second-in-view: tablib Second
second-in-view: pandas First
second-in-view: polars First
second-in-view: petl First
second-in-view: pyexcel First
first-hidden: csvkit Second
first-hidden: tablib Second
first-hidden: pandas First
first-hidden: polars First
first-hidden: petl First
first-hidden: pyexcel Second
second-in-view: SheetJS First
second-in-view: ExcelJS First
first-hidden: SheetJS First
first-hidden: ExcelJS First"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
