#!/usr/bin/env bash
# An id that goes through polars and SheetJS comes out as 10,020
#
# One would expect: whole numbers that polars writes into a workbook have the format General, as those of pandas,
# openpyxl and xlsxwriter, which polars writes with; a CSV file made of that workbook says 10020.
# What happens: write_excel gives each whole number the format `#,##0`, and each other number three decimals.
# SheetJS' sheet_to_csv writes what a cell shows, so ids, years and room numbers get commas, in quotes: `"10,020"`,
# `"2,026"`. Numbers below 1,000 stay as they are, so a small test passes. With pandas all of them do.
# Seen with polars 2.1.0, pandas 3.1.1, xlsxwriter 3.3.1 and openpyxl 3.1.5 on Python 3.11, and xlsx 0.18.5 on Node 20.
# What this project does: 10,020 is read as the id 10020, with a notice:
# layers/common/homeroom/domain/imports/spreadsheet/rewritten_ids.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  polars==2.1.0 pandas==3.1.1 xlsxwriter==3.3.1 openpyxl==3.1.5 2>/dev/null
npm install --silent --prefix "$folder" xlsx@0.18.5 >/dev/null
cd "$folder"
venv/bin/python - <<'PY'
import pandas
import polars

table = {"id": [417, 10020], "year": [2026, 2026], "score": [1.5, 2.0]}
polars.DataFrame(table).write_excel("polars.xlsx")
pandas.DataFrame(table).to_excel("pandas.xlsx", index=False)
PY
cat >convert.cjs <<'JS'
const xlsx = require("xlsx");
for (const name of ["polars", "pandas"]) {
  const book = xlsx.readFile(`${name}.xlsx`);
  console.log(`${name}\n${xlsx.utils.sheet_to_csv(book.Sheets[book.SheetNames[0]]).trim()}`);
}
JS
seen=$(node convert.cjs)
echo "$seen"
expected='polars
id,year,score
417,"2,026",1.500
"10,020","2,026",2.000
pandas
id,year,score
417,2026,1.5
10020,2026,2'
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
