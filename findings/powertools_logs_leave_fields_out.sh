#!/usr/bin/env bash
# Powertools' Logger leaves fields out without a word
#
# One would expect: what is given as `extra` stands in the line; or it is refused, as Python's logging refuses the names
# that it uses itself ("Attempt to overwrite 'message' in LogRecord").
# What happens: fields named `level`, `location` and `timestamp` are dropped, one named `service` replaces the logger's
# own, and a field whose value is None is dropped whatever its name, though 0 and "" are not. A query for lines whose
# `result` is null finds none.
# Seen with aws-lambda-powertools 3.37.0 on Python 3.11.
# What this project does: none of its fields has one of these names, and what is None is not to stand in the line.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aws-lambda-powertools==3.37.0

seen=$("$folder/venv/bin/python" - <<'PY'
import json
from io import StringIO

from aws_lambda_powertools import Logger

GIVEN = ("level", "location", "timestamp", "service", "room")
out = StringIO()
logger = Logger(service="school", stream=out)
logger.info("moved", extra={name: "given" for name in GIVEN})
line = json.loads(out.getvalue())
for name in GIVEN:
    print(name, line[name] == "given")

out.seek(0)
out.truncate()
logger.info("moved", extra={"result": None, "rows": 0, "note": ""})
line = json.loads(out.getvalue())
print("of result, rows, note:", *(name for name in ("result", "rows", "note") if name in line))
PY
)
echo "$seen"
expected="level False
location False
timestamp False
service True
room True
of result, rows, note: rows note"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
