#!/usr/bin/env bash
# charset-normalizer is sure when it is wrong
#
# One would expect: of a list of three hundred Spanish names as Excel saves it (Windows-1252), the best match is
# Windows-1252, or its measures show a doubt: `chaos` is documented as 0.0 for a text without any mess, and 1.0 for one
# that cannot be read.
# What happens: the best match is cp1250, with a chaos of exactly 0.0, and Muñoz is Muńoz. A list of Polish names in
# ISO 8859-2 is iso8859_14, with 0.0 as well, and Wiśniewski is Wi¶niewski.
# Seen with charset-normalizer 3.5.2 on Python 3.11.
# What this project does: no detector decides. domain/imports/spreadsheet/letters.py proves Windows-1252 word by word, and
# asks a person about everything else.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check charset-normalizer==3.5.2

seen=$("$folder/venv/bin/python" - <<'PY'
from charset_normalizer import from_bytes

NAMES = {
    "cp1252": "García Muñoz Peña Ibáñez Núñez Díaz López Gómez Pérez Sánchez",
    "iso8859_2": "Wiśniewski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jabłoński Król Górski Głowacki",
}
for page, names in NAMES.items():
    rows = "".join(f"3-A,{name},Ann\r\n" for name in names.split())
    text = "class_code,last_name,first_name\r\n" + rows * 30
    best = from_bytes(text.encode(page)).best()
    as_read = str(best).split(",")
    print(page, "->", best.encoding, best.chaos, as_read[3], as_read[5])
PY
)
echo "$seen"
expected=$'cp1252 -> cp1250 0.0 García Muńoz\niso8859_2 -> iso8859_14 0.0 Wi¶niewski Zieliñski'
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
