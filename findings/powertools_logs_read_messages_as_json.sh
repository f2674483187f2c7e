#!/usr/bin/env bash
# Powertools' Logger reads messages as JSON
#
# One would expect: a message that is a str is logged as that text.
# What happens: it is parsed first, and what happens to be JSON is logged as what it means. An id such as 12e3 becomes
# another number, true a boolean, NaN a line that is no JSON at all, quotation marks vanish, and of `null` there is no
# message left. The same text stays text as an argument: logger.info("%s", text).
# Seen with aws-lambda-powertools 3.37.0 on Python 3.11.
# What this project does: its messages are fixed words, and what varies is a field.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aws-lambda-powertools==3.37.0

seen=$("$folder/venv/bin/python" - <<'PY'
import json
from io import StringIO

from aws_lambda_powertools import Logger

out = StringIO()
logger = Logger(service="school", stream=out)
for message in ("room 12", "12", "12e3", "0012", "true", '"room"', "null", "NaN"):
    out.seek(0)
    out.truncate()
    logger.info(message)
    line = json.loads(out.getvalue())
    print(message, "->", repr(line["message"]) if "message" in line else "no message")
out.seek(0)
out.truncate()
logger.info("%s", "12e3")
print("%s with 12e3 ->", repr(json.loads(out.getvalue())["message"]))
PY
)
echo "$seen"
expected="room 12 -> 'room 12'
12 -> 12
12e3 -> 12000.0
0012 -> '0012'
true -> True
\"room\" -> 'room'
null -> no message
NaN -> nan
%s with 12e3 -> '12e3'"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
