#!/usr/bin/env bash
# csvkit's csvjson and csvsql make two ids of seventeen digits one; in2csv and csvsort of the same package do not
#
# One would expect: the tools of one package read a column the same way. All of them take it for numbers, which agate
# keeps exactly, as decimals, and csvsort and in2csv write them back as they were.
# What happens: csvjson and csvsql turn each number into a float on the way out. Ids lose their last digits, two
# different students get the same id, and the short ids of another file come out as 417.0, also where no cell is empty.
# Nothing is said, and the status is 0.
# Seen with csvkit 2.2.0 and agate 1.14.2 on Python 3.11.
# What this project does: 417.0 is read as 417, ids with an exponent are refused, and a row with an id that belongs to
# somebody else waits: layers/common/homeroom/domain/imports/spreadsheet/rewritten_ids.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2 2>/dev/null
printf 'id,name\n20260000000001235,Ana\n20260000000001236,Bob\n' >"$folder/long.csv"
printf 'id,name\n417,Ana\n418,Bob\n' >"$folder/short.csv"

seen=$(cd "$folder" && PATH=$folder/venv/bin:$PATH && for file in long short; do
  in2csv $file.csv
  csvsort -c name $file.csv
  csvjson $file.csv
  echo
  csvsql --query "SELECT * FROM $file" $file.csv
done)
echo "$seen"
expected='id,name
20260000000001235,Ana
20260000000001236,Bob
id,name
20260000000001235,Ana
20260000000001236,Bob
[{"id": 2.0260000000001236e+16, "name": "Ana"}, {"id": 2.0260000000001236e+16, "name": "Bob"}]
id,name
2.0260000000001236e+16,Ana
2.0260000000001236e+16,Bob
id,name
417,Ana
418,Bob
id,name
417,Ana
418,Bob
[{"id": 417.0, "name": "Ana"}, {"id": 418.0, "name": "Bob"}]
id,name
417.0,Ana
418.0,Bob'
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
