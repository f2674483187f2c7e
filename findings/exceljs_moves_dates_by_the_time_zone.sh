#!/usr/bin/env bash
# ExcelJS reads 2018-03-04 in a CSV file and writes March 3 into the workbook, east of Greenwich
#
# One would expect: a date without a time and without a zone stays that date: the README says that such dates are
# recognized in CSV files, and workbooks know no zones at all.
# What happens: the date is taken for midnight where the process runs, and written in UTC: in Berlin a birthday becomes
# the evening before, in New York 5 in the morning. The other way round, a workbook's date is written to CSV as a time
# in the process's zone: in New York it is the day before. Only where TZ is UTC, as in most tests and in CI, all is well.
# A linked cell is written to CSV as its link: `mailto:ana@example.org`, whatever it shows.
# Seen with exceljs 4.4.0 and openpyxl 3.1.5, which reads what was written.
# What this project does: it ignores columns that it does not know, such as birthdays; `mailto:` is taken off addresses:
# layers/common/homeroom/domain/kernel/email_address.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 2>/dev/null
npm install --silent --prefix "$folder" exceljs@4.4.0 >/dev/null
cd "$folder"
printf 'name,birthday\nAna,2018-03-04\n' >students.csv
cat >convert.cjs <<'JS'
const exceljs = require("exceljs");
(async () => {
  const read = new exceljs.Workbook();
  await read.csv.readFile("students.csv");
  await read.xlsx.writeFile("students.xlsx");
  const book = new exceljs.Workbook();
  const link = { text: "Ana's address", hyperlink: "mailto:ana@example.org" };
  book.addWorksheet("students").addRow([new Date(Date.UTC(2018, 2, 4)), link]);
  console.log("as CSV:", (await book.csv.writeBuffer()).toString());
})();
JS
seen=$(for zone in UTC Europe/Berlin America/New_York; do
  echo "$zone"
  TZ=$zone node convert.cjs
  venv/bin/python -c 'from openpyxl import load_workbook; print("in the workbook:", load_workbook("students.xlsx").active["B2"].value)'
done)
echo "$seen"
expected="UTC
as CSV: 2018-03-04T00:00:00+00:00,mailto:ana@example.org
in the workbook: 2018-03-04 00:00:00
Europe/Berlin
as CSV: 2018-03-04T01:00:00+01:00,mailto:ana@example.org
in the workbook: 2018-03-03 23:00:00
America/New_York
as CSV: 2018-03-03T19:00:00-05:00,mailto:ana@example.org
in the workbook: 2018-03-04 05:00:00"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
