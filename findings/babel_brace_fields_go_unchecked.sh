#!/usr/bin/env bash
# Babel flags messages with {fields} and never checks them
#
# One would expect: `pybabel extract` flags a message as `python-brace-format`, so `pybabel compile` and `Catalog.check()`
# refuse a translation with a field that does not exist, as they do for a %-format and as GNU msgfmt --check-format does.
# What happens: the flag is set and nothing looks at it. The wrong field passes, and fails when the sentence is shown.
# Seen with babel 2.19.0 on Python 3.11.
# What this project does: tests/structure/test_catalogues.py compares the fields itself, with the code and between languages.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0
cd "$folder"

cat >room.py <<'PY'
_("Room {code} is full")
_("Room %(code)s is full")
PY
venv/bin/pybabel --quiet extract --omit-header --output room.pot room.py
grep -q 'python-brace-format' room.pot || { echo "changed: the flag is not set any more"; exit 1; }

mkdir -p es/LC_MESSAGES
cat >es/LC_MESSAGES/messages.po <<'PO'
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\n"

#, python-brace-format
msgid "Room {code} is full"
msgstr "La sala {cod} está llena"

#, python-format
msgid "Room %(code)s is full"
msgstr "La sala %(cod)s está llena"
PO
output=$(venv/bin/pybabel compile --directory . --locale es 2>&1 || true)
echo "$output"
errors=$(grep -c "unknown named placeholder 'cod'" <<<"$output" || true)
if [ "$errors" != 1 ]; then
  echo "changed: $errors of the two wrong placeholders are reported, where the %-format's alone was"
  exit 1
fi
echo "still so: one error for two wrong placeholders"
