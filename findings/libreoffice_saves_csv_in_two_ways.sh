#!/usr/bin/env bash
# soffice --convert-to csv writes 417 where the sheet shows 00417, and with filter options 00417
#
# One would expect: options that are left out have their defaults, so `--convert-to csv` writes what it writes with
# `44,34,76` (comma, quotes, UTF-8), the encoding aside. "Save cell content as shown" is on by default.
# What happens: without options the values are written: ids lose the zeros of a format such as 00000, dates are those of
# the machine's language, and letters beyond Windows-1252 become `?`. With `44,34,76` and nothing more the cells are
# written as shown: 00417, "10,020", 1 Sep 2026. A ninth option `false` switches that off; percentages stay as shown.
# Seen with LibreOffice 7.4.7 (Debian 12's libreoffice-calc, which has to be installed: `apt-get install
# libreoffice-calc`), on a workbook of xlsxwriter 3.3.1.
# What this project does: `417` for a known 00417 fails its row, 10,020 is read as 10020, and `?` within a name waits:
# layers/common/homeroom/domain/imports/spreadsheet/rewritten_ids.py and lost_letters.py.
set -euo pipefail

command -v soffice >/dev/null || { echo "Install it first: apt-get install libreoffice-calc"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xlsxwriter==3.3.1 2>/dev/null
cd "$folder"
venv/bin/python - <<'PY'
import datetime

import xlsxwriter

with xlsxwriter.Workbook("ids.xlsx") as book:
    sheet = book.add_worksheet()
    for at, (value, shown) in enumerate([(417, "00000"), (10020, "#,##0"), (0.5, "0%")]):
        sheet.write(0, at, value, book.add_format({"num_format": shown}))
    sheet.write_datetime(0, 3, datetime.datetime(2026, 9, 1), book.add_format({"num_format": "d mmm yyyy"}))
    sheet.write(0, 4, "Thị")
PY
seen=$(for options in '' ':44,34,76' ':44,34,76,1,,0,false,true,false'; do
  soffice "-env:UserInstallation=file://$folder/profile" --headless \
    --convert-to "csv${options:+:Text - txt - csv (StarCalc)}$options" ids.xlsx >/dev/null 2>&1
  echo "${options:-without options}: $(iconv -c -t utf-8 ids.csv)"
done)
echo "$seen"
expected='without options: 417,10020,50%,09/01/2026,Th?
:44,34,76: 00417,"10,020",50%,1 Sep 2026,Thị
:44,34,76,1,,0,false,true,false: 417,10020,50%,09/01/2026,Thị'
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
