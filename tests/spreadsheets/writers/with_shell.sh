#!/usr/bin/env bash
# Writes the roster with programs that are called by name: `bash with_shell.sh INPUTS OUTPUTS`. What is missing is said.
set -uo pipefail
inputs=$1 outputs=$2
tables=(roster hyphens hours exponents digits)
have() { command -v "$1" >/dev/null || { printf 'skipped\t%s\tnot installed\n' "$1"; return 1; }; }
made() { # NAME COMMAND...: what the command prints is the file
  "${@:2}" >"$outputs/$1" || printf 'failed\t%s\tstatus %s\n' "$1" "$?"
}

if have mlr; then
  for table in "${tables[@]}"; do
    made "Miller-cat-$table.csv" mlr --csv cat "$inputs/$table.csv"
    made "Miller-json-$table.csv" bash -c "mlr --icsv --ojson cat '$inputs/$table.csv' | mlr --ijson --ocsv cat"
    made "Miller-put-$table.csv" mlr --csv put '$class_code = $class_code . ""; $student_id = $student_id + 0' "$inputs/$table.csv"
  done
  made Miller-two-files.csv mlr --csv cat "$inputs/upper.csv" "$inputs/lower.csv"
  made Miller-two-files-unsparsified.csv mlr --csv unsparsify "$inputs/upper.csv" "$inputs/lower.csv"
  made Miller-tab.tsv mlr --icsv --otsv cat "$inputs/roster.csv"
  made Miller-fill-empty.csv mlr --csv fill-empty "$inputs/roster.csv"
  printf 'version\tMiller\t%s\n' "$(mlr --version | cut -d' ' -f2)"
fi

if have sqlite3; then
  for table in "${tables[@]}"; do
    made "sqlite3-csv-$table.csv" sqlite3 -header -csv :memory: ".import --csv '$inputs/$table.csv' t" "SELECT * FROM t"
  done
  made sqlite3-tabs.tsv sqlite3 -header -tabs :memory: ".import --csv '$inputs/roster.csv' t" "SELECT * FROM t"
  made sqlite3-list.csv sqlite3 -header -list :memory: ".import --csv '$inputs/roster.csv' t" "SELECT * FROM t"
  made sqlite3-integer-ids-digits.csv sqlite3 -header -csv :memory: \
    "CREATE TABLE t(class_code, student_id INTEGER, student_last_name, student_first_name, parent_email)" \
    ".import --csv --skip 1 '$inputs/digits.csv' t" "SELECT * FROM t"
  printf 'version\tsqlite3\t%s\n' "$(sqlite3 --version | cut -d' ' -f1)"
fi

converted() { # INPUT NAME FILTER [INFILTER]
  local ending=${2##*.} scratch
  scratch=$(mktemp -d)
  soffice "-env:UserInstallation=file://$outputs/.libreoffice" --headless ${4:+--infilter="$4"} \
    --convert-to "${3:-$ending}" --outdir "$scratch" "$1" >/dev/null 2>&1
  mv "$scratch"/* "$outputs/$2" || printf 'failed\t%s\tnothing written\n' "$2"
  rmdir "$scratch"
}
if have soffice; then
  utf8='csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false'
  from_utf8='Text - txt - csv (StarCalc):44,34,76,1'
  converted "$inputs/roster.xlsx" LibreOffice-workbook-default.csv ''
  converted "$inputs/roster.xlsx" LibreOffice-workbook-utf8.csv "$utf8"
  converted "$inputs/roster.xlsx" LibreOffice-workbook.ods ''
  converted "$inputs/roster.xlsx" LibreOffice-workbook.xls ''
  converted "$inputs/roster.xlsx" LibreOffice-workbook.xlsx ''
  converted "$inputs/roster.csv" LibreOffice-read-roster.ods '' "$from_utf8"
  converted "$inputs/roster.csv" LibreOffice-read-roster.xls '' "$from_utf8"
  converted "$inputs/roster.csv" LibreOffice-read-without-filter.xlsx ''
  for table in "${tables[@]}"; do
    converted "$inputs/$table.csv" "LibreOffice-read-$table.xlsx" '' "$from_utf8"
    converted "$inputs/$table.csv" "LibreOffice-read-$table.csv" "$utf8" "$from_utf8"
  done
  rm -rf "$outputs/.libreoffice"
  printf 'version\tLibreOffice\t%s\n' "$(soffice --version | cut -d' ' -f2)"
fi

if have ssconvert; then
  gnumeric() { ssconvert "$inputs/$1" "$outputs/$2" >/dev/null 2>&1 || printf 'failed\t%s\tstatus %s\n' "$2" "$?"; }
  for table in "${tables[@]}"; do
    gnumeric "$table.csv" "Gnumeric-read-$table.xlsx"
    gnumeric "$table.csv" "Gnumeric-read-$table.csv"
  done
  gnumeric roster.csv Gnumeric-read-roster.ods
  gnumeric roster.csv Gnumeric-read-roster.xls
  gnumeric roster.xlsx Gnumeric-workbook.csv
  gnumeric roster.xlsx Gnumeric-workbook.ods
  gnumeric roster.xlsx Gnumeric-workbook.xlsx
  printf 'version\tGnumeric\t%s\n' "$(ssconvert --version 2>&1 | sed -n "s/.*version '\([^']*\)'.*/\1/p")"
fi
