#!/usr/bin/env bash
# phonenumbers dials the words that stand behind a number
#
# One would expect: `parse` "trims the non-number bits", as its documentation says, so that `415-555-2671 (cell)` is the
# same number as `415-555-2671`, as `cell: 415-555-2671` is.
# What happens: three letters anywhere behind the number make all of them keys of a telephone, as in 1-800-FLOWERS, and
# `(cell)` four digits more. Where the number is too short, the result is even a valid number of somebody else:
# `415 555 home` is +1 415-555-4663. Digits behind it are added, too: `or 2672`, and `.0` from a spreadsheet.
# Seen with phonenumberslite 9.0.42 on Python 3.11; phonenumbers has the same code.
# What this project does: domain/kernel/phone.py finds numbers with PhoneNumberMatcher, which tells where each one ends;
# what stands beside it is kept as the label that it is.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check phonenumberslite==9.0.42

seen=$("$folder/venv/bin/python" - <<'PY'
from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher, format_number, is_valid_number, parse

for typed in ("cell: 415-555-2671", "415-555-2671 (cell)", "415-555-2671 or 2672", "4155552671.0", "415 555 home"):
    number = parse(typed, "US")
    found = [match.raw_string for match in PhoneNumberMatcher(typed, "US")]
    print(f"{typed}: {format_number(number, PhoneNumberFormat.E164)} {is_valid_number(number)}, matched {found}")
PY
)
echo "$seen"
expected="cell: 415-555-2671: +14155552671 True, matched ['415-555-2671']
415-555-2671 (cell): +141555526712355 False, matched ['415-555-2671']
415-555-2671 or 2672: +141555526712672 False, matched ['415-555-2671']
4155552671.0: +141555526710 False, matched ['4155552671']
415 555 home: +14155554663 True, matched []"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
