#!/usr/bin/env bash
# Powertools' Metrics gives earlier values the unit of the last one
#
# One would expect: a metric that is added as 3 Kilobytes and then as 500 Bytes is refused, converted, or kept apart.
# What happens: both values stand under the unit of the last one: 3 Bytes and 500 Bytes, without a warning.
# Seen with aws-lambda-powertools 3.37.0 on Python 3.11.
# What this project does: all its metrics are in `Count`, and each is added once before they are printed:
# layers/common/homeroom/metrics.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aws-lambda-powertools==3.37.0

seen=$("$folder/venv/bin/python" -W error - <<'PY'
import json
from contextlib import redirect_stdout
from io import StringIO

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

metrics = Metrics(namespace="school", service="imports")
metrics.add_metric("size", MetricUnit.Kilobytes, 3)
metrics.add_metric("size", MetricUnit.Bytes, 500)
with redirect_stdout(StringIO()) as out:
    metrics.flush_metrics()
line = json.loads(out.getvalue())
print(line["_aws"]["CloudWatchMetrics"][0]["Metrics"], line["size"])
PY
)
echo "$seen"
expected="[{'Name': 'size', 'Unit': 'Bytes'}] [3.0, 500.0]"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
